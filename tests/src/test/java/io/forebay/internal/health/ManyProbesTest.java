package io.forebay.internal.health;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.Environment;
import io.forebay.health.HealthSpec;
import io.forebay.health.HealthState;
import io.forebay.health.ProbeResult;
import io.forebay.internal.pool.OriginPool;
import io.forebay.internal.threads.Workers;
import io.forebay.spec.Origin;
import io.forebay.spec.TransportSpec;
import io.forebay.testing.Behaviour;
import io.forebay.testing.FakeClock;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.Waiting;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Many origins at once: when their probes start, and on how many threads. */
class ManyProbesTest {
  private static final HealthSpec SPEC = HealthSpec.DEFAULT;

  private final List<HealthMonitor> monitors = new ArrayList<>();

  @AfterEach
  void close() {
    monitors.forEach(HealthMonitor::close);
  }

  private HealthMonitor open(Probe probe, io.forebay.spi.Clock clock, ProbeThreads threads) {
    HealthMonitor monitor =
        new HealthMonitor("o" + monitors.size(), SPEC, probe, clock, threads, news -> {});
    monitors.add(monitor);
    return monitor;
  }

  private static ProbeThreads direct() {
    return new ProbeThreads(1, Runnable::run);
  }

  @Test
  @DisplayName("H4 first probes of 200 origins are spread over the interval, none before another")
  void firstProbesAreSpread() {
    FakeClock clock = new FakeClock();
    List<Duration> starts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      ScriptedProbe probe = new ScriptedProbe();
      probe.does(
          () -> {
            if (probe.runs() == 1) {
              starts.add(Duration.ofNanos(clock.nanoTime()));
            }
            return ScriptedProbe.PASSED;
          });
      open(probe, clock, direct()).start(i, 200);
    }
    assertThat(monitors).allMatch(monitor -> monitor.state().equals(HealthState.unprobed()));

    clock.advance(ofSeconds(2));

    assertThat(starts).hasSize(200).isSorted();
    assertThat(starts.get(199).minus(starts.get(0)))
        .isBetween(SPEC.schedule().interval().multipliedBy(8).dividedBy(10), ofSeconds(1));
    for (int i = 1; i < 200; i++) {
      assertThat(starts.get(i).minus(starts.get(i - 1))).isLessThan(ofMillis(6));
    }
  }

  @Test
  @DisplayName("H13 after our process stood still, each origin is probed once, not in a burst")
  void standingStillIsNotCaughtUpOn() {
    SkippingClock clock = new SkippingClock();
    List<ScriptedProbe> probes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      probes.add(new ScriptedProbe());
      open(probes.get(i), clock, direct()).start(i, 100);
    }
    clock.awake.advance(ofSeconds(5));
    List<Integer> before = probes.stream().map(ScriptedProbe::runs).toList();

    clock.sleep(ofSeconds(10));
    int atOnce = 0;
    clock.awake.advance(ofMillis(100)); // What comes due now is 10 s late.
    for (int i = 0; i < 100; i++) {
      assertThat(probes.get(i).runs() - before.get(i)).isLessThanOrEqualTo(1);
      atOnce += probes.get(i).runs() - before.get(i);
    }
    assertThat(atOnce).isLessThan(30);
    clock.awake.advance(ofMillis(1_900));
    for (int i = 0; i < 100; i++) { // Two seconds hold three pauses that chance has shortened.
      assertThat(probes.get(i).runs() - before.get(i)).isBetween(1, 3);
    }
  }

  @Test
  @DisplayName("H13 a probe that ran while our process stood still says nothing of the origin")
  void probeThatRanMeanwhileIsNoVerdict() {
    SkippingClock clock = new SkippingClock();
    ScriptedProbe probe = new ScriptedProbe();
    probe.does(
        () -> {
          clock.sleep(ofSeconds(10));
          return ScriptedProbe.FAILED;
        });
    HealthMonitor monitor = open(probe, clock, direct());
    monitor.start();
    clock.awake.runDue();

    assertThat(monitor.state()).isEqualTo(HealthState.unprobed());
    assertThat(clock.awake.scheduled()).isEqualTo(1);
  }

  @Test
  void originsThatPassedDoNotWaitBehindThoseThatDidNot() {
    FakeClock clock = new FakeClock();
    Queue<Runnable> waiting = new ArrayDeque<>();
    ProbeThreads threads = new ProbeThreads(1, waiting::add);
    ScriptedProbe good = new ScriptedProbe();
    open(good, clock, threads).start();
    clock.runDue();
    waiting.remove().run();
    for (int i = 0; i < 50; i++) {
      open(new ScriptedProbe().finds(ScriptedProbe.FAILED), clock, threads).start();
    }
    clock.runDue();
    clock.advance(ofSeconds(1));

    assertThat(waiting).hasSize(2); // A line each, of one thread each.
    waiting.remove();
    waiting.remove().run();
    assertThat(good.runs()).isEqualTo(2);
  }

  /** Counts how many of them run at a time. */
  private record Counted(Probe probe, AtomicInteger running, AtomicInteger most, AtomicInteger all)
      implements Probe {
    @Override
    public Object subject() {
      return probe.subject();
    }

    @Override
    public ProbeResult run() {
      most.accumulateAndGet(running.incrementAndGet(), Math::max);
      try {
        return probe.run();
      } finally {
        running.decrementAndGet();
        all.incrementAndGet();
      }
    }

    @Override
    public void close() {
      probe.close();
    }
  }

  @Test
  @DisplayName("H14 500 backends, of which 100 hang, are probed on 32 threads and no more")
  void manyBackendsAreProbedOnFewThreads() {
    FakeClock clock = new FakeClock();
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger all = new AtomicInteger();
    ProbeThreads threads = new ProbeThreads(16, Workers.executor());
    List<OriginPool> pools = new ArrayList<>();
    try (MisbehavingOrigin good = MisbehavingOrigin.start().respond(Behaviour.ok(""));
        MisbehavingOrigin hangs = MisbehavingOrigin.start().respond(Behaviour.readThenSilence())) {
      HealthSpec check =
          new HealthSpec.Builder().interval(ofSeconds(5)).timeout(ofMillis(400)).build();
      for (int i = 0; i < 500; i++) {
        Origin origin = Origin.of(i % 5 == 0 ? hangs.url() : good.url());
        OriginPool pool = new OriginPool("o" + i, TransportSpec.of(origin), Environment.system());
        pools.add(pool);
        Probe probe = new Counted(new HttpProbe("o" + i, check, pool), running, most, all);
        HealthMonitor monitor =
            new HealthMonitor("o" + i, check, probe, clock, threads, news -> {});
        monitors.add(monitor);
        monitor.start(i, 500);
      }
      for (int round = 1; round <= 2; round++) {
        int wanted = 500 * round;
        clock.advance(round == 1 ? ofSeconds(1) : ofSeconds(5));
        Waiting.until("all are probed", () -> all.get() == wanted && clock.scheduled() == 500);
      }

      assertThat(most.get()).isLessThanOrEqualTo(32);
      assertThat(workers()).isLessThanOrEqualTo(34);
      assertThat(good.connectionsAccepted()).isBetween(400, 440);
      for (int i = 0; i < 500; i++) {
        assertThat(monitors.get(i).state().healthy()).isEqualTo(i % 5 != 0);
      }
      close();
      monitors.clear();
      pools.forEach(pool -> pool.close(Duration.ZERO));
    }
  }

  private static long workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("forebay-worker"))
        .count();
  }
}
