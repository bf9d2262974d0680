package io.forebay;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.spi.Phase;
import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.OriginOptions;
import io.forebay.testing.Waiting;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over the wire: nobody gets an answer that is not theirs. */
class WireGuardTest {
  private static final HeldCertificate ROOT =
      new HeldCertificate.Builder().certificateAuthority(0).build();
  private static final HeldCertificate SERVER =
      new HeldCertificate.Builder().signedBy(ROOT).addSubjectAlternativeName("127.0.0.1").build();
  private static final String STRAY = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nstray";

  private static OriginOptions options(boolean tls) {
    return tls
        ? OriginOptions.tls(
            new HandshakeCertificates.Builder().heldCertificate(SERVER).build().sslContext())
        : OriginOptions.plain();
  }

  private static BackendBuilder backend(MisbehavingOrigin origin, boolean tls) {
    BackendBuilder builder = Backend.builder("users").origin(origin.url());
    return tls ? builder.tls(t -> t.ca(ROOT.certificatePem())) : builder;
  }

  private static String get(Backend backend, String path) throws Exception {
    try (Response response = backend.get(path).send()) {
      return response.body().string();
    }
  }

  /**
   * P1 accept-banner: whoever speaks first does not answer. What is said within 5 ms is noticed; on
   * a busy machine an origin may need longer now and then, so it is given twenty connections.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void answerBeforeTheFirstRequestIsNobodys(boolean late) throws Exception {
    Behaviour banner = Behaviour.raw(STRAY);
    Behaviour onAccept = Behaviour.onAccept(late ? Behaviour.delayed(ofMillis(1), banner) : banner);
    int refused = 0;
    for (int i = 0; i < 20; i++) {
      try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(onAccept);
          ManagedBackend backend = backend(origin, false).build()) {
        get(backend, "/x");
      } catch (BackendException e) {
        assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(e).hasMessageContaining("bytes before any request");
        refused++;
      }
    }
    assertThat(refused).isGreaterThanOrEqualTo(10);
  }

  /** P1: what is left over after a good answer. */
  static Stream<Arguments> leftOvers() {
    return Stream.of(false, true)
        .flatMap(
            tls ->
                Stream.of(
                    Arguments.of("P1 desync", tls, Behaviour.extraBytes(STRAY)),
                    Arguments.of("P1 extra-crlf", tls, Behaviour.extraBytes("\r\n\r\n")),
                    Arguments.of("P1 extra-garbage", tls, Behaviour.extraBytes("\0\1\2garbage")),
                    Arguments.of(
                        "P1 desync-chunked",
                        tls,
                        Behaviour.raw(
                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "5\r\nfirst\r\n0\r\n\r\n"
                                + STRAY)),
                    Arguments.of(
                        "P1 cl-too-short",
                        tls,
                        Behaviour.raw("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhello"))));
  }

