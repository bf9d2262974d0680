package io.forebay.rows;

import static io.forebay.Outcome.NOT_SENT;
import static io.forebay.Outcome.TRUNCATED;
import static io.forebay.Outcome.UNKNOWN;
import static io.forebay.spi.Phase.BODY;
import static java.time.Duration.ofDays;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.Backend;
import io.forebay.BackendBuilder;
import io.forebay.BackendException;
import io.forebay.Environment;
import io.forebay.ManagedBackend;
import io.forebay.TlsBuilder;
import io.forebay.rows.Meeting.Ended;
import io.forebay.spec.Material;
import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.OriginOptions;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.CertificatePinner;
import okhttp3.Protocol;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** T: certificates that are not to be believed, handshakes that fail, identities that mix. */
class TlsFaultsTest {
  private static final HeldCertificate CLIENT = Keys.signed(Keys.ROOT, "client one");
  private static final HeldCertificate SECOND_CLIENT = Keys.signed(Keys.ROOT, "client two");
  private static final HeldCertificate STRANGER = Keys.signed(Keys.OTHER_ROOT, "stranger");

  /**
   * A certificate that must be refused.
   *
   * @param name the row's id, and the certificate in words
   * @param held the certificate
   * @param reason what the message says
   */
  record Bad(String name, HeldCertificate held, String reason) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Bad> certificates() {
    long now = System.currentTimeMillis();
    long day = ofDays(1).toMillis();
    HeldCertificate intermediate =
        new HeldCertificate.Builder().certificateAuthority(0).signedBy(Keys.ROOT).build();
    return Stream.of(
        new Bad("T1 for another host", Keys.signed(Keys.ROOT, "x", "other.test"), "other.test"),
        new Bad("T1 expired", between(now - 2 * day, now - day), "expired"),
        new Bad("T1 not yet valid", between(now + day, now + 2 * day), "not valid before"),
        new Bad("T1 signed by itself", selfSigned(), "self-signed"),
        new Bad(
            "T1 of another authority", Keys.signed(Keys.OTHER_ROOT, "x", "127.0.0.1"), "tls.ca"),
        new Bad(
            "T1 without its intermediate",
            Keys.signed(intermediate, "x", "127.0.0.1"),
            "which the server did not send"),
        new Bad(
            "T2 with the name as common name only",
            Keys.signed(Keys.ROOT, "127.0.0.1"),
            "127.0.0.1"),
        new Bad("T2 for all names", Keys.signed(Keys.ROOT, "x", "*"), "127.0.0.1"),
        new Bad(
            "T2 for the name, not the address",
            Keys.signed(Keys.ROOT, "x", "localhost"),
            "127.0.0.1"));
  }

  private static HeldCertificate between(long from, long to) {
    return new HeldCertificate.Builder()
        .signedBy(Keys.ROOT)
        .addSubjectAlternativeName("127.0.0.1")
        .validityInterval(from, to)
        .build();
  }

  private static HeldCertificate selfSigned() {
    return new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();
  }

  @ParameterizedTest(name = "{0}: refused before a byte of the request")
  @MethodSource("certificates")
  void badCertificate(Bad bad) throws Exception {
    OriginOptions options = OriginOptions.tls(Keys.showing(bad.held()).sslContext());
    try (MisbehavingOrigin origin = MisbehavingOrigin.start(options);
        ManagedBackend backend = users(origin).build()) {
      for (String method : List.of("GET", "POST")) {
        BackendException failure = Ended.of(Meeting.request(backend, method)).ours();

        assertThat(failure.outcome()).isEqualTo(NOT_SENT);
        assertThat(failure).hasMessageContaining(bad.reason());
        assertThat(failure.getMessage()).doesNotContain("\n").hasSizeLessThan(600);
      }
      assertThat(origin.requests()).isEmpty();
      assertThat(origin.connectionsAccepted()).isEqualTo(2);
      Meeting.comesToRest(backend);
    }
  }

