package io.forebay.benchmarks.calls;

import io.forebay.benchmarks.calls.clients.AsyncClient;
import io.forebay.benchmarks.calls.clients.Client;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Callers that each make one call after the other through one client, for one window. */
final class Load {
  private static final int TOO_MANY_ERRORS = 50;

  private final Client client;
  private final Work work;
  private final List<Tally> tallies;
  private final CountDownLatch running;
  private volatile boolean measuring;
  private volatile boolean stopped;

  Load(Client client, Work work, int callers) {
    this.client = client;
    this.work = work;
    this.tallies = Stream.generate(Tally::new).limit(callers).toList();
    this.running = new CountDownLatch(callers);
  }

  /**
   * Measures once.
   *
   * @param ramp how long they call before it counts
   * @throws UnsupportedOperationException if the client or this Java cannot do such work
   */
  Window run(Duration ramp, Duration window) throws InterruptedException {
    start();
    Thread.sleep(ramp.toMillis());
    Meters before = Meters.read();
    measuring = true;
    Thread.sleep(window.toMillis());
    measuring = false;
    Meters after = Meters.read();
    stopped = true;
    Tally all = new Tally();
    if (!running.await(30, TimeUnit.SECONDS)) {
      all.failed(running.getCount() + " calls do not come to an end");
      return Window.of(all, before, after);
    }
    tallies.forEach(all::add);
    return Window.of(all, before, after);
  }

  private void start() {
    if (work.async()) {
      if (!(client instanceof AsyncClient async)) {
        throw new UnsupportedOperationException("this client makes no asynchronous calls");
      }
      tallies.forEach(tally -> callOn(async, tally));
      return;
    }
    ThreadFactory threads = work.virtual() ? virtualThreads() : Load::daemon;
    tallies.forEach(tally -> threads.newThread(() -> callOn(tally)).start());
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "caller");
    thread.setDaemon(true);
    return thread;
  }

  /** {@code Thread.ofVirtual().factory()}, which Java 17 has not. */
  private static ThreadFactory virtualThreads() {
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Method factory = Class.forName("java.lang.Thread$Builder").getMethod("factory");
      return (ThreadFactory) factory.invoke(builder);
    } catch (ReflectiveOperationException e) {
      throw new UnsupportedOperationException("virtual threads need Java 21 or later", e);
    }
  }

  private void callOn(Tally tally) {
    while (goesOn(tally)) {
      long start = System.nanoTime();
      try {
        byte[] body = work.posts() ? client.post(work.path(), Work.ORDER) : client.get(work.path());
        ended(tally, start, body);
      } catch (Exception e) {
        tally.failed(e.toString());
      }
    }
    running.countDown();
  }

  /** Calls until an answer is not there at once; whoever brings it calls on. */
  private void callOn(AsyncClient async, Tally tally) {
    while (goesOn(tally)) {
      long start = System.nanoTime();
      CompletableFuture<byte[]> answer = ask(async);
      if (!answer.isDone()) {
        CompletableFuture<byte[]> unused =
            answer.whenComplete(
                (body, failure) -> {
                  ended(tally, start, body, failure);
                  callOn(async, tally);
                });
        return;
      }
      CompletableFuture<byte[]> unused =
          answer.whenComplete((body, failure) -> ended(tally, start, body, failure));
    }
    running.countDown();
  }

  private CompletableFuture<byte[]> ask(AsyncClient async) {
    try {
      return work.posts() ? async.postAsync(work.path(), Work.ORDER) : async.getAsync(work.path());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private boolean goesOn(Tally tally) {
    return !stopped && tally.errors() < TOO_MANY_ERRORS;
  }

  private void ended(Tally tally, long start, byte @Nullable [] body, @Nullable Throwable failure) {
    if (body == null) {
      tally.failed(String.valueOf(failure));
      return;
    }
    ended(tally, start, body);
  }

  private void ended(Tally tally, long start, byte[] body) {
    if (!work.expects(body)) {
      tally.failed("a wrong answer of " + body.length + " bytes");
      return;
    }
    if (measuring) {
      tally.times().add(System.nanoTime() - start);
    }
  }
}