  @ParameterizedTest(name = "{0}, TLS {1}")
  @MethodSource("leftOvers")
  void leftOverBytesAnswerNobody(String id, boolean tls, Behaviour behaviour) throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start(options(tls));
        ManagedBackend backend = backend(origin, tls).build()) {
      origin.route("/bad", behaviour).respond(Behaviour.ok("mine"));

      get(backend, "/bad");

      assertThat(get(backend, "/good")).isEqualTo("mine");
      assertThat(get(backend, "/good")).isEqualTo("mine");
      assertThat(backend.stats().totals().opened()).isEqualTo(2);
      assertThat(origin.requests()).hasSize(3);
    }
  }

  /** P1 desync-delayed: the stray answer comes while the connection is idle. */
  @ParameterizedTest(name = "P1 an answer while idle, TLS {0}")
  @ValueSource(booleans = {false, true})
  void answerThatNobodyAskedForAnswersNobody(boolean tls) throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start(options(tls));
        ManagedBackend backend = backend(origin, tls).build()) {
      origin
          .route("/bad", Behaviour.extraBytesAfter(ofMillis(40), STRAY))
          .respond(Behaviour.ok("mine"));

      get(backend, "/bad");
      long until = System.nanoTime() + ofMillis(300).toNanos();
      Waiting.until("the stray answer is there", () -> System.nanoTime() - until > 0);

      for (String method : List.of("POST", "GET")) {
        try (Response response = backend.request(method, "/good").send()) {
          assertThat(response.body().string()).isEqualTo("mine");
        }
      }
      assertThat(origin.requests()).hasSize(3);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          P4 cl-negative, 'HTTP/1.1 200 OK|Content-Length: -5||hello', Content-Length
          P4 cl-dup-diff, 'HTTP/1.1 200 OK|Content-Length: 3|Content-Length: 5||hello', Content-Length
          P5 te-and-cl, 'HTTP/1.1 200 OK|Content-Length: 3|Transfer-Encoding: chunked||', along with
          P8 status-neg, 'HTTP/1.1 -12 Odd|Content-Length: 0||', status line
          P8 status-999, 'HTTP/1.1 999 Odd|Content-Length: 0||', status line
          P9 hdr-fold, 'HTTP/1.1 200 OK|X-A: a| b|Content-Length: 0||', without a name
          P3 status-101, 'HTTP/1.1 101 Switching Protocols|Upgrade: x||', nobody asked for
          """)
  void brokenHeadFailsTheCallAndItsConnection(String id, String raw, String why) throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start();
        ManagedBackend backend = backend(origin, false).build()) {
      origin.route("/bad", Behaviour.raw(raw.replace("|", "\r\n"))).respond(Behaviour.ok("mine"));
      get(backend, "/good");

      assertThatThrownBy(() -> get(backend, "/bad"))
          .isInstanceOf(BackendTransferException.class)
          .hasMessageContaining("the origin broke HTTP")
          .hasMessageContaining(why);

      assertThat(get(backend, "/good")).isEqualTo("mine");
      assertThat(origin.requests()).hasSize(3);
      assertThat(backend.stats().totals().opened()).isEqualTo(2);
    }
  }

  /** S2: the limit on the first byte holds for the whole head, however slowly it dribbles. */
  @ParameterizedTest(name = "S2 a head that dribbles ends at the first-byte limit, TLS {0}")
  @ValueSource(booleans = {false, true})
  void headThatDribblesEndsAtTheFirstByteLimit(boolean tls) throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start(options(tls));
        ManagedBackend backend = backend(origin, tls).ttfbTimeout(ofMillis(700)).build()) {
      origin.respond(Behaviour.slowHead(ofMillis(100)));
      long start = System.nanoTime();

      assertThatThrownBy(() -> get(backend, "/x"))
          .isInstanceOf(BackendTimeoutException.class)
          .hasMessageContaining("ttfb_timeout 700ms")
          .extracting(failure -> ((BackendException) failure).phase())
          .isEqualTo(Phase.WAIT);
      assertThat(System.nanoTime() - start).isGreaterThan(ofMillis(650).toNanos());
    }
  }

  /** S3: interim answers share the limit. */
  @Test
  @DisplayName("S3 interim answers that dribble end at the first-byte limit")
  void interimAnswersThatDribbleEndAtTheFirstByteLimit() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start();
        ManagedBackend backend = backend(origin, false).ttfbTimeout(ofMillis(700)).build()) {
      origin.respond(Behaviour.interimStorm(100, ofMillis(200)));

      assertThatThrownBy(() -> get(backend, "/x")).isInstanceOf(BackendTimeoutException.class);
    }
  }

  @Test
  void lenientBackendTakesWhatComes() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start();
        ManagedBackend backend = backend(origin, false).lenient(true).build()) {
      origin.respond(Behaviour.raw("HTTP/1.1 200 OK\r\nX-A: a\0b\r\nContent-Length: 2\r\n\r\nok"));

      assertThat(get(backend, "/x")).isEqualTo("ok");
    }
  }

  @Test
  void phantomBodyOf304IsNotWaitedFor() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start();
        ManagedBackend backend =
            backend(origin, false).betweenBytesTimeout(ofSeconds(60)).build()) {
      origin.respond(Behaviour.raw("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"));

      assertThat(get(backend, "/x")).isEmpty();
    }
  }
}
