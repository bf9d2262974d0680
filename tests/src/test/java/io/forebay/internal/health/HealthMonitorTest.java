package io.forebay.internal.health;

import static io.forebay.health.HealthOverride.AUTO;
import static io.forebay.health.HealthOverride.HEALTHY;
import static io.forebay.health.HealthOverride.SICK;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.health.HealthOverride;
import io.forebay.health.HealthSpec;
import io.forebay.health.HealthState;
import io.forebay.health.HealthState.Status;
import io.forebay.health.ProbeResult;
import io.forebay.testing.FakeClock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One monitor on virtual time; probes run on the thread that moves it. */
class HealthMonitorTest {
  private static final HealthSpec SPEC =
      new HealthSpec.Builder().failureThreshold(2).jitter(0).build();

  private final FakeClock clock = new FakeClock();
  private final ScriptedProbe probe = new ScriptedProbe();
  private final Told told = new Told();
  private final HealthMonitor monitor = monitor(Runnable::run);

  private HealthMonitor monitor(Executor threads) {
    return new HealthMonitor("users", SPEC, probe, clock, new ProbeThreads(1, threads), told);
  }

  private void probes(ProbeResult... results) {
    for (ProbeResult result : results) {
      probe.finds(result);
      clock.advance(ofSeconds(1));
    }
  }

  @Test
  void everyVerdictIsToldAndOnlyChangesAreNews() {
    probe.finds(ScriptedProbe.PASSED);
    monitor.start();
    clock.runDue();
    probes(ScriptedProbe.PASSED, ScriptedProbe.FAILED, ScriptedProbe.FAILED, ScriptedProbe.FAILED);

    assertThat(told.probed)
        .containsExactly(
            "healthy healthy",
            "healthy healthy",
            "healthy failing",
            "failing unhealthy",
            "unhealthy unhealthy");
    assertThat(told.news).containsExactly(Status.HEALTHY, Status.FAILING, Status.UNHEALTHY);
    monitor.close();
  }

  @Test
  @DisplayName("P21 sick though probes pass, healthy though they fail, auto follows them")
  void whatPeopleSayIsInForceAndProbesGoOn() {
    monitor.start();
    clock.runDue();

    assertThat(monitor.override(SICK).healthy()).isFalse();
    probes(ScriptedProbe.PASSED);
    assertThat(monitor.state().healthy()).isFalse();
    assertThat(monitor.override(HEALTHY).healthy()).isTrue();
    probes(ScriptedProbe.FAILED, ScriptedProbe.FAILED);
    assertThat(monitor.state().healthy()).isTrue();
    assertThat(monitor.override(AUTO).healthy()).isFalse();

    assertThat(told.news)
        .containsExactly(Status.HEALTHY, Status.UNHEALTHY, Status.HEALTHY, Status.UNHEALTHY);
    assertThat(probe.runs()).isEqualTo(4);
    monitor.close();
  }

  @Test
  void sayingTheSameAgainIsNoNews() {
    for (HealthOverride said : List.of(SICK, SICK, AUTO, HEALTHY, AUTO)) {
      monitor.override(said);
    }
    assertThat(told.news).containsExactly(Status.UNHEALTHY, Status.HEALTHY);
  }

  @Test
  void whatIsSaidWhileAProbeRunsIsNotLostToItsVerdict() {
    probe.does(
        () -> {
          monitor.override(SICK);
          return ScriptedProbe.PASSED;
        });
    monitor.start();
    clock.runDue();

    assertThat(monitor.state().override()).isEqualTo(SICK);
    assertThat(monitor.state().history().successes()).isEqualTo(1);
    monitor.close();
  }

  @Test
  void listenerThatSaysSomethingIsToldOfItLater() {
    List<Status> seen = new ArrayList<>();
    List<HealthMonitor> own = new ArrayList<>();
    HealthListener answering =
        news -> {
          seen.add(news.status());
          own.get(0).override(HEALTHY);
        };
    own.add(
        new HealthMonitor("u", SPEC, probe, clock, new ProbeThreads(1, Runnable::run), answering));

    own.get(0).override(SICK);

    assertThat(seen).containsExactly(Status.UNHEALTHY, Status.HEALTHY);
  }

