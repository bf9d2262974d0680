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

/** Probes a few origins for a moment, so that the benchmark does not rot. */
class ProbeBenchmarkTest {
  @TempDir Path folder;

  @Test
  void goodOriginsAreHealthyAndHangingOnesAreNot() throws Exception {
    assertThat(run("20", "2", "2"))
        .contains("20 origins, 2 hang; ", " us CPU each", "intervals missed 0", "healthy 18");
  }

  private String run(String... arguments) throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    String java = ProcessHandle.current().info().command().orElseThrow();
    String classes = System.getProperty("java.class.path");
    List<String> command = new ArrayList<>();
    command.addAll(List.of(java, "-Xmx256m", "-cp", classes, ProbeBenchmark.class.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(output);
  }
}
