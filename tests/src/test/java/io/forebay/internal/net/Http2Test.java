package io.forebay.internal.net;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Headers;
import okhttp3.Protocol;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

class Http2Test {
  private static final Duration LIMIT = ofMillis(700);

  /** OkHttp's reader of HTTP/2 starts to read before the handshake is reported as over. */
  @Test
  void connectLimitDoesNotReachTheReader() throws IOException {
    try (MockWebServer server = new MockWebServer()) {
      server.useHttps(Client.SERVER_KEYS.sslSocketFactory());
      server.enqueue(new MockResponse(200, Headers.of(), "first"));
      server.enqueue(new MockResponse(200, Headers.of(), "second"));
      server.start();
      try (Client client =
          Client.to(
                  "https://127.0.0.1:" + server.getPort(), UnaryOperator.identity(), Client.names())
              .within(LIMIT)) {
        Attempt clock = new Attempt(LIMIT.plusMillis(100));
        try (Response first = client.call("/").execute()) {
          assertThat(first.protocol()).isEqualTo(Protocol.HTTP_2);
          assertThat(first.body().string()).isEqualTo("first");
        }
        Waiting.until("the limit passes", () -> clock.connectNanosLeft() < 0);
        assertThat(client.get("/")).isEqualTo("200 second");
        assertThat(client.openSockets()).isEqualTo(1);
        assertThat(client.network.sockets().openedCount()).isEqualTo(1);
      }
    }
  }
}
