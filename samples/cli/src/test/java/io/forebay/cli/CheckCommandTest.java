package io.forebay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.cli.Shell.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
  @TempDir Path directory;

  @Test
  void goodFileIsSilent() throws IOException {
    Run run = Shell.run("check", good());

    assertThat(run.code()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEmpty();
  }

  @Test
  void everyFindingHasItsPlace() throws IOException {
    String bad = bad();

    Run run = Shell.run("check", bad);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out().lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).startsWith(bad + ":2:").contains(": error: "))
        .anySatisfy(line -> assertThat(line).contains("timout", "did you mean"));
  }

  @Test
  void everyFileIsCheckedWhateverTheOthersAre() throws IOException {
    Run run = Shell.run("check", directory.resolve("none.yaml").toString(), bad(), good());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).contains("bad.yaml:2:");
    assertThat(run.err()).contains("none.yaml: no such file").doesNotContain("Exception");
  }

  @Test
  void directoryIsNoFile() {
    Run run = Shell.run("check", directory.toString());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("is a directory");
  }

  private String good() throws IOException {
    return Shell.definition(directory, "backends:", "  a: { origin: 'http://a.test' }");
  }

  private String bad() throws IOException {
    Path file = directory.resolve("bad.yaml");
    Files.writeString(file, "backends:\n  a: { origin: nowhere, timout: 1s }\n");
    return file.toString();
  }
}
