package io.forebay.internal.threads;

import java.lang.reflect.Method;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of the process that backends share; daemons, and gone two seconds after the last
 * work.
 *
 * <p>Virtual threads where the JVM has them (21 and later), else cached platform threads: their
 * number is bounded by the permits of the backends, because an asynchronous exchange gets a thread
 * only once it is admitted.
 */
public final class Workers {
  private static final ExecutorService EXCHANGES = exchanges();
  private static final ExecutorService RESOLVERS = cached("dns");

  private Workers() {}

  /** For asynchronous exchanges and probes. */
  public static ExecutorService executor() {
    return EXCHANGES;
  }

  /**
   * For name lookups, which block in the system and cannot be interrupted. Any number at once: a
   * bound would let names that hang hold up all others, so each backend bounds its own.
   */
  public static ExecutorService resolver() {
    return RESOLVERS;
  }

  private static ExecutorService exchanges() {
    try {
      Method virtual =
          java.util.concurrent.Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
      return (ExecutorService) virtual.invoke(null);
    } catch (ReflectiveOperationException | UnsupportedOperationException beforeJava21) {
      return cached("worker");
    }
  }

  private static ExecutorService cached(String role) {
    return new ThreadPoolExecutor(
        0, Integer.MAX_VALUE, 2, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons(role));
  }

  static ThreadFactory daemons(String role) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "forebay-" + role + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
