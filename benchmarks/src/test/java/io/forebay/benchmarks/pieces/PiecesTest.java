package io.forebay.benchmarks.pieces;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs everything for a moment, so that no benchmark rots. In a process of its own: in-memory
 * sockets are for good, and other tests want real ones.
 */
class PiecesTest {
  @TempDir Path folder;

  @Test
  void everyBenchmarkRuns() throws Exception {
    String table = run("-f 0 -wi 0 -i 1 -r 10ms -to 60s -foe true -p backends=3 -p connections=2");

    assertThat(table)
        .contains("Pipeline.forebayEveryFeature", "Guard.large", "GuardAlone.bare answer=CHUNKED")
        .contains("Edit.call edited=QUERY", "Permit.among16", "Registry.lookup", "Opening.refine")
        .contains("Scale.inTurn", "bound guard", "bound open and close");
    assertThat(folder.resolve("pieces.json")).isNotEmptyFile();
  }

  private String run(String options) throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Pieces.class.getName(), "-rff", folder.resolve("pieces.json") + ""));
    command.addAll(List.of(options.split(" ", -1)));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(output);
  }
}
