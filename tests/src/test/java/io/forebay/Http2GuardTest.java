package io.forebay;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an HTTP/2 origin can send that OkHttp would believe, or drown in; named by fault. */
class Http2GuardTest {
  private static final int PING = 6;
  private static final int SETTINGS = 4;
  private static final int UNKNOWN = 99;

  private static Arguments row(String id, Outcome outcome, Http2Origin.Reaction reaction) {
    return Arguments.of(id, outcome, reaction);
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        row(
            "P14 cl-mismatch-short",
            Outcome.TRUNCATED,
            x -> x.answer(200, "content-length", "100")),
        row("P9 hdr-crlf", Outcome.PROTOCOL, x -> x.answer(200, "x-a", "a\r\nx-b: c")),
        row("P9 hdr-connection", Outcome.PROTOCOL, x -> x.answer(200, "connection", "close")),
        row("P9 two-status", Outcome.PROTOCOL, x -> x.answer(200, ":status", "500")),
        row("P9 late-pseudo", Outcome.PROTOCOL, x -> x.answer(200, "x-a", "b", ":path", "/")),
        row("P8 status-999", Outcome.PROTOCOL, x -> x.answer(999)),
        row(
            "P17 ping-flood",
            Outcome.LIMIT,
            x -> {
              x.flood(PING, 5_000, new byte[8]);
              x.answer(200);
            }),
        row(
            "P17 settings-flood",
            Outcome.LIMIT,
            x -> {
              x.flood(SETTINGS, 5_000);
              x.answer(200);
            }),
        row(
            "P17 unknown-frame-flood",
            Outcome.LIMIT,
            x -> {
              x.flood(UNKNOWN, 5_000);
              x.answer(200);
            }),
        row(
            "S3 1xx-storm",
            Outcome.LIMIT,
            x -> {
              for (int i = 0; i < 50; i++) {
                x.head(103);
              }
              x.answer(200);
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void faultFailsTheCallAndNobodyElse(String id, Outcome outcome, Http2Origin.Reaction reaction)
      throws Exception {
    try (Http2Origin origin = Http2Origin.start()) {
      origin.on("/bad", reaction);
      origin.respond(exchange -> exchange.answer(200));
      try (ManagedBackend backend =
          Backend.builder("users")
              .origin("http://127.0.0.1:" + origin.port())
              .http2PriorKnowledge(true)
              .ttfbTimeout(ofSeconds(20))
              .build()) {
        Throwable failure = catchThrowable(() -> read(backend, "/bad"));

        assertThat(failure).isInstanceOf(BackendTransferException.class);
        assertThat(((BackendException) failure).outcome()).isEqualTo(outcome);
        assertThat(read(backend, "/good")).isEqualTo("ok");
      }
    }
  }

  /** S10 stall-all: OkHttp would hand it out for another second. */
  @Test
  void connectionThatStaysSilentPastALimitIsGivenToNobody() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (Http2Origin origin = Http2Origin.start()) {
      origin.on("/stall", exchange -> await(over));
      try (ManagedBackend backend =
          Backend.builder("users")
              .origin(origin.url())
              .http2PriorKnowledge(true)
              .ttfbTimeout(ofMillis(400))
              .build()) {
        assertThatThrownBy(() -> read(backend, "/stall"))
            .isInstanceOf(BackendTimeoutException.class);

        assertThat(read(backend, "/good")).isEqualTo("ok");
      }
    } finally {
      over.countDown();
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static String read(Backend backend, String path) throws Exception {
    try (Response response = backend.post(path).send()) {
      return response.body().string();
    }
  }
}
