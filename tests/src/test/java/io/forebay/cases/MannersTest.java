package io.forebay.cases;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.Backend;
import io.forebay.BackendException;
import io.forebay.BackendRegistry;
import io.forebay.BackendRequest;
import io.forebay.Environment;
import io.forebay.ErrorKind;
import io.forebay.InvalidBackendException;
import io.forebay.UpstreamLog;
import io.forebay.config.DefinitionException;
import io.forebay.config.Definitions;
import io.forebay.health.HealthState.Status;
import io.forebay.spec.BackendSpec;
import io.forebay.testing.Behaviour;
import io.forebay.testing.FakeClock;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.ReceivedRequest;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The cases about manners that need more than one exchange, or more than a plain origin. */
class MannersTest {
  private final MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("ok"));

  @AfterEach
  void closeOrigin() {
    origin.close();
  }

  private Definition users(Map<String, Object> keys) {
    Map<String, Object> backend = new LinkedHashMap<>(keys);
    backend.putIfAbsent("origin", origin.url());
    return Definition.of(backend);
  }

  private static BackendRegistry open(Door door, Definition definition) {
    return door.open(definition, Environment.system());
  }

  private ReceivedRequest received(BackendRequest request) throws IOException {
    request.send().close();
    return origin.takeRequest(ofSeconds(5));
  }

  // ---- one definition, several users

  @ParameterizedTest(name = "REF-04 {0}")
  @EnumSource(names = {"BUILDER", "YAML"})
  void loginOfARefinementIsNobodyElses(Door door) throws IOException {
    Definition definition =
        users(Map.of("path", "/anything"))
            .refined("with_login", Map.of("basic_auth", "peter:pan"))
            .refined("plain", Map.of());
    try (BackendRegistry registry = open(door, definition)) {
      ReceivedRequest first = received(registry.backend("with_login").get("/"));
      ReceivedRequest second = received(registry.backend("users").get("/"));
      ReceivedRequest third = received(registry.backend("plain").get("/"));

      assertThat(first.headers("Authorization")).containsExactly("Basic cGV0ZXI6cGFu");
      assertThat(second.headers("Authorization")).isEmpty();
      assertThat(third.headers("Authorization")).isEmpty();
      assertThat(origin.requests())
          .extracting(ReceivedRequest::target)
          .containsOnly("/anything")
          .hasSize(3);
      assertThat(origin.connectionsAccepted()).as("one pool").isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "REF-06 {0}")
  @EnumSource(names = {"BUILDER", "YAML"})
  void headersOfACallAreNobodyElses(Door door) throws IOException {
    try (BackendRegistry registry = open(door, users(Map.of("path", "/anything")))) {
      Backend backend = registry.backend("users");

      ReceivedRequest first = received(backend.get("/").header("X-One", "1"));
      ReceivedRequest second = received(backend.get("/").header("X-Two", "2"));

      assertThat(first.headers("X-One")).containsExactly("1");
      assertThat(first.headers("X-Two")).isEmpty();
      assertThat(second.headers("X-One")).isEmpty();
      assertThat(second.headers("X-Two")).containsExactly("2");
    }
  }

  @Test
  @DisplayName("REF-09 the same label twice")
  void labelsAreUnique() {
    BackendSpec spec = Backend.builder("users").origin(origin.url()).spec();

    assertThatThrownBy(() -> BackendRegistry.builder().add(spec).add(spec).open())
        .isInstanceOf(InvalidBackendException.class)
        .hasMessageContaining("'users': backend labels must be unique");
    assertThatThrownBy(
            () ->
                Definitions.read(
                    "backends: {users: {origin: 'http://a'}, users: {origin: 'http://a'}}", "t"))
        .isInstanceOf(DefinitionException.class)
        .hasMessage(
            "t:1:41: error: backends: backend labels must be unique: 'users' (first at 1:12)");
  }

  // ---- health

  @ParameterizedTest(name = "RUN-17 {0}")
  @EnumSource(names = {"BUILDER", "YAML"})
  void refinementMayAskAnUnhealthyBackend(Door door) throws IOException {
    origin.respond(Behaviour.status(500, "broken"));
    FakeClock clock = new FakeClock();
    Definition definition =
        users(Map.of("health", Map.of("path", "/healthz", "failure_threshold", 1)))
            .refined("brave", Map.of("use_when_unhealthy", true));
    try (BackendRegistry registry = door.open(definition, Environment.system().withClock(clock))) {
      probe(clock);
      assertThat(registry.backend("users").health().status()).isEqualTo(Status.UNHEALTHY);

      assertThat(failure(registry.backend("users")).kind()).isEqualTo(ErrorKind.BACKEND_UNHEALTHY);
      try (Response response = registry.backend("brave").get("/").send()) {
        assertThat(response.code()).isEqualTo(500);
      }
    }
  }

  @ParameterizedTest(name = "RUN-25 {0}")
  @EnumSource(names = {"BUILDER", "YAML"})
  void probeHasTheNameOfTheBackendAndNoneOfItsManners(Door door) {
    FakeClock clock = new FakeClock();
    Definition definition =
        users(
            Map.of(
                "hostname", "my.host",
                "override_host", "over.ride",
                "basic_auth", "peter:pan",
                "path_prefix", "/prefix",
                "set_request_headers", Map.of("X-Edit", "1"),
                "health", Map.of("path", "/healthz", "failure_threshold", 1)));
    try (BackendRegistry registry = door.open(definition, Environment.system().withClock(clock))) {
      probe(clock);
      assertThat(registry.backend("users").health().status()).isEqualTo(Status.HEALTHY);

      ReceivedRequest probe = origin.takeRequest(ofSeconds(5));
      assertThat(probe.target()).isEqualTo("/healthz");
      assertThat(probe.headers("Host")).containsExactly("my.host");
      assertThat(probe.headers("Authorization")).isEmpty();
      assertThat(probe.headers("X-Edit")).isEmpty();
    }
  }

  private static void probe(FakeClock clock) {
    Waiting.until("a probe is planned", () -> clock.scheduled() == 1);
    clock.advance(ofMillis(0));
    Waiting.until("the probe is over", () -> clock.scheduled() == 1);
  }

  private static BackendException failure(Backend backend) {
    return catchThrowableOfType(BackendException.class, () -> backend.get("/").send().close());
  }

  // ---- names

  @ParameterizedTest(name = "ORG-07 {0}")
  @EnumSource(names = {"BUILDER", "YAML"})
  void unknownNameIsABackendError(Door door) {
    Environment nameless =
        Environment.system()
            .withNames(
                host -> {
                  throw new UnknownHostException(host);
                });
    try (BackendRegistry registry =
        door.open(users(Map.of("origin", "http://unkn.own")), nameless)) {
      BackendException failure = failure(registry.backend("users"));

      assertThat(failure.kind()).isEqualTo(ErrorKind.BACKEND);
      assertThat(failure.suggestedStatus()).isEqualTo(502);
      assertThat(failure).hasMessageContaining("connecting to 'http://unkn.own' failed: ");
    }
  }

  // ---- the log

  @ParameterizedTest(name = "LOG-05 {0}")
  @EnumSource(names = {"BUILDER", "YAML"})
  void everyExchangeIsALineOfTheUpstreamLog(Door door) throws IOException {
    try (Lines lines = new Lines(UpstreamLog.LOGGER);
        BackendRegistry registry =
            door.open(
                users(Map.of("path", "/anything")),
                Environment.system().withObserver(UpstreamLog.create()))) {
      registry.backend("users").get("/").send().close();
      origin.respond(Behaviour.readThenClose());
      failure(registry.backend("users"));

      assertThat(lines.all)
          .extracting(LogRecord::getLoggerName)
          .containsOnly("io.forebay.upstream");
      assertThat(lines.all)
          .extracting(LogRecord::getLevel)
          .containsExactly(Level.INFO, Level.SEVERE);
      assertThat(lines.all)
          .extracting(LogRecord::getMessage)
          .allSatisfy(
              message ->
                  assertThat(message)
                      .contains("backend=users", "url=" + origin.url() + "/anything"));
    }
  }

  /** Hears what one logger says. */
  private static final class Lines extends Handler implements AutoCloseable {
    private final List<LogRecord> all = Collections.synchronizedList(new ArrayList<>());
    private final Logger logger;

    Lines(String name) {
      logger = Logger.getLogger(name);
      logger.setUseParentHandlers(false);
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord line) {
      all.add(line);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
      logger.setUseParentHandlers(true);
    }
  }
}
