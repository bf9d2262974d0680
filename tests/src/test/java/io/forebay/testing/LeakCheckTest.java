package io.forebay.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.forebay.Backend;
import io.forebay.ManagedBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Runs tests that leave something behind, each by itself, and then tidies up after them. */
class LeakCheckTest {
  private static final List<Tidying> LEFT = new ArrayList<>();

  /** Undoes what a test left. */
  private interface Tidying {
    void run() throws InterruptedException;
  }

  /** Not found by the build, because it is nested: run by the tests around it. */
  @ExtendWith(LeakCheck.class)
  static class Leaving {

    @Test
    void nothing() {
      try (ManagedBackend closed = backend()) {
        assertThat(closed.stats().open()).isZero();
      }
    }

    @Test
    void anOpenBackend() {
      ManagedBackend left = backend();
      LEFT.add(left::close);
    }

    @Test
    void aThread() {
      CountDownLatch end = new CountDownLatch(1);
      Thread left = new Thread(() -> awaitQuietly(end), "left-alone");
      left.start();
      Waiting.until("it runs", () -> left.getState() == Thread.State.WAITING);
      LEFT.add(
          () -> {
            end.countDown();
            left.join();
          });
    }

    @Test
    void anIdlePoolThread() throws InterruptedException, ExecutionException {
      ExecutorService pool = Executors.newSingleThreadExecutor();
      pool.submit(() -> {}).get();
      LEFT.add(pool::shutdownNow);
    }

    @Test
    void anUncaughtException() throws InterruptedException {
      Thread thrower =
          new Thread(
              () -> {
                throw new IllegalStateException("nobody catches this");
              },
              "thrower");
      thrower.start();
      thrower.join();
    }

    @Test
    void aFailureAndAnOpenBackend() {
      anOpenBackend();
      throw new IllegalStateException("the failure itself");
    }

    private static ManagedBackend backend() {
      return Backend.builder("left").origin("http://127.0.0.1:9").build();
    }

    private static void awaitQuietly(CountDownLatch end) {
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @AfterEach
  void tidyUp() throws InterruptedException {
    for (Tidying tidying : LEFT) {
      tidying.run();
    }
    LEFT.clear();
  }

  private static Events run(String test) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectMethod(Leaving.class, test))
        .execute()
        .testEvents();
  }

  private static void assertFails(String test, Predicate<String> message) {
    run(test)
        .assertThatEvents()
        .haveExactly(1, finishedWithFailure(instanceOf(AssertionError.class), message(message)));
  }

  private static Predicate<String> leftBehind(String what) {
    return message -> message.startsWith("left behind:\n - " + what);
  }

  @Test
  void testThatLeavesNothingPasses() {
    run("nothing").assertStatistics(tests -> tests.started(1).succeeded(1));
  }

  @Test
  void testThatLeavesABackendOpenFails() {
    assertFails(
        "anOpenBackend",
        leftBehind("backend 'left' was not closed (leased=0, waiting=0, open sockets=0)"));
  }

  @Test
  void testThatLeavesAThreadFails() {
    assertFails("aThread", leftBehind("thread left-alone at "));
  }

  @Test
  void testThatLeavesAnIdlePoolThreadPasses() {
    run("anIdlePoolThread").assertStatistics(tests -> tests.started(1).succeeded(1));
  }

  @Test
  void testWithAnUncaughtExceptionFails() {
    assertFails(
        "anUncaughtException",
        leftBehind("uncaught in thrower: java.lang.IllegalStateException: nobody catches this"));
  }

  @Test
  void failureOfTheTestItselfIsNotHidden() {
    run("aFailureAndAnOpenBackend")
        .assertThatEvents()
        .haveExactly(
            1,
            finishedWithFailure(
                instanceOf(IllegalStateException.class), message("the failure itself")));
  }

  @Test
  void handlerOfUncaughtExceptionsIsTheOneFromBefore() {
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    run("nothing");

    assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(before);
  }

  @Test
  void everyTestOfThisModuleRunsUnderTheLeakCheck() {
    assertThat(Thread.getDefaultUncaughtExceptionHandler()).isNotNull();
    assertThat(Thread.getDefaultUncaughtExceptionHandler().getClass().getName())
        .startsWith(LeakCheck.class.getName());
  }
}
