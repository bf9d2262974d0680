package io.forebay;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.BackendException.Processed;
import io.forebay.BackendTimeoutException.Limit;
import io.forebay.spi.Phase;
import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Protocol;
import okhttp3.Response;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each of the four limits fires by its name over each wire, and only then. */
class FourLimitsTest {
  private static final Duration SHORT = ofMillis(200);
  private static final Duration LONG = ofSeconds(20);

  @ParameterizedTest(name = "T3 the connect limit covers the TLS handshake, {0}")
  @EnumSource(Wire.class)
  void connectLimitCoversTheTlsHandshake(Wire wire) {
    try (MisbehavingOrigin silent =
            MisbehavingOrigin.start().respond(Behaviour.acceptThenSilence());
        ManagedBackend backend =
            wire.backend("https://127.0.0.1:" + silent.port())
                .connectTimeout(SHORT)
                .ttfbTimeout(LONG)
                .timeout(LONG)
                .build()) {
      BackendTimeoutException failure = timeout(() -> backend.get("/").send());

      assertThat(failure.limit()).isEqualTo(Limit.CONNECT);
      assertThat(failure.phase()).isEqualTo(Phase.TLS);
      assertThat(failure.kind()).isEqualTo(ErrorKind.BACKEND);
      assertThat(failure.suggestedStatus()).isEqualTo(502);
      assertThat(failure.requestProcessed()).isEqualTo(Processed.NO);
      assertFiredAt(SHORT, failure);
      assertThat(failure)
          .hasMessage(
              "backend 'users': connect_timeout 200ms reached in phase tls (origin %s, attempt 1):"
                  + " i/o timeout",
              "https://127.0.0.1:" + silent.port());
    }
  }

