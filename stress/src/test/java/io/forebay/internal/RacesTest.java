package io.forebay.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Runs every race under jcstress, in JVMs of its own. Short in the normal build; the profile {@code
 * stress} leaves the choice of modes and times to jcstress.
 */
class RacesTest {
  private static final String LONG_MODE = System.getProperty("forebay.stress.mode", "");

  @Test
  @Timeout(value = 6, unit = TimeUnit.HOURS)
  void noRaceHasAForbiddenOutcome() throws Exception {
    Path work = Files.createDirectories(Path.of("target", "jcstress"));
    Path log = work.resolve("jcstress.log");
    Process races =
        new ProcessBuilder(command())
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int status;
    try {
      status = races.waitFor();
    } finally {
      races.destroy();
    }
    String said = Files.readString(log);
    assertThat(status).as(said).isZero();
    assertThat(said).contains("RUN RESULTS").containsPattern("[1-9]\\d* passed, 0 failed");
  }

  private static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("org.openjdk.jcstress.Main", "-r", "report"));
    if (LONG_MODE.isEmpty()) {
      command.addAll(List.of("-m", "quick", "-f", "1", "-iters", "1", "-time", "200"));
      command.addAll(List.of("-sc", "false", "-af", "NONE", "-jvmArgs", "-Xmx256m"));
    } else {
      command.addAll(List.of("-m", LONG_MODE));
    }
    return command;
  }
}
