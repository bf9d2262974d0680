package io.forebay.rows;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.Backend;
import io.forebay.BackendException;
import io.forebay.BackendObserver;
import io.forebay.ExchangeReport;
import io.forebay.ManagedBackend;
import io.forebay.Outcome;
import io.forebay.rows.Meeting.Ended;
import io.forebay.rows.Situation.Held;
import io.forebay.testing.Behaviour;
import io.forebay.testing.Gate;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** C: calls that are given up, and callers that misbehave. */
class CancellationFaultsTest {

  @ParameterizedTest(name = "C1 cancelled while {0}")
  @EnumSource
  void cancelled(Situation situation) throws Exception {
    try (Held held = situation.open()) {
      held.call().cancel();

      BackendException failure = held.failure();
      assertThat(failure.outcome()).isEqualTo(Outcome.CANCELLED);
      assertThat(failure.phase()).isEqualTo(situation.phase);
      if (held.heal()) {
        Meeting.nextCallWorks(held.backend());
      }
      Meeting.comesToRest(held.backend());
    }
  }

  /** A thread that blocks on a socket is not woken by an interrupt: the limits are for that. */
  @ParameterizedTest(name = "C3 interrupted while {0}")
  @EnumSource(names = {"QUEUED", "NAME_LOOKUP"})
  void interrupted(Situation situation) throws Exception {
    try (Held held = situation.open()) {
      held.thread().interrupt();

      assertThat(held.failure().outcome()).isEqualTo(Outcome.CANCELLED);
      assertThat(held.interrupted()).isTrue();
      assertThat(held.heal()).isTrue();
      Meeting.nextCallWorks(held.backend());
      Meeting.comesToRest(held.backend());
    }
  }

  /** Counts what comes out of a call. */
  private static final class Counting implements Callback {
    private final AtomicInteger outcomes = new AtomicInteger();

    @Override
    public void onFailure(Call call, IOException failure) {
      outcomes.incrementAndGet();
    }

    @Override
    public void onResponse(Call call, Response response) {
      response.close();
      outcomes.incrementAndGet();
    }
  }