  private static BackendBuilder users(MisbehavingOrigin origin) {
    return Keys.trusting(Backend.builder("users").origin(origin.url()));
  }

  static Stream<Row> handshakes() {
    Expected refused = Expected.failure(NOT_SENT).seen(0);
    return Row.eachByGetAndPost(
        Row.of("T3 garbage in the handshake", Behaviour.onAccept(Behaviour.garbage()), refused)
            .overTls()
            .happeningOnce(),
        Row.of("T3 a reset in the handshake", Behaviour.resetOnAccept(), refused)
            .overTls()
            .happeningOnce(),
        Row.of("T3 an end in the handshake", Behaviour.closeOnAccept(), refused)
            .overTls()
            .happeningOnce(),
        Row.of(
                "T10 cut in the body without close_notify",
                Behaviour.raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello")
                    .then(Behaviour.readThenCut()),
                Expected.failure(TRUNCATED, BODY))
            .overTls());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("handshakes")
  void handshakeFails(Row row) throws Exception {
    Meeting.with(row);
  }

  // ---- who we are

  @ParameterizedTest(name = "T4 {0}, {1}")
  @CsvSource({
    "TLSv1.2, no certificate",
    "TLSv1.2, a stranger's certificate",
    "TLSv1.3, no certificate",
    "TLSv1.3, a stranger's certificate"
  })
  void originThatDoesNotKnowUs(String version, String shown) throws Exception {
    OriginOptions options =
        Keys.options(true).withTlsProtocols(version).withClientCertificateRequired();
    try (MisbehavingOrigin origin = MisbehavingOrigin.start(options);
        ManagedBackend backend =
            (shown.startsWith("no") ? users(origin) : showing(origin.url(), STRANGER)).build()) {
      BackendException failure = Ended.of(Meeting.request(backend, "POST")).ours();

      // From TLS 1.3 on the refusal comes when the request is under way.
      assertThat(failure.outcome())
          .isIn(version.equals("TLSv1.2") ? List.of(NOT_SENT) : List.of(NOT_SENT, UNKNOWN));
      assertThat(failure).hasMessageContaining("client certificate");
      assertThat(origin.requests()).isEmpty();
      Meeting.comesToRest(backend);
    }
  }

  @ParameterizedTest(name = "T4 {0}: an origin that knows us answers")
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void originThatKnowsUs(String version) throws Exception {
    OriginOptions options =
        Keys.options(true).withTlsProtocols(version).withClientCertificateRequired();
    try (MisbehavingOrigin origin = MisbehavingOrigin.start(options).respond(Behaviour.echo());
        ManagedBackend backend = showing(origin.url(), CLIENT).build()) {
      Meeting.nextCallWorks(backend);
    }
  }

  private static BackendBuilder showing(String origin, HeldCertificate identity) {
    return Backend.builder("users").origin(origin).tls(t -> shown(t, identity));
  }

  private static void shown(TlsBuilder tls, HeldCertificate identity) {
    tls.ca(Keys.ROOT.certificatePem())
        .platformCa(false)
        .clientCertificate(
            Material.inline(identity.certificatePem()),
            Material.inline(identity.privateKeyPkcs8Pem()));
  }

  /** One server for all: what differs is who asks. */
  private static MockWebServer server(Protocol... protocols) throws Exception {
    MockWebServer server = new MockWebServer();
    server.useHttps(Keys.showing(Keys.SERVER).sslSocketFactory());
    server.setProtocols(List.of(protocols));
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            String peer =
                request.getHandshake().peerPrincipal() == null
                    ? "nobody"
                    : request.getHandshake().peerPrincipal().getName();
            return new MockResponse.Builder()
                .body(peer + " on " + request.getConnectionIndex())
                .build();
          }
        });
    return server;
  }

  @Test
  @DisplayName("T6 backends with other identities share no connection and no session")
  void identitiesDoNotMix() throws Exception {
    try (MockWebServer server = server(Protocol.HTTP_1_1)) {
      server.requestClientAuth();
      server.start();
      String url = "https://localhost:" + server.getPort();
      try (ManagedBackend one = showing(url, CLIENT).maxUse(2).build();
          ManagedBackend two = showing(url, SECOND_CLIENT).maxUse(2).build();
          ManagedBackend nobody =
              Keys.trusting(Backend.builder("users").origin(url)).maxUse(2).build()) {
        for (int i = 0; i < 10; i++) {
          assertThat(Ended.of(one.get("/")).body()).startsWith("CN=client one ");
          assertThat(Ended.of(two.get("/")).body()).startsWith("CN=client two ");
          assertThat(Ended.of(nobody.get("/")).body()).startsWith("nobody ");
        }
      }
    }
  }

  @Test
  @DisplayName("T9 one certificate for two names makes no common connection")
  void namesDoNotCoalesce() throws Exception {
    try (MockWebServer server = server(Protocol.HTTP_2, Protocol.HTTP_1_1)) {
      server.start();
      try (ManagedBackend name = http2("localhost", server.getPort());
          ManagedBackend address = http2("127.0.0.1", server.getPort())) {
        String first = Ended.of(name.get("/")).body();
        String second = Ended.of(address.get("/")).body();

        assertThat(first).isNotEqualTo(second);
        assertThat(Ended.of(name.get("/")).body()).isEqualTo(first);
        assertThat(name.stats().totals().opened()).isEqualTo(1);
        assertThat(address.stats().totals().opened()).isEqualTo(1);
      }
    }
  }

  private static ManagedBackend http2(String host, int port) {
    return Keys.trusting(Backend.builder("users").origin("https://" + host + ":" + port))
        .http2(true)
        .build();
  }

  // ---- whom we believe

  @ParameterizedTest(name = "T7 a pin holds for the spelling {0}")
  @ValueSource(strings = {"localhost", "LOCALHOST", "localhost.", "LocalHost."})
  void pinHoldsForEverySpelling(String host) throws Exception {
    String right = CertificatePinner.pin(Keys.SERVER.certificate());
    String wrong = CertificatePinner.pin(Keys.OTHER_ROOT.certificate());
    try (MisbehavingOrigin origin =
        MisbehavingOrigin.start(Keys.options(true)).respond(Behaviour.echo())) {
      try (ManagedBackend backend = pinned(host, origin.port(), t -> t.pins(right))) {
        Meeting.nextCallWorks(backend);
      }
      try (ManagedBackend backend = pinned(host, origin.port(), t -> t.pins(wrong))) {
        BackendException failure = Ended.of(backend.post("/bad")).ours();

        assertThat(failure.outcome()).isEqualTo(NOT_SENT);
        assertThat(failure).hasMessageContaining("tls.pins");
      }
      assertThat(Meeting.seen(origin, "/bad")).isEmpty();
    }
  }

  private static ManagedBackend pinned(String host, int port, Consumer<TlsBuilder> pins) {
    return Backend.builder("users")
        .origin("https://" + host + ":" + port)
        .environment(Environment.system().withNames(name -> NetworkFaultsTest.all("127.0.0.1")))
        .tls(
            t -> {
              t.ca(Keys.ROOT.certificatePem()).platformCa(false);
              pins.accept(t);
            })
        .build();
  }

  @Test
  @DisplayName("T8 what one backend does not check another does")
  void backendThatBelievesAnybody() throws Exception {
    OriginOptions options = OriginOptions.tls(Keys.showing(selfSigned()).sslContext());
    try (MisbehavingOrigin origin = MisbehavingOrigin.start(options).respond(Behaviour.echo());
        ManagedBackend lax =
            Backend.builder("lax").origin(origin.url()).disableCertificateValidation(true).build();
        ManagedBackend strict = users(origin).build()) {
      for (int i = 0; i < 2; i++) {
        Meeting.nextCallWorks(lax);
        assertThat(Ended.of(strict.post("/bad")).ours().outcome()).isEqualTo(NOT_SENT);
      }
      assertThat(Meeting.seen(origin, "/bad")).isEmpty();
    }
  }
}
