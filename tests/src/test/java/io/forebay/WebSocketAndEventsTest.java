package io.forebay;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.spec.Value;
import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.Waiting;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.junit.jupiter.api.Test;

/**
 * Long-lived exchanges through {@code client()} hold one permit and outlive the limits on silence.
 */
class WebSocketAndEventsTest {

  @Test
  void webSocketHoldsAPermitWhileItIsOpen() throws Exception {
    try (MockWebServer server = Wire.HTTP1.start(echoSocket());
        ManagedBackend backend =
            Wire.HTTP1
                .backend(server)
                .maxConnections(1)
                .permitTimeout(ofMillis(50))
                .ttfbTimeout(ofMillis(300))
                .build()) {
      BlockingQueue<String> heard = new LinkedBlockingQueue<>();
      WebSocket socket =
          backend
              .client()
              .newWebSocket(new Request.Builder().url("http://users/ws").build(), ear(heard));
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("open");
      assertThat(backend.stats().leased()).isEqualTo(1);
      assertThatThrownBy(() -> backend.get("/").send()).isInstanceOf(BackendRefusedException.class);

      Waiting.holds(ofMillis(400), () -> false); // Longer than the limit on a silent head.
      socket.send("hello");
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("echo hello");
      socket.close(1000, null);

      Waiting.until("the permit is back", () -> backend.stats().leased() == 0);
    }
  }

  @Test
  void webSocketGoesToTheChosenOrigin() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    try (MockWebServer one = new MockWebServer();
        MockWebServer other = new MockWebServer()) {
      one.enqueue(echoSocket());
      one.start();
      other.start();
      try (ManagedBackend backend =
          Backend.builder("users")
              .origins(one.url("/").toString(), other.url("/").toString())
              .build()) {
        WebSocket socket =
            backend
                .client()
                .newWebSocket(new Request.Builder().url("http://users/ws").build(), ear(heard));
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("open");
        assertThat(backend.stats().leased()).isEqualTo(1);

        socket.send("hello");
        assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("echo hello");
        socket.close(1000, null);

        Waiting.until("the permit is back", () -> backend.stats().leased() == 0);
      }
    }
  }

  @Test
  void webSocketThatCannotBeShownGivesItsPermitBack() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    Value failing =
        Value.computed(
            call -> {
              throw new IllegalArgumentException("no value");
            });
    try (MockWebServer server = Wire.HTTP1.start(echoSocket());
        ManagedBackend backend =
            Wire.HTTP1.backend(server).responseHeaders(h -> h.set("X-A", failing)).build()) {
      Request request = new Request.Builder().url("http://users/ws").build();
      WebSocket unused = backend.client().newWebSocket(request, ear(heard));

      assertThat(heard.poll(10, TimeUnit.SECONDS)).startsWith("failed ").contains("no value");
      Waiting.until("the permit is back", () -> backend.stats().leased() == 0);
    }
  }

  private static MockResponse echoSocket() {
    return new MockResponse.Builder()
        .webSocketUpgrade(
            new WebSocketListener() {
              @Override
              public void onMessage(WebSocket socket, String text) {
                socket.send("echo " + text);
              }

              @Override
              public void onClosing(WebSocket socket, int code, String reason) {
                socket.close(1000, null);
              }
            })
        .build();
  }

  private static WebSocketListener ear(BlockingQueue<String> heard) {
    return new WebSocketListener() {
      @Override
      public void onOpen(WebSocket socket, Response response) {
        heard.add("open");
      }

      @Override
      public void onMessage(WebSocket socket, String text) {
        heard.add(text);
      }

      @Override
      public void onFailure(WebSocket socket, Throwable failure, Response response) {
        heard.add("failed " + failure);
      }
    };
  }

  @Test
  void streamOfEventsMayBeSilentForLongerThanBetweenBytes() throws Exception {
    String head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
    Behaviour events =
        Behaviour.raw(head + "data: 1\n\n")
            .then(Behaviour.delayed(ofMillis(500), Behaviour.raw("data: 2\n\n")))
            .then(Behaviour.readThenClose());
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(events);
        ManagedBackend backend =
            Backend.builder("users")
                .origin(origin.url())
                .betweenBytesTimeout(ofMillis(100))
                .timeout(ofSeconds(20))
                .build();
        Response response = backend.get("/events").send()) {
      assertThat(response.body().string()).isEqualTo("data: 1\n\ndata: 2\n\n");
    }
  }
}
