package io.forebay.rows;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.Backend;
import io.forebay.BackendTimeoutException;
import io.forebay.BackendTimeoutException.Limit;
import io.forebay.ManagedBackend;
import io.forebay.Outcome;
import io.forebay.internal.net.BlackHole;
import io.forebay.rows.Meeting.Ended;
import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.Waiting;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Protocol;
import okhttp3.Response;
import okio.Buffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** L: more callers than connections, and callers who keep what they got. */
class LimitFaultsTest {

  @Test
  @DisplayName("L2 a pool that was overrun serves everybody again once fewer come")
  void saturationResolves() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start();
        ManagedBackend backend =
            Backend.builder("users")
                .origin(origin.url())
                .maxConnections(2)
                .permitTimeout(ofMillis(300))
                .build()) {
      origin.respond(Behaviour.delayed(ofMillis(50), Behaviour.ok("ok")));
      List<CompletableFuture<Boolean>> burst = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        burst.add(backend.get("/x").sendAsync().handle((response, e) -> closed(response)));
      }
      long served = 0;
      for (CompletableFuture<Boolean> one : burst) {
        served += one.get(20, TimeUnit.SECONDS) ? 1 : 0;
      }
      assertThat(served).isBetween(2L, 59L);
      for (int i = 0; i < 20; i++) {
        assertThat(Ended.of(backend.get("/x")).body()).isEqualTo("ok");
      }
      assertThat(origin.peakConnections()).isLessThanOrEqualTo(2);
      Meeting.comesToRest(backend);
    }
  }

  private static boolean closed(Response response) {
    if (response == null) {
      return false;
    }
    response.close();
    return true;
  }

  @Test
  @DisplayName("L3 a permit that is handed to somebody who gives up is neither lost nor doubled")
  void handOverRacesGivingUp() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.echo());
        ManagedBackend backend =
            Backend.builder("users").origin(origin.url()).maxConnections(1).build()) {
      for (int i = 0; i < 300; i++) {
        Response held = backend.get("/held").send();
        CompletableFuture<Response> first = backend.get("/first").sendAsync();
        CompletableFuture<Response> second = backend.get("/second").sendAsync();
        CompletableFuture<Void> release = CompletableFuture.runAsync(held::close);
        if (!first.cancel(true)) {
          first.join().close(); // It was faster.
        }
        release.join();
        second.get(10, TimeUnit.SECONDS).close();
        assertThat(backend.stats().leased()).isLessThanOrEqualTo(1);
        assertThat(backend.stats().open()).isLessThanOrEqualTo(1);
      }
      Meeting.comesToRest(backend);
      Meeting.nextCallWorks(backend);
    }
  }

  @Test
  @DisplayName("L5 a caller who reads slowly is no silence of the origin")
  void slowReader() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start();
        ManagedBackend backend =
            Backend.builder("users")
                .origin(origin.url())
                .betweenBytesTimeout(ofMillis(300))
                .build()) {
      origin.respond(Behaviour.ok("x".repeat(1 << 20)));
      try (Response response = backend.get("/x").send()) {
        InputStream body = response.body().byteStream();
        for (int i = 0; i < 3; i++) {
          assertThat(body.readNBytes(100_000)).hasSize(100_000);
          Waiting.holds(ofMillis(600), () -> false); // The caller is busy.
        }
        assertThat(body.readAllBytes()).hasSize((1 << 20) - 300_000);
      }
      Meeting.comesToRest(backend);
    }
  }

  @Test
  @DisplayName("L5 a caller who reads slowly meets the total limit")
  void slowReaderMeetsTheTotalLimit() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start();
        ManagedBackend backend =
            Backend.builder("users").origin(origin.url()).timeout(ofSeconds(1)).build()) {
      origin.respond(Behaviour.slowBody("x", ofMillis(50), 1_000));
      try (Response response = backend.get("/x").send()) {
        Waiting.holds(ofMillis(1_500), () -> false);
        response.body().bytes();
        throw new AssertionError("all of it came");
      } catch (BackendTimeoutException e) {
        assertThat(e.limit()).isEqualTo(Limit.TOTAL);
      }
      Meeting.comesToRest(backend);
    }
  }

  @ParameterizedTest(name = "L6 where every {0} fails, nothing is sent more often than called")
  @ValueSource(strings = {"GET", "POST"})
  void everyCallFails(String method) throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start();
        ManagedBackend backend = Backend.builder("users").origin(origin.url()).build()) {
      origin.respond(Behaviour.readThenClose());
      for (int i = 0; i < 100; i++) {
        assertThat(Ended.of(backend.request(method, "/x")).ours().outcome())
            .isEqualTo(Outcome.UNKNOWN);
      }
      assertThat(origin.requestCount()).isEqualTo(100);
      Meeting.comesToRest(backend);
    }
  }

  @Test
  @DisplayName("L7 where demand ends while connecting, nothing stays that nobody wants")
  void demandEnds() throws Exception {
    try (BlackHole hole = new BlackHole();
        ManagedBackend backend =
            Backend.builder("users")
                .origin("http://127.0.0.1:" + hole.port())
                .maxConnections(5)
                .connectTimeout(ofSeconds(60))
                .build()) {
      List<CompletableFuture<Response>> calls = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        calls.add(backend.get("/x").sendAsync());
      }
      Waiting.until("five dial", () -> backend.stats().open() == 5);
      calls.forEach(call -> call.cancel(true));

      Meeting.comesToRest(backend);
      Waiting.until("nobody dials", () -> backend.stats().open() == 0);
      assertThat(backend.stats().totals().opened()).isLessThanOrEqualTo(50);
    }
  }

  @Test
  @DisplayName("L10 who does not read a stream of HTTP/2 holds up no other")
  void unreadStream() throws Exception {
    try (MockWebServer server = new MockWebServer()) {
      server.setProtocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
      server.setDispatcher(
          new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
              boolean large = request.getTarget().equals("/large");
              return new MockResponse.Builder()
                  .body(
                      large ? new Buffer().write(new byte[40 << 20]) : new Buffer().writeUtf8("ok"))
                  .build();
            }
          });
      server.start();
      try (ManagedBackend backend =
              Backend.builder("users")
                  .origin("http://127.0.0.1:" + server.getPort())
                  .http2PriorKnowledge(true)
                  .ttfbTimeout(ofSeconds(10))
                  .build();
          Response unread = backend.get("/large").send()) {
        assertThat(unread.code()).isEqualTo(200);
        for (int i = 0; i < 100; i++) {
          assertThat(Ended.of(backend.get("/small")).body()).isEqualTo("ok");
        }
        assertThat(backend.stats().totals().opened()).isEqualTo(1);
      }
    }
  }
}
