package io.forebay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.cli.Shell.Run;
import io.forebay.testing.MisbehavingOrigin;
import java.io.IOException;
import java.nio.file.Files;
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
  void groupsAreTold() throws IOException {
    Run run =
        Shell.run(
            "explain",
            Shell.definition(
                directory,
                "backends:",
                "  users:",
                "    origins:",
                "      - { group: eu, weight: 2, balance: random, origins: [http://a, http://b] }",
                "      - http://spare"),
            "users");

    assertThat(run.code()).isZero();
    assertThat(run.out().replaceAll(" +", " "))
        .contains(
            " origins group eu weight 2, http://spare",
            " origins.eu http://a, http://b",
            " origins.eu.balance random");
  }

  @Test
  void sourceOfTheApplicationNeedNotBeHere() throws IOException {
    String file =
        Shell.definition(
            directory, "backends: { users: { origins: { source: table, url: 'http://users' } } }");

    Run explained = Shell.run("explain", file, "users");
    Run called = Shell.run("call", file, "users", "/");

    assertThat(explained.code()).isZero();
    assertThat(explained.out()).contains("source 'table', for http://users");
    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err()).contains("the environment has no source 'table'");
  }

  @Test
  void everyValueIsToldWithItsPlace() throws IOException {
    Path over = directory.resolve("prod.yaml");
    Files.writeString(over, "backends: { users: { timeout: 7s } }");
    String base = definition("http://a.test");

    Run run = Shell.run("explain", "--over", over.toString(), base, "users");

    assertThat(run.code()).isZero();
    assertThat(run.out().replaceAll(" +", " "))
        .contains(
            " timeout 7s",
            "said at",
            " timeout " + over + ":1:22 (backends.users)",
            " origin " + base + ":2:12 (backends.users)");
  }

  @Test
  void layerThatIsNotThereIsNamed() throws IOException {
    Run run = Shell.run("explain", "--over", "nowhere.yaml", definition("http://a.test"), "users");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("nowhere.yaml: no such file");
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
