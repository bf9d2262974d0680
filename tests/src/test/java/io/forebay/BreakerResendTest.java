package io.forebay;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.spec.BreakerSpec;
import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

/** A circuit breaker does not change what is sent again. */
class BreakerResendTest {

  @Test
  void callersThatShareAFirstConnectionAllGetThrough() throws Exception {
    MockResponse[] answers = new MockResponse[20];
    Arrays.fill(answers, new MockResponse.Builder().body("x").build());
    try (MockWebServer server = Wire.HTTP2_TLS.start(answers);
        ManagedBackend backend =
            Wire.HTTP2_TLS.backend(server).circuitBreaker(BreakerSpec.DEFAULT).build()) {
      List<CompletableFuture<Response>> made = new ArrayList<>();
      for (int i = 0; i < answers.length; i++) {
        made.add(backend.get("/x").sendAsync());
      }
      for (CompletableFuture<Response> one : made) {
        Futures.get(one).close();
      }
      assertThat(backend.origins())
          .extracting(OriginStatus::breaker)
          .containsOnly(BreakerState.CLOSED);
    }
  }

  @Test
  void silenceOnAReusedConnectionIsNotSentAgain() throws IOException {
    try (MisbehavingOrigin origin =
            MisbehavingOrigin.start()
                .enqueue(Behaviour.ok("a"))
                .respond(Behaviour.readThenSilence());
        ManagedBackend backend =
            Backend.builder("users")
                .origin(origin.url())
                .ttfbTimeout(ofMillis(200))
                .circuitBreaker(BreakerSpec.DEFAULT)
                .build()) {
      backend.get("/1").send().close();
      assertThat(
              catchThrowableOfType(
                  BackendTimeoutException.class, () -> backend.get("/2").send().close()))
          .isNotNull();
      assertThat(origin.requestCount()).isEqualTo(2);
    }
  }
}
