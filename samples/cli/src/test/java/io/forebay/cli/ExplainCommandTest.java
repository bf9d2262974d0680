package io.forebay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.cli.Shell.Run;
import io.forebay.testing.MisbehavingOrigin;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
  @TempDir Path directory;

  @Test
  void settingsAndStepsArePrintedAndNoOriginNotices() throws IOException {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start()) {
      Run run = Shell.run("explain", definition(origin.url()), "users_slow");

      assertThat(run.code()).isZero();
      assertThat(run.out()).contains("backend 'users'", origin.url(), "1m30s", "ADMIT");
      assertThat(origin.connectionsAccepted()).isZero();
    }
  }

  @Test
  void unknownLabelNamesNearMisses() throws IOException {
    Run run = Shell.run("explain", definition("http://a.test"), "user");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("no backend 'user' (did you mean [users");
  }

  private String definition(String origin) throws IOException {
    return Shell.definition(
        directory,
        "backends:",
        "  users: { origin: '" + origin + "', health: { path: /healthz } }",
        "refinements:",
        "  users_slow: { backend: users, timeout: 90s }");
  }
}
