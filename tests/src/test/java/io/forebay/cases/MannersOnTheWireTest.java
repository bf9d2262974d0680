package io.forebay.cases;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.Backend;
import io.forebay.BackendException;
import io.forebay.BackendObserver;
import io.forebay.BackendRegistry;
import io.forebay.Environment;
import io.forebay.ErrorKind;
import io.forebay.ExchangeEntry;
import io.forebay.ManagedBackend;
import io.forebay.spec.ResponseView;
import io.forebay.spec.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import okio.Buffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The cases about manners that need TLS, or a body that something looks at. */
class MannersOnTheWireTest {
  private static final HeldCertificate ROOT =
      new HeldCertificate.Builder().certificateAuthority(0).commonName("root").build();
  private static final HeldCertificate MY_HOST =
      new HeldCertificate.Builder()
          .signedBy(ROOT)
          .commonName("server")
          .addSubjectAlternativeName("my.host")
          .build();

  private static MockWebServer myHost() throws IOException {
    MockWebServer server = new MockWebServer();
    server.useHttps(
        new HandshakeCertificates.Builder().heldCertificate(MY_HOST).build().sslSocketFactory());
    server.enqueue(new MockResponse.Builder().build());
    server.start();
    return server;
  }

  private static Map<String, Object> calledBy(String hostname, MockWebServer server) {
    return Map.of("origin", "https://127.0.0.1:" + server.getPort(), "hostname", hostname);
  }

  @ParameterizedTest(name = "RUN-22 PTH-01 {0}")
  @EnumSource(names = {"BUILDER", "YAML"})
  void hostnameIsWhatTlsAsksForAndChecks(Door door) throws Exception {
    try (MockWebServer server = myHost();
        BackendRegistry registry =
            open(door, with(calledBy("my.host", server), "tls", trustingRoot()))) {
      registry.backend("users").get("/").send().close();

      RecordedRequest request = server.takeRequest(5, TimeUnit.SECONDS);
      assertThat(request.getHandshakeServerNames()).containsExactly("my.host");
      assertThat(request.getHeaders().values("Host")).containsExactly("my.host");
    }
  }

  @ParameterizedTest(name = "RUN-22 another name {0}")
  @EnumSource(names = {"BUILDER", "YAML"})
  void hostnameThatTheCertificateLacksIsABackendError(Door door) throws IOException {
    try (MockWebServer server = myHost();
        BackendRegistry registry =
            open(door, with(calledBy("other.host", server), "tls", trustingRoot()))) {
      BackendException failure = failure(registry.backend("users"));

      assertThat(failure.kind()).isEqualTo(ErrorKind.BACKEND);
      assertThat(failure).hasMessageContaining("other.host").hasMessageContaining("my.host");
    }
  }

  @ParameterizedTest(name = "RUN-22 unchecked {0}")
  @EnumSource(names = {"BUILDER", "YAML"})
  void hostnameIsAskedForAndNotCheckedWhereNothingIs(Door door) throws Exception {
    try (MockWebServer server = myHost();
        BackendRegistry registry =
            open(
                door,
                with(calledBy("other.host", server), "disable_certificate_validation", true))) {
      try (Response response = registry.backend("users").get("/").send()) {
        assertThat(response.code()).isEqualTo(200);
      }
      RecordedRequest request = server.takeRequest(5, TimeUnit.SECONDS);
      assertThat(request.getHandshakeServerNames()).containsExactly("other.host");
    }
  }

  private static BackendRegistry open(Door door, Definition definition) {
    return door.open(definition, Environment.system());
  }

  private static Definition with(Map<String, Object> keys, String key, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(keys);
    more.put(key, value);
    return Definition.of(more);
  }

  private static BackendException failure(Backend backend) {
    return catchThrowableOfType(BackendException.class, () -> backend.get("/").send().close());
  }

  private static Map<String, Object> trustingRoot() {
    return Map.of("ca", ROOT.certificatePem());
  }

  // ---- bodies that a value looks at

  private static final Value BODY =
      Value.computed(call -> call.response().flatMap(response -> text(response)).orElse(null));

  private static Optional<String> text(ResponseView response) {
    return response.body(1 << 20);
  }

  @Test
  @DisplayName("HDR-12 a body that a field looks at")
  void bodyThatAFieldReadComesAsItWas() throws IOException {
    Row.Answer squeezed = squeezed(10);
    List<ExchangeEntry> entries = new ArrayList<>();
    try (MockWebServer server = answering(squeezed, builder -> builder);
        ManagedBackend backend = looking(server, entries);
        Response response = backend.get("/").header("Accept-Encoding", "gzip").send()) {
      assertThat(response.body().byteString()).isEqualTo(squeezed.bytes());
    }
    assertThat(entries)
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry.report().logFields())
                    .isEqualTo(Map.of("body", squeezed.body(), "seen", "yes")));
  }

  @Test
  @DisplayName("HDR-18 a body that breaks off")
  void bodyThatBreaksOffWhileAFieldReadsItFailsForItsReader() throws IOException {
    List<ExchangeEntry> entries = new ArrayList<>();
    UnaryOperator<MockResponse.Builder> breaking =
        builder -> builder.onResponseBody(new SocketEffect.CloseSocket());
    try (MockWebServer server = answering(squeezed(5_000), breaking);
        ManagedBackend backend = looking(server, entries);
        Response response = backend.get("/").header("Accept-Encoding", "gzip").send()) {
      assertThat(response.code()).isEqualTo(200);
      assertThatThrownBy(() -> response.body().bytes()).isInstanceOf(BackendException.class);
    }
    assertThat(entries)
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.report().logFields()).isEqualTo(Map.of("seen", "yes"));
              assertThat(entry.response()).isPresent();
              assertThat(entry.fields()).containsEntry("error_type", "backend");
            });
  }

  private static Row.Answer squeezed(int words) {
    String body = IntStream.range(0, words).mapToObj(Integer::toString).collect(joining(" "));
    return new Row.Answer(200, Map.of(), body, true);
  }

  private static MockWebServer answering(
      Row.Answer answer, UnaryOperator<MockResponse.Builder> change) throws IOException {
    MockWebServer server = new MockWebServer();
    MockResponse.Builder response =
        new MockResponse.Builder()
            .addHeader("Content-Encoding", "gzip")
            .body(new Buffer().write(answer.bytes()));
    server.enqueue(change.apply(response).build());
    server.start();
    return server;
  }

  private static ManagedBackend looking(MockWebServer server, List<ExchangeEntry> entries) {
    BackendObserver observer =
        new BackendObserver() {
          @Override
          public void exchangeEnded(ExchangeEntry entry) {
            entries.add(entry);
          }
        };
    return Backend.builder("users")
        .origin("http://127.0.0.1:" + server.getPort())
        .customLogFields(fields -> fields.field("body", BODY).field("seen", "yes"))
        .observer(observer)
        .build();
  }
}
