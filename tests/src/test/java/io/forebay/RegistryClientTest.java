package io.forebay;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.spi.Clock;
import io.forebay.testing.Behaviour;
import io.forebay.testing.FakeClock;
import io.forebay.testing.LeakCheck;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** OkHttp's client and calls of a registry's backend outlive its versions. */
@ExtendWith(LeakCheck.class)
class RegistryClientTest {
  private static final Request REQUEST = new Request.Builder().url("http://users/x").build();

  private static BackendRegistry at(String origin) {
    return at(origin, Environment.system());
  }

  private static BackendRegistry at(String origin, Environment environment) {
    return BackendRegistry.builder()
        .add(Backend.builder("users").origin(origin).timeout(ofSeconds(30)).spec())
        .environment(environment)
        .open();
  }

  private static void moveTo(BackendRegistry registry, String origin) {
    registry.activate(
        registry.draft().update("users", spec -> Backend.builder("users").origin(origin).spec()));
  }

  @Test
  void clientFollowsTheVersions() throws Exception {
    try (MisbehavingOrigin a = MisbehavingOrigin.start().respond(Behaviour.ok("a"));
        MisbehavingOrigin b = MisbehavingOrigin.start().respond(Behaviour.ok("b"));
        BackendRegistry registry = at(a.url())) {
      OkHttpClient client = registry.backend("users").client();

      assertThat(body(client.newCall(REQUEST))).isEqualTo("a");
      moveTo(registry, b.url());
      assertThat(body(client.newCall(REQUEST))).isEqualTo("b");
      assertThat(registry.backend("users").client()).isSameAs(client);
    }
  }

  private static String body(Call call) throws IOException {
    try (Response response = call.execute()) {
      return response.body().string();
    }
  }

  @Test
  void limitOfADerivedClientHolds() {
    try (MisbehavingOrigin a = MisbehavingOrigin.start().respond(Behaviour.readThenSilence());
        BackendRegistry registry = at(a.url())) {
      OkHttpClient hasty =
          registry.backend("users").client().newBuilder().readTimeout(ofMillis(200)).build();

      assertThatThrownBy(() -> hasty.newCall(REQUEST).execute())
          .isInstanceOfSatisfying(
              BackendTimeoutException.class,
              failure -> assertThat(failure.limit()).isEqualTo(BackendTimeoutException.Limit.TTFB));
    }
  }

  @Test
  void cancellingTheCallOfAClientCancelsItsBody() throws Exception {
    try (MisbehavingOrigin a = MisbehavingOrigin.start().respond(Behaviour.stalledBody(100, 10));
        BackendRegistry registry = at(a.url())) {
      Call call = registry.backend("users").client().newCall(REQUEST);
      try (Response response = call.execute()) {
        call.cancel();
        assertThatThrownBy(() -> response.body().string())
            .isInstanceOf(BackendCancelledException.class);
      }
      Waiting.until("the permit is back", () -> registry.backend("users").stats().leased() == 0);
    }
  }

  @Test
  void webSocketOutlivesItsVersion() throws Exception {
    try (MockWebServer server = Wire.HTTP1.start(echoSocket());
        BackendRegistry registry = at("http://localhost:" + server.getPort())) {
      BlockingQueue<String> heard = new LinkedBlockingQueue<>();
      WebSocket socket = registry.backend("users").client().newWebSocket(REQUEST, ear(heard));
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("open");

      moveTo(registry, "http://127.0.0.1:1");
      socket.send("hello");
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("echo hello");
      socket.close(1000, null);
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
                socket.close(code, reason);
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
        heard.add(String.valueOf(failure));
      }
    };
  }

  @Test
  void callThatIsNeverSentHoldsWhatWasReplacedForItsLongestLimit() throws Exception {
    FakeClock clock = new FakeClock();
    try (MisbehavingOrigin a = MisbehavingOrigin.start().respond(Behaviour.ok("a"));
        BackendRegistry registry = at(a.url(), on(clock))) {
      Backend users = registry.backend("users");
      assertThat(body(users.newCall(REQUEST))).isEqualTo("a");
      Call never = users.newCall(REQUEST);

      moveTo(registry, "http://127.0.0.1:1");
      clock.advance(ofSeconds(29));
      assertThat(a.openConnections()).isEqualTo(1);
      clock.advance(ofSeconds(1));
      a.awaitOpenConnections(0, ofSeconds(10));
      assertThatThrownBy(never::execute).isInstanceOf(BackendRefusedException.class);
    }
  }

  private static Environment on(Clock clock) {
    return Environment.system().withClock(clock);
  }
}
