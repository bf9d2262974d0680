package io.forebay.testing;

import io.forebay.internal.live.LiveBackend;
import io.forebay.internal.live.LiveBackends;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that leaves something behind: an open backend, a connection, a permit, somebody who
 * waits, a thread, or an exception that nobody caught.
 *
 * <p>Use it as {@code @ExtendWith(LeakCheck.class)}. What ends by itself gets five seconds. Tests
 * must not run in parallel, because threads have no owner.
 */
public final class LeakCheck implements BeforeEachCallback, AfterEachCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(LeakCheck.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Used by JUnit. */
  public LeakCheck() {}

  @Override
  public void beforeEach(ExtensionContext context) {
    Before before = new Before();
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> before.uncaught(thread, failure));
    context.getStore(NAMESPACE).put(Before.class, before);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Before before = context.getStore(NAMESPACE).remove(Before.class, Before.class);
    if (before == null) {
      return;
    }
    Thread.setDefaultUncaughtExceptionHandler(before.handler);
    if (context.getExecutionException().isPresent()) {
      return; // Its own failure says more than what it left.
    }
    if (Waiting.holds(PATIENCE, before::leftNothing)) {
      return;
    }
    List<String> left = before.left();
    if (!left.isEmpty()) {
      throw new AssertionError("left behind:\n - " + String.join("\n - ", left));
    }
  }

  /** What there was before the test. */
  private static final class Before {
    private final Thread.@Nullable UncaughtExceptionHandler handler =
        Thread.getDefaultUncaughtExceptionHandler();
    private final Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
    private final Set<LiveBackend> backends = new HashSet<>(LiveBackends.snapshot());
    private final ConcurrentLinkedQueue<String> uncaught = new ConcurrentLinkedQueue<>();

    void uncaught(Thread thread, Throwable failure) {
      uncaught.add("uncaught in " + thread.getName() + ": " + failure);
      failure.printStackTrace(); // The stack is what finds the culprit.
    }

    boolean leftNothing() {
      if (!uncaught.isEmpty()) {
        throw new AssertionError("left behind:\n - " + String.join("\n - ", uncaught));
      }
      return left().isEmpty();
    }

    List<String> left() {
      List<String> left = new ArrayList<>(uncaught);
      for (LiveBackend backend : LiveBackends.snapshot()) {
        if (!backends.contains(backend)) {
          describe(backend, left);
        }
      }
      Thread.getAllStackTraces()
          .forEach(
              (thread, stack) -> {
                if (!threads.contains(thread) && !excused(thread, stack)) {
                  left.add("thread " + thread.getName() + at(stack));
                }
              });
      return left;
    }

    private static void describe(LiveBackend backend, List<String> left) {
      String numbers =
          " (leased="
              + backend.leased()
              + ", waiting="
              + backend.waiting()
              + ", open sockets="
              + backend.openSockets()
              + ")";
      if (!backend.closed()) {
        left.add("backend '" + backend.label() + "' was not closed" + numbers);
      } else if (backend.leased() + backend.waiting() + backend.openSockets() > 0) {
        left.add("backend '" + backend.label() + "' was closed with something left" + numbers);
      }
    }

    /** Threads of the process that end by themselves, later: when they are idle. */
    private static boolean excused(Thread thread, StackTraceElement... stack) {
      String name = thread.getName();
      if (!thread.isAlive()
          || name.equals("Okio Watchdog")
          || name.startsWith("OkHttp TaskRunner")
          || name.startsWith("junit-")
          || name.startsWith("ForkJoinPool")
          || name.startsWith("VirtualThread-")
          || name.endsWith("Poller") // The JDK's own, for virtual threads.
          || name.equals("forebay-leaks")
          || name.equals("process reaper")
          || name.equals("Attach Listener")
          || name.equals("Keep-Alive-Timer")) {
        return true;
      }
      return idleInPool(stack);
    }

    private static boolean idleInPool(StackTraceElement... stack) {
      for (StackTraceElement frame : stack) {
        if (frame.getMethodName().equals("getTask")
            && frame.getClassName().equals("java.util.concurrent.ThreadPoolExecutor")) {
          return true;
        }
      }
      return stack.length == 0; // Starting or ending.
    }

    private static String at(StackTraceElement... stack) {
      return stack.length == 0 ? "" : " at " + stack[0];
    }
  }
}
