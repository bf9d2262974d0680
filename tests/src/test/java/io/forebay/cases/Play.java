package io.forebay.cases;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.forebay.testing.FakeClock;
import io.forebay.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Makes the calls of a scenario, on a clock that moves only between them. Results of the batch come
 * in order, so in a scenario where some wait, they wait in the order of their calls.
 */
final class Play {
  private static final Duration TICK = ofMillis(100);
  private static final Duration END = ofSeconds(60);

  private final Scenario scenario;
  private final Session session;
  private final FakeClock clock;
  private final List<Begun> begun = new ArrayList<>();

  Play(Scenario scenario, Session session, FakeClock clock) {
    this.scenario = scenario;
    this.session = session;
    this.clock = clock;
  }

  /** A call that came to its end. */
  record Ended(Scenario.Step step, Observed observed, Duration took) {}

  private final class Begun {
    final Scenario.Step step;
    final Duration at = now();
    final CompletableFuture<Observed> result;
    Duration took = Duration.ZERO;
    boolean ended;

    Begun(Scenario.Step step) {
      this.step = step;
      result = session.begin(step.label(), step.call());
    }

    void stamp() {
      if (!ended && result.isDone()) {
        ended = true;
        took = now().minus(at);
      }
    }
  }

  /**
   * Every call in order, and what came of it.
   *
   * @param release runs when all have begun
   */
  List<Ended> run(Runnable release) {
    for (Scenario.Step step : scenario.steps()) {
      for (int i = 0; i < step.times(); i++) {
        step.at().ifPresent(this::moveTo);
        begun.add(new Begun(step));
        if (!scenario.atOnce()) {
          settle();
        }
      }
    }
    release.run();
    settle();
    while (begun.stream().anyMatch(each -> !each.ended) && now().compareTo(END) < 0) {
      tick();
    }
    return begun.stream()
        .map(each -> new Ended(each.step, each.result.getNow(null), each.took))
        .toList();
  }

  private Duration now() {
    return Duration.ofNanos(clock.nanoTime());
  }

  private void moveTo(Duration time) {
    while (now().compareTo(time) < 0) {
      tick();
    }
  }

  private void tick() {
    clock.advance(TICK);
    settle();
  }

  /** Waits until each call has ended or waits for time to pass. */
  private void settle() {
    Waiting.until("calls end or wait for a throttle", () -> open() == throttled());
    begun.forEach(Begun::stamp);
  }

  private long open() {
    return begun.stream().filter(each -> !each.result.isDone()).count();
  }

  private long throttled() {
    return scenario.steps().stream()
        .map(Scenario.Step::label)
        .distinct()
        .mapToInt(label -> session.registry().backend(label).stats().limited().throttled())
        .sum();
  }
}
