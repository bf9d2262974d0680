package io.forebay.rows;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.forebay.Backend;
import io.forebay.BackendBuilder;
import io.forebay.BackendException;
import io.forebay.Environment;
import io.forebay.ManagedBackend;
import io.forebay.internal.net.BlackHole;
import io.forebay.spi.Phase;
import io.forebay.testing.Behaviour;
import io.forebay.testing.Gate;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.Waiting;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import okhttp3.Call;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** A phase in which a call can be held for as long as anybody likes. */
enum Situation {
  QUEUED(Phase.ADMIT),
  NAME_LOOKUP(Phase.DNS),
  DIALLING(Phase.CONNECT),
  HANDSHAKE(Phase.TLS),
  WRITING(Phase.SEND),
  WAITING(Phase.WAIT),
  READING(Phase.BODY);

  final Phase phase;

  Situation(Phase phase) {
    this.phase = phase;
  }

  Held open() throws Exception {
    Held held = new Held();
    switch (this) {
      case QUEUED -> held.queued();
      case NAME_LOOKUP -> held.lookedUp();
      case DIALLING -> held.dialled();
      case HANDSHAKE -> held.shaken();
      case WRITING -> held.meets(Behaviour.beforeBody(Behaviour.readThenSilence()));
      case WAITING -> held.meets(Behaviour.readThenSilence());
      case READING -> {
        held.meets(Behaviour.stalledBody(100, 50));
        held.reached = () -> held.head.getCount() == 0;
      }
    }
    held.start(this == WRITING ? 64 << 20 : 1);
    held.awaitReached();
    return held;
  }

  /** A call that is held, and all that holds it. */
  static final class Held implements AutoCloseable {
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    private final CountDownLatch head = new CountDownLatch(1);
    private BooleanSupplier reached = () -> false;
    private Runnable heal = () -> {};
    private boolean heals = true;
    private ManagedBackend backend;
    private Thread thread;
    private Call call;

    private <T extends AutoCloseable> T keep(T resource) {
      resources.push(resource);
      return resource;
    }

    private static BackendBuilder users(String url) {
      return Backend.builder("users").origin(url).maxConnections(1).permitTimeout(ofSeconds(60));
    }

    private void meets(Behaviour behaviour) {
      MisbehavingOrigin origin = keep(MisbehavingOrigin.start());
      origin.enqueue(behaviour).respond(Behaviour.echo());
      backend = keep(users(origin.url()).build());
      reached = () -> origin.requestCount() == 1;
    }

    private void queued() throws Exception {
      Gate gate = new Gate();
      MisbehavingOrigin origin = keep(MisbehavingOrigin.start());
      origin.enqueue(Behaviour.hold(gate, Behaviour.ok("held"))).respond(Behaviour.echo());
      backend = keep(users(origin.url()).build());
      CompletableFuture<Response> unused =
          backend.get("/held").sendAsync().whenComplete((response, e) -> closed(response));
      gate.awaitArrivals(1, ofSeconds(10));
      heal = gate::open;
      keep(gate::open);
      reached = () -> backend.stats().waiting() == 1;
    }

    private static void closed(Response response) {
      if (response != null) {
        response.close();
      }
    }

    private void lookedUp() {
      CountDownLatch asked = new CountDownLatch(1);
      CountDownLatch end = new CountDownLatch(1);
      MisbehavingOrigin origin = keep(MisbehavingOrigin.start().respond(Behaviour.echo()));
      backend =
          keep(
              users("http://origin.test:" + origin.port())
                  .environment(
                      Environment.system()
                          .withNames(
                              host -> {
                                asked.countDown();
                                awaited(end);
                                return NetworkFaultsTest.all("127.0.0.1");
                              }))
                  .build());
      heal = end::countDown;
      keep(end::countDown);
      reached = () -> asked.getCount() == 0;
    }

    private static void awaited(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void dialled() throws Exception {
      BlackHole hole = keep(new BlackHole());
      backend =
          keep(users("http://127.0.0.1:" + hole.port()).connectTimeout(ofSeconds(60)).build());
      reached = () -> backend.stats().open() == 1;
      heals = false;
    }

    private void shaken() {
      MisbehavingOrigin origin = keep(MisbehavingOrigin.start(Keys.options(true)));
      origin.enqueue(Behaviour.acceptThenSilence()).respond(Behaviour.echo());
      backend = keep(Keys.trusting(users(origin.url())).connectTimeout(ofSeconds(60)).build());
      reached = () -> origin.connectionsAccepted() == 1;
    }

    private void start(int bytes) {
      RequestBody body = RequestBody.create(new byte[bytes]);
      call = backend.newCall(new Request.Builder().url("http://users/bad").post(body).build());
      thread =
          new Thread(
              () -> {
                try (Response response = call.execute()) {
                  head.countDown();
                  response.body().string();
                  failure.complete(new AssertionError("an answer came"));
                } catch (Throwable e) {
                  failure.complete(Thread.currentThread().isInterrupted() ? new Interrupted(e) : e);
                }
              },
              "caller");
      thread.start();
    }

    private void awaitReached() {
      Waiting.until("the call is held", reached);
      Waiting.holds(ofMillis(50), () -> false); // A little into it.
    }

    ManagedBackend backend() {
      return backend;
    }

    Call call() {
      return call;
    }

    Thread thread() {
      return thread;
    }

    /** What the call failed with. */
    BackendException failure() throws Exception {
      Throwable ended = failure.get(15, TimeUnit.SECONDS);
      if (ended instanceof Interrupted interrupted) {
        ended = interrupted.getCause();
      }
      if (ended instanceof BackendException ours) {
        return ours;
      }
      throw new AssertionError("not one of ours", ended);
    }

    /** Whether the thread was still interrupted when the call had failed. */
    boolean interrupted() throws Exception {
      return failure.get(15, TimeUnit.SECONDS) instanceof Interrupted;
    }

    /** Lets go of what held the call; false where nothing can be had from that place. */
    boolean heal() {
      heal.run();
      return heals;
    }

    @Override
    public void close() throws Exception {
      while (!resources.isEmpty()) {
        resources.pop().close();
      }
      thread.join(10_000);
    }
  }

  /** Marks a failure of a thread that was interrupted. */
  private static final class Interrupted extends Exception {
    private static final long serialVersionUID = 1L;

    Interrupted(Throwable cause) {
      super(cause);
    }
  }
}
