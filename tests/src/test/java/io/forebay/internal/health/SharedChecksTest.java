package io.forebay.internal.health;

import static io.forebay.health.HealthOverride.SICK;
import static io.forebay.internal.health.ScriptedProbe.FAILED;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.health.HealthSpec;
import io.forebay.health.HealthState;
import io.forebay.health.HealthState.Status;
import io.forebay.testing.FakeClock;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What backends with the same {@code share_key} have in common, and what they do not. */
class SharedChecksTest {
  private final FakeClock clock = new FakeClock();
  private Executor threads = Runnable::run;

  private HealthMonitor monitor(String label, ScriptedProbe probe, Told told) {
    return monitor(label, spec("/"), probe, told);
  }

  private static HealthSpec spec(String path) {
    return new HealthSpec.Builder().shareKey("pair").path(path).failureThreshold(1).build();
  }

  private HealthMonitor monitor(String label, HealthSpec spec, ScriptedProbe probe, Told told) {
    return new HealthMonitor(label, spec, probe, clock, new ProbeThreads(8, threads), told);
  }

  @Test
  void equalDefinitionsShareOneProbeAndEachIsTold() {
    ScriptedProbe first = new ScriptedProbe();
    ScriptedProbe second = new ScriptedProbe();
    Told toldFirst = new Told();
    Told toldSecond = new Told();
    HealthMonitor a = monitor("a", first, toldFirst);
    HealthMonitor b = monitor("b", second, toldSecond);
    a.start();
    b.start();
    clock.advance(ofSeconds(10));

    assertThat(first.runs()).isBetween(10, 13);
    assertThat(second.runs()).isZero();
    assertThat(toldSecond.probed).isEqualTo(toldFirst.probed).hasSize(first.runs());
    a.close();
    b.close();
    assertThat(clock.scheduled()).isZero();
  }

  @Test
  void whatPeopleSayOfOneBackendIsNotSaidOfTheOther() {
    HealthMonitor a = monitor("a", new ScriptedProbe(), new Told());
    HealthMonitor b = monitor("b", new ScriptedProbe(), new Told());
    a.start();
    b.start();
    a.override(SICK);
    clock.advance(ofSeconds(3));

    assertThat(a.state().healthy()).isFalse();
    assertThat(b.state().healthy()).isTrue();
    a.close();
    b.close();
  }

  @Test
  void whoComesLaterTakesTheVerdictOver() {
    HealthMonitor a = monitor("a", new ScriptedProbe().finds(FAILED), new Told());
    a.start();
    clock.runDue();
    Told told = new Told();
    HealthMonitor b = monitor("b", new ScriptedProbe(), told);
    b.override(SICK);
    b.start();

    assertThat(b.state()).isEqualTo(a.state().withOverride(SICK));
    HealthMonitor c = monitor("c", new ScriptedProbe(), told);
    c.start();
    assertThat(c.state()).isEqualTo(a.state());
    assertThat(told.news).containsExactly(Status.UNHEALTHY, Status.UNHEALTHY, Status.UNHEALTHY);
    a.close();
    b.close();
    c.close();
  }

  @Test
  void whoStaysGoesOnWithAProbeOfItsOwnAndTheLastEndsIt() {
    ScriptedProbe first = new ScriptedProbe();
    ScriptedProbe second = new ScriptedProbe();
    Told told = new Told();
    HealthMonitor a = monitor("a", first, told);
    HealthMonitor b = monitor("b", second, new Told());
    a.start();
    b.start();
    clock.runDue();
    a.close();
    clock.advance(ofSeconds(5));

    assertThat(first.closed()).isTrue();
    assertThat(first.runs()).isEqualTo(1);
    assertThat(second.runs()).isBetween(5, 6);
    assertThat(told.probed).hasSize(1);
    assertThat(b.state().history().successes()).isEqualTo(1 + second.runs());
    b.close();
    assertThat(clock.scheduled()).isZero();
  }

  @Test
  void probeThatIsCutOffByItsOwnersEndIsMadeUpForAtOnce() {
    Queue<Runnable> waiting = new ArrayDeque<>();
    threads = waiting::add;
    HealthMonitor a = monitor("a", new ScriptedProbe(), new Told());
    ScriptedProbe second = new ScriptedProbe();
    HealthMonitor b = monitor("b", second, new Told());
    a.start();
    b.start();
    clock.runDue();
    a.close();
    waiting.remove().run();
    assertThat(b.state()).isEqualTo(HealthState.unprobed());

    clock.runDue();
    waiting.remove().run();

    assertThat(second.runs()).isEqualTo(1);
    b.close();
  }

  @Test
  @DisplayName("P27 after the last one left, a new check begins afresh")
  void afterTheLastOneLeftANewCheckBeginsAfresh() {
    HealthMonitor old = monitor("a", new ScriptedProbe().finds(FAILED), new Told());
    old.start();
    clock.advance(ofSeconds(3));
    old.close();
    ScriptedProbe probe = new ScriptedProbe();
    HealthMonitor replaced = monitor("a", probe, new Told());
    replaced.start();

    assertThat(replaced.state()).isEqualTo(HealthState.unprobed());
    clock.runDue();
    assertThat(probe.runs()).isEqualTo(1);
    replaced.close();
  }

  @Test
  void differentDefinitionsAreNotSharedAndWarnedOfOnce() {
    ScriptedProbe first = new ScriptedProbe();
    ScriptedProbe second = new ScriptedProbe("another origin");
    ScriptedProbe third = new ScriptedProbe();
    HealthMonitor a = monitor("a", first, new Told());
    HealthMonitor b = monitor("b", second, new Told());
    HealthMonitor c = monitor("c", spec("/other"), third, new Told());
    try (Logged logged = new Logged(SharedChecks.class)) {
      a.start();
      b.start();
      c.start();
      clock.advance(ofSeconds(2));

      assertThat(logged.warnings())
          .containsExactly(
              "b: share_key 'pair' is also that of 'a', whose origin, transport or check is"
                  + " another (expected: the same): each checks for itself",
              "c: share_key 'pair' is also that of 'a', whose origin, transport or check is"
                  + " another (expected: the same): each checks for itself");
    }
    assertThat(first.runs()).isPositive();
    assertThat(second.runs()).isPositive();
    assertThat(third.runs()).isPositive();
    a.close();
    b.close();
    c.close();
  }

  @Test
  void differentTimesAreDifferentWorlds() {
    ScriptedProbe first = new ScriptedProbe();
    HealthMonitor a = monitor("a", first, new Told());
    FakeClock other = new FakeClock();
    ScriptedProbe second = new ScriptedProbe();
    HealthMonitor b =
        new HealthMonitor(
            "b", spec("/"), second, other, new ProbeThreads(1, Runnable::run), new Told());
    try (Logged logged = new Logged(SharedChecks.class)) {
      a.start();
      b.start();
      other.runDue();
      assertThat(logged.warnings()).isEmpty();
    }
    assertThat(first.runs()).isZero();
    assertThat(second.runs()).isEqualTo(1);
    a.close();
    b.close();
  }
}
