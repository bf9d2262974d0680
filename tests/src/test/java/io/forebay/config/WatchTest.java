package io.forebay.config;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.BackendRegistry;
import io.forebay.RegistryWatch;
import io.forebay.RegistryWatch.Plan;
import io.forebay.testing.Behaviour;
import io.forebay.testing.LeakCheck;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import okhttp3.Response;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** R10 over real files and a real origin. */
@ExtendWith(LeakCheck.class)
class WatchTest {
  @TempDir private Path dir;

  @Test
  @DisplayName("R10 a registry follows its file, and keeps what it has when the file is bad")
  void registryFollowsItsFile() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("x"))) {
      Path file = written("backends.yaml", users(origin, "1"));
      BackendRegistry registry = Definitions.read(file).open();
      Plan plan = Plan.of(List.of(file)).withInterval(ofMillis(10)).withQuiet(ofMillis(30));
      RegistryWatch watch = Definitions.watch(registry, plan, new RegistryWatch.Listener() {});

      assertThat(sent(registry, origin)).isEqualTo("1");
      written("backends.yaml", "backends: {users: {orgin: 1}}");
      Waiting.until("the bad file is seen", () -> watch.problem().isPresent());
      assertThat(watch.problem()).get().asString().contains("backends.yaml").contains("orgin");
      assertThat(sent(registry, origin)).isEqualTo("1");

      written("backends.yaml", users(origin, "2"));
      Waiting.until("the file is in force", () -> registry.active().number() == 2);
      assertThat(sent(registry, origin)).isEqualTo("2");
      assertThat(origin.connectionsAccepted()).isEqualTo(1);
      registry.close(ZERO);
    }
  }

  @Test
  void severalFilesAreOneVersion() throws Exception {
    Path a = written("a.yaml", "backends: {a: {origin: 'http://127.0.0.1:1'}}");
    Path b = written("b.yaml", "backends: {b: {origin: 'http://127.0.0.1:1'}}");
    try (BackendRegistry registry = BackendRegistry.builder().open();
        RegistryWatch watch = Definitions.watch(registry, a, b)) {
      Waiting.until("both are in force", () -> registry.labels().size() == 2);
      written("b.yaml", "backends: {a: {origin: 'http://127.0.0.1:2'}}");
      Waiting.until("the clash is seen", () -> watch.problem().isPresent());

      assertThat(watch.problem()).get().asString().endsWith("must be unique in all files: 'a'");
      assertThat(registry.labels()).containsExactly("a", "b");
    }
  }

  private static String users(MisbehavingOrigin origin, String version) {
    return """
        backends:
          users:
            origin: %s
            set_request_headers:
              X-Version: "%s"
        """
        .formatted(origin.url(), version);
  }

  private static String sent(BackendRegistry registry, MisbehavingOrigin origin)
      throws IOException {
    try (Response response = registry.backend("users").get("/x").send()) {
      assertThat(response.code()).isEqualTo(200);
    }
    return origin.takeRequest(ofSeconds(5)).header("X-Version").orElseThrow();
  }

  private Path written(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text);
  }
}