  @Test
  void listenerThatThrowsStopsNothing() {
    HealthListener angry =
        new HealthListener() {
          @Override
          public void probed(HealthState before, HealthState after) {
            throw new IllegalStateException("told");
          }

          @Override
          public void changed(HealthState news) {
            throw new AssertionError("told");
          }
        };
    HealthMonitor other =
        new HealthMonitor("u", SPEC, probe, clock, new ProbeThreads(1, Runnable::run), angry);
    other.start();
    clock.advance(ofSeconds(3));

    assertThat(probe.runs()).isEqualTo(4);
    other.close();
  }

  @Test
  void probeThatThrowsHasFailedAndGoesOn() {
    monitor.start();
    probe.does(
        () -> {
          throw new StackOverflowError();
        });
    clock.runDue();
    assertThat(monitor.state().error()).isEqualTo("probe failed: StackOverflowError");

    probes(ScriptedProbe.PASSED);
    assertThat(monitor.state().status()).isEqualTo(Status.HEALTHY);
    monitor.close();
  }

  @Test
  void threadThatIsNotToBeHadSaysNothingOfTheOrigin() {
    List<Runnable> refused = new ArrayList<>();
    HealthMonitor other =
        monitor(
            task -> {
              refused.add(task);
              throw new RejectedExecutionException();
            });
    other.start();
    for (int i = 0; i < 3; i++) {
      try {
        clock.advance(ofSeconds(1));
      } catch (RejectedExecutionException expected) {
        // The real clock logs it.
      }
    }
    assertThat(refused).hasSizeGreaterThan(1);
    assertThat(clock.scheduled()).isEqualTo(1);
    assertThat(other.state()).isEqualTo(HealthState.unprobed());
    other.close();
  }

  @Test
  @DisplayName("P24 H2 no probe starts while one runs")
  void noProbeStartsWhileOneRuns() {
    Queue<Runnable> threads = new ArrayDeque<>();
    HealthMonitor other = monitor(threads::add);
    other.start();
    clock.advance(ofSeconds(60));

    assertThat(threads).hasSize(1);
    threads.remove().run();
    clock.advance(ofMillis(999));
    assertThat(threads).isEmpty();
    clock.advance(ofMillis(1));
    assertThat(threads).hasSize(1);
    other.close();
  }

  @Test
  void closingLeavesNothingScheduledAndNoVerdictOfWhatRan() {
    probe.does(
        () -> {
          monitor.close();
          return ScriptedProbe.FAILED;
        });
    monitor.start();
    clock.runDue();

    assertThat(probe.closed()).isTrue();
    assertThat(clock.scheduled()).isZero();
    assertThat(told.probed).isEmpty();
    assertThat(monitor.state()).isEqualTo(HealthState.unprobed());
  }

  @Test
  void closingFromAListenerDoesNotWaitForItself() {
    List<HealthMonitor> own = new ArrayList<>();
    HealthSpec slow = new HealthSpec.Builder().interval(ofHours(1)).build();
    HealthListener ending = news -> own.get(0).close();
    own.add(new HealthMonitor("u", slow, probe, clock, new ProbeThreads(1, Runnable::run), ending));
    own.get(0).start();
    clock.runDue();

    assertThat(probe.closed()).isTrue();
    assertThat(clock.scheduled()).isZero();
  }

  @Test
  void closingBeforeTheStartClosesTheProbe() {
    monitor.close();
    assertThat(probe.closed()).isTrue();
  }

  @Test
  void closingDoesNotWaitForAProbeThatHasNoThreadYet() {
    Queue<Runnable> threads = new ArrayDeque<>();
    HealthMonitor other = monitor(threads::add);
    other.start();
    clock.runDue();

    other.close();
    threads.remove().run();

    assertThat(probe.runs()).isZero();
    assertThat(clock.scheduled()).isZero();
  }

  @Test
  @DisplayName("G13 an origin that starts out of use is warned of")
  void warningsOfTheCheckAreLogged() {
    HealthSpec low = new HealthSpec.Builder().window(5).threshold(5).initial(1).build();
    try (Logged logged = new Logged(HealthMonitor.class)) {
      HealthMonitor other =
          new HealthMonitor("users", low, probe, clock, new ProbeThreads(1, Runnable::run), told);
      other.start();
      other.close();
      assertThat(logged.warnings())
          .containsExactly(
              "users: health: initial: 1 (below threshold 5: unhealthy until probes pass)");
    }
  }
}
