package io.forebay.internal.pipeline;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds responses that were dropped without being closed: says so, and closes them, which gives
 * permit and connection back.
 *
 * <p>After a first leak the places where the next thousand responses are made are remembered, so
 * that a second leak is reported with its place; until then no stack is taken.
 */
public final class Leaks {
  private static final Logger log = LoggerFactory.getLogger(Leaks.class);
  private static final Cleaner CLEANER = Cleaner.create(Leaks::thread);
  private static final int TRACED_AFTER_A_LEAK = 1_000;

  private final String label;
  private final Runnable counter;
  private final AtomicInteger traced = new AtomicInteger();

  Leaks(String label, Runnable counter) {
    this.label = label;
    this.counter = counter;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "forebay-leaks");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Watches a wrapper; {@code inner} is what is closed when it is lost, and must not refer to it.
   */
  Ticket watch(Object wrapper, ResponseBody inner) {
    Throwable place =
        traced.get() > 0 && traced.getAndDecrement() > 0
            ? new Throwable("the response was made here")
            : null;
    Ticket ticket = new Ticket(this, inner, place);
    ticket.cleanable = CLEANER.register(wrapper, ticket);
    return ticket;
  }

  private void found(ResponseBody inner, @Nullable Throwable place) {
    counter.run();
    traced.set(TRACED_AFTER_A_LEAK);
    log.warn(
        "{}: a response was never closed; it is closed now (close it, or use try)", label, place);
    inner.close();
  }

  /** One response that has to be closed. */
  static final class Ticket implements Runnable {
    private final Leaks leaks;
    private final @Nullable Throwable place;
    private volatile @Nullable ResponseBody inner;
    private volatile Cleaner.@Nullable Cleanable cleanable;

    private Ticket(Leaks leaks, ResponseBody inner, @Nullable Throwable place) {
      this.leaks = leaks;
      this.inner = inner;
      this.place = place;
    }

    /** It was closed, or read to its end. */
    void done() {
      inner = null;
      Cleaner.Cleanable registered = cleanable;
      if (registered != null) {
        registered.clean();
      }
    }

    /** Runs once: when done, or when the wrapper is lost. */
    @Override
    public void run() {
      ResponseBody lost = inner;
      if (lost != null) {
        inner = null;
        leaks.found(lost, place);
      }
    }
  }
}
