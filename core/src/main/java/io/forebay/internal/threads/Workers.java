package io.forebay.internal.threads;

import java.lang.reflect.Method;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
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
  /** Name lookups block in the system and cannot be interrupted: no more than this at once. */
  private static final int LOOKUPS = 16;

  private static final ExecutorService EXCHANGES = exchanges();
  private static final ExecutorService RESOLVERS = resolvers();

  private Workers() {}

  /** For asynchronous exchanges and probes. */
  public static ExecutorService executor() {
    return EXCHANGES;
  }

  /** For name lookups. */
  public static ExecutorService resolver() {
    return RESOLVERS;
  }

  private static ExecutorService exchanges() {
    try {
      Method virtual =
          java.util.concurrent.Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
      return (ExecutorService) virtual.invoke(null);
    } catch (ReflectiveOperationException | UnsupportedOperationException beforeJava21) {
      return new ThreadPoolExecutor(
          0, Integer.MAX_VALUE, 2, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons("worker"));
    }
  }

  private static ExecutorService resolvers() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            LOOKUPS, LOOKUPS, 2, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons("dns"));
    pool.allowCoreThreadTimeOut(true);
    return pool;
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
