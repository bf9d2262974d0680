package io.forebay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.cli.Shell.Run;
import org.junit.jupiter.api.Test;

class MainTest {

  @Test
  void helpNamesEveryCommand() {
    Run run = Shell.run("--help");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("check", "explain", "call", "probe");
  }

  @Test
  void versionIsPrinted() {
    Run run = Shell.run("--version");

    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("forebay ");
  }

  @Test
  void noCommandIsAMistake() {
    Run run = Shell.run();

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("Usage: forebay");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void unknownCommandIsAMistake() {
    Run run = Shell.run("cal");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("'cal'", "forebay --help");
  }
}