  @ParameterizedTest(name = "S1 the first-byte limit fires when no head comes, {0}")
  @EnumSource(Wire.class)
  void ttfbLimitFiresWhenNoHeadComes(Wire wire) {
    try (MockWebServer server = wire.start(delayedHead(5));
        ManagedBackend backend =
            wire.backend(server)
                .ttfbTimeout(SHORT)
                .betweenBytesTimeout(LONG)
                .timeout(LONG)
                .build()) {
      BackendTimeoutException failure = timeout(() -> backend.get("/").send());

      assertThat(failure.limit()).isEqualTo(Limit.TTFB);
      assertThat(failure.phase()).isEqualTo(Phase.WAIT);
      assertThat(failure.kind()).isEqualTo(ErrorKind.BACKEND_TIMEOUT);
      assertThat(failure.suggestedStatus()).isEqualTo(504);
      assertThat(failure.requestProcessed()).isEqualTo(Processed.MAYBE);
      assertFiredAt(SHORT, failure);
      assertThat(failure).hasMessageEndingWith("timeout awaiting response headers");
    }
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void ttfbLimitDoesNotTouchTheBody(Wire wire) throws Exception {
    MockResponse slowBody =
        new MockResponse.Builder().body("x".repeat(30)).throttleBody(10, 1_200, MILLIS).build();
    try (MockWebServer server = wire.start(slowBody);
        ManagedBackend backend = wire.backend(server).ttfbTimeout(ofSeconds(2)).build();
        Response response = backend.get("/").send()) {
      assertThat(response.body().string()).hasSize(30);
    }
  }

  @ParameterizedTest(name = "S5 the between-bytes limit fires on silence in the body, {0}")
  @EnumSource(Wire.class)
  void betweenBytesLimitFiresOnSilenceInTheBody(Wire wire) throws Exception {
    MockResponse stalls =
        new MockResponse.Builder().body("x".repeat(20)).throttleBody(10, 5_000, MILLIS).build();
    try (MockWebServer server = wire.start(stalls);
        ManagedBackend backend =
            wire.backend(server)
                .betweenBytesTimeout(SHORT)
                .ttfbTimeout(LONG)
                .timeout(LONG)
                .build();
        Response response = backend.get("/").send()) {
      BackendTimeoutException failure = timeout(() -> response.body().string());

      assertThat(failure.limit()).isEqualTo(Limit.BETWEEN_BYTES);
      assertThat(failure.phase()).isEqualTo(Phase.BODY);
      assertThat(failure.configured()).isEqualTo(SHORT);
      assertThat(failure.elapsed()).isLessThan(ofSeconds(4));
    }
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void betweenBytesLimitDoesNotTouchTheHead(Wire wire) throws Exception {
    MockResponse lateHead =
        new MockResponse.Builder().body("x").headersDelay(2, TimeUnit.SECONDS).build();
    try (MockWebServer server = wire.start(lateHead);
        ManagedBackend backend = wire.backend(server).betweenBytesTimeout(ofSeconds(1)).build();
        Response response = backend.get("/").send()) {
      assertThat(response.body().string()).isEqualTo("x");
    }
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void totalLimitFiresBeforeTheHead(Wire wire) {
    try (MockWebServer server = wire.start(delayedHead(5));
        ManagedBackend backend = wire.backend(server).timeout(SHORT).ttfbTimeout(LONG).build()) {
      BackendTimeoutException failure = timeout(() -> backend.get("/").send());

      assertThat(failure.limit()).isEqualTo(Limit.TOTAL);
      assertThat(failure.suggestedStatus()).isEqualTo(504);
      assertFiredAt(SHORT, failure);
      assertThat(failure).hasMessageEndingWith("deadline exceeded");
    }
  }

  @ParameterizedTest(name = "S4 the total limit fires in a body that dribbles, {0}")
  @EnumSource(Wire.class)
  void totalLimitFiresInTheBody(Wire wire) throws Exception {
    MockResponse drips =
        new MockResponse.Builder().body("x".repeat(60)).throttleBody(1, 200, MILLIS).build();
    try (MockWebServer server = wire.start(drips);
        ManagedBackend backend = wire.backend(server).timeout(ofSeconds(3)).build();
        Response response = backend.get("/").send()) {
      BackendTimeoutException failure = timeout(() -> response.body().string());

      assertThat(failure.limit()).isEqualTo(Limit.TOTAL);
      assertThat(failure.phase()).isEqualTo(Phase.BODY);
      assertFiredAt(ofSeconds(3), failure);
    }
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void zeroMeansNoLimit(Wire wire) throws Exception {
    try (MockWebServer server = wire.start(delayedHead(0));
        ManagedBackend backend =
            wire.backend(server)
                .connectTimeout(Duration.ZERO)
                .ttfbTimeout(Duration.ZERO)
                .betweenBytesTimeout(Duration.ZERO)
                .timeout(Duration.ZERO)
                .build();
        Response response = backend.get("/").send()) {
      assertThat(response.protocol())
          .isEqualTo(wire == Wire.HTTP2_TLS ? Protocol.HTTP_2 : Protocol.HTTP_1_1);
      assertThat(response.body().string()).isEqualTo("late");
    }
  }

  /**
   * OkHttp's timer starts before its listener hears of the call: the limit was once taken for a
   * cancel.
   */
  @Test
  void totalLimitIsNeverTakenForACancelledCall() throws Exception {
    try (MisbehavingOrigin origin =
            MisbehavingOrigin.start().respond(Behaviour.stalledBody(100, 10));
        ManagedBackend backend =
            Backend.builder("users").origin(origin.url()).timeout(ofMillis(30)).build()) {
      for (int i = 0; i < 60; i++) {
        BackendTimeoutException failure = timeout(() -> backend.get("/").send().body().bytes());
        assertThat(failure.limit()).isEqualTo(Limit.TOTAL);
      }
    }
  }

  @Test
  void limitOfOneCallHoldsForThatCallOnly() throws Exception {
    try (MockWebServer server = Wire.HTTP1.start(delayedHead(5), delayedHead(0));
        ManagedBackend backend = Wire.HTTP1.backend(server).build()) {
      assertThat(timeout(() -> backend.get("/").ttfbTimeout(SHORT).send()).limit())
          .isEqualTo(Limit.TTFB);

      try (Response response = backend.get("/").send()) {
        assertThat(response.body().string()).isEqualTo("late");
      }
    }
  }

  private static final TimeUnit MILLIS = TimeUnit.MILLISECONDS;

  private static MockResponse delayedHead(long seconds) {
    return new MockResponse.Builder().body("late").headersDelay(seconds, TimeUnit.SECONDS).build();
  }

  private static BackendTimeoutException timeout(ThrowingCallable call) {
    return catchThrowableOfType(BackendTimeoutException.class, call);
  }

  private static void assertFiredAt(Duration limit, BackendException failure) {
    assertThat(failure.elapsed()).isBetween(limit, limit.plusSeconds(3));
  }
}