  @Test
  @DisplayName("C2 a cancel that races the answer leaves one outcome")
  void cancelRacesTheAnswer() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("ok"));
        ManagedBackend backend =
            Backend.builder("users").origin(origin.url()).maxConnections(4).build()) {
      List<Counting> all = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        Counting counting = new Counting();
        all.add(counting);
        Call call = backend.newCall(new Request.Builder().url("http://users/x").build());
        call.enqueue(counting);
        for (int spin = 0; spin < i % 50 * 400; spin++) {
          Thread.onSpinWait();
        }
        call.cancel();
      }
      Waiting.until("all ended", () -> all.stream().allMatch(one -> one.outcomes.get() > 0));
      Meeting.comesToRest(backend);
      assertThat(all).allMatch(one -> one.outcomes.get() == 1);
    }
  }

  // ---- callers that misbehave

  /** A body that says one length and does another thing. */
  private static RequestBody body(long length, Writing writing) {
    return new RequestBody() {
      @Override
      public MediaType contentType() {
        return null;
      }

      @Override
      public long contentLength() {
        return length;
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        writing.to(sink);
      }
    };
  }

  /** What a body writes. */
  private interface Writing {
    void to(BufferedSink sink) throws IOException;
  }

  static Stream<Named<RequestBody>> bodies() {
    return Stream.of(
        Named.of(
            "C4 a body that fails",
            body(
                10,
                sink -> {
                  throw new IOException("no more");
                })),
        Named.of(
            "C4 a body that throws unchecked",
            body(
                10,
                sink -> {
                  sink.writeUtf8("hel").flush();
                  throw new IllegalStateException("broken");
                })),
        Named.of(
            "C6 a body that is shorter than it says", body(10, sink -> sink.writeUtf8("12345"))),
        Named.of(
            "C6 a body that is longer than it says",
            body(10, sink -> sink.writeUtf8("1234567890GET /other HTTP/1.1\r\n\r\n"))));
  }

  @ParameterizedTest(name = "{0} fails its own call only")
  @MethodSource("bodies")
  void badBody(RequestBody body) throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.echo());
        ManagedBackend backend = Backend.builder("users").origin(origin.url()).build()) {
      Meeting.nextCallWorks(backend);

      assertThat(Ended.of(backend.post("/bad").body(body)).ours().outcome())
          .isNotEqualTo(Outcome.RESPONSE);

      Meeting.comesToRest(backend);
      Meeting.nextCallWorks(backend);
      assertThat(origin.requests()).hasSize(2);
    }
  }

  @Test
  @DisplayName("C4 an observer that throws fails no call")
  void observerThatThrows() throws Exception {
    BackendObserver broken =
        new BackendObserver() {
          @Override
          public void responseReceived(ExchangeReport report, int status) {
            throw new IllegalStateException("broken");
          }

          @Override
          public void exchangeFailed(BackendException failure) {
            throw new IllegalStateException("broken");
          }
        };
    try (MisbehavingOrigin origin = MisbehavingOrigin.start();
        ManagedBackend backend =
            Backend.builder("users").origin(origin.url()).observer(broken).build()) {
      origin.route("/bad", Behaviour.readThenClose()).respond(Behaviour.echo());
      for (int i = 0; i < 3; i++) {
        Meeting.nextCallWorks(backend);
        assertThat(Ended.of(backend.post("/bad")).ours().outcome()).isEqualTo(Outcome.UNKNOWN);
      }
      Meeting.comesToRest(backend);
    }
  }

  @Test
  @DisplayName("C7 a body may be closed while it is read, twice, and by another thread")
  void closedWhileRead() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start();
        ManagedBackend backend = Backend.builder("users").origin(origin.url()).build()) {
      origin.enqueue(Behaviour.slowBody("piece", ofMillis(20), 10_000)).respond(Behaviour.echo());
      Response response = backend.get("/bad").send();
      CountDownLatch reads = new CountDownLatch(5);
      CompletableFuture<Void> reader =
          CompletableFuture.runAsync(
              () -> {
                try {
                  while (response.body().byteStream().read() >= 0) {
                    reads.countDown();
                  }
                } catch (IOException | RuntimeException e) {
                  // Closed under it: any end will do.
                }
              });
      reads.await();
      response.close();
      response.close();
      reader.join();
      Meeting.comesToRest(backend);
      Meeting.nextCallWorks(backend);
    }
  }

  @Test
  @DisplayName("C9 backends that come and go leave nothing")
  void backendsThatComeAndGo() throws Exception {
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.echo())) {
      for (int i = 0; i < 100; i++) {
        try (ManagedBackend backend = Backend.builder("users").origin(origin.url()).build()) {
          Meeting.nextCallWorks(backend);
        }
      }
      origin.awaitOpenConnections(0, ofSeconds(10));
    }
  }

  @Test
  @DisplayName("C10 callbacks that block hold up nobody")
  void callbacksThatBlock() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Gate attached = new Gate(); // What is attached to a future that is done runs here, and blocks.
    Behaviour held = Behaviour.hold(attached, Behaviour.echo());
    try (MisbehavingOrigin origin = MisbehavingOrigin.start().respond(held);
        ManagedBackend blocked = Backend.builder("blocked").origin(origin.url()).build();
        ManagedBackend other = Backend.builder("other").origin(origin.url()).build()) {
      List<CompletableFuture<Void>> calls = new ArrayList<>();
      CountDownLatch inside = new CountDownLatch(20);
      for (int i = 0; i < 20; i++) {
        calls.add(
            blocked
                .get("/x")
                .sendAsync()
                .thenAccept(
                    response -> {
                      response.close();
                      inside.countDown();
                      awaited(end);
                    }));
      }
      attached.open();
      inside.await();
      for (Backend backend : List.of(blocked, other)) {
        Meeting.nextCallWorks(backend);
        backend.get("/x").sendAsync().join().close();
      }
      end.countDown();
      CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).join();
    } finally {
      end.countDown();
    }
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
