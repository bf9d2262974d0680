package io.forebay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.cli.Shell.Run;
import io.forebay.testing.Behaviour;
import io.forebay.testing.LeakCheck;
import io.forebay.testing.MisbehavingOrigin;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@ExtendWith(LeakCheck.class)
class ProbeCommandTest {
  @TempDir Path directory;
  private MisbehavingOrigin origin;
  private String file;

  @BeforeEach
  void start() throws IOException {
    origin = MisbehavingOrigin.start();
    file =
        Shell.definition(
            directory,
            "backends:",
            "  users:",
            "    origin: " + origin.url(),
            "    health: { path: /healthz, interval: 20ms, timeout: 20ms }",
            "  orders:",
            "    origin: " + origin.url(),
            "refinements:",
            "  users_slow: { backend: users, timeout: 9s }");
  }

  @AfterEach
  void stop() {
    origin.close();
  }

  @Test
  void verdictsAreLinesOfJson() {
    origin.respond(Behaviour.status(503, ""));

    Run run = Shell.run("probe", file, "--for", "1s");

    assertThat(run.code()).isZero();
    assertThat(run.results())
        .extracting(line -> line.path("state").stringValue())
        .startsWith("failing", "unhealthy");
    JsonNode last = run.results().get(1);
    assertThat(last.propertyNames())
        .containsExactly("backend", "origin", "state", "healthy", "error", "at_ms");
    assertThat(last.path("backend").stringValue()).isEqualTo("users");
    assertThat(last.path("origin").stringValue()).isEqualTo(origin.url());
    assertThat(last.path("healthy").booleanValue()).isFalse();
    assertThat(last.path("error").stringValue()).contains("503");
    assertThat(last.path("at_ms").isNumber()).isTrue();
  }

  @Test
  void backendWithoutCheckIsNamed() {
    Run run = Shell.run("probe", file, "--for", "0");

    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("backend 'orders' has no health check");
  }

  @Test
  void thereIsNoWaitingForNothing() {
    Run run = Shell.run("probe", file, "orders", "--for", "1h");

    assertThat(run.code()).isZero();
    assertThat(origin.requestCount()).isZero();
  }

  @Test
  void refinementStandsForItsBackend() {
    Run run = Shell.run("probe", file, "users_slow", "--for", "1s");

    assertThat(run.out()).contains("\"backend\":\"users\"");
    assertThat(run.err()).doesNotContain("orders");
  }

  @Test
  void unknownLabelNamesNearMisses() {
    Run run = Shell.run("probe", file, "user");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("did you mean [users");
  }

  @Test
  void negativeDurationIsRefused() {
    Run run = Shell.run("probe", file, "--for", "-1s");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--for");
  }
}
