package io.forebay.internal.pool;

import io.forebay.internal.pool.PermitQueue.Counts;
import io.forebay.internal.pool.PermitQueue.Outcome;
import io.forebay.internal.pool.PermitQueue.Waiter;
import io.forebay.spi.Clock;
import io.forebay.testing.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A queue and its plain picture go through the same steps; after each they have to agree. */
final class PoolRun {
  private static final int MAX_WAITING = 8;

  private final PermitQueue queue;
  private final PlainQueue plain;
  private final FakeClock clock = new FakeClock();
  private final Map<Integer, Waiter> known = new TreeMap<>();
  private final Map<Integer, Clock.Scheduled> limits = new TreeMap<>();
  private final List<Integer> told = new ArrayList<>();
  private boolean closed;
  private int asked;

  PoolRun(int max) {
    queue = new PermitQueue(max, MAX_WAITING);
    plain = new PlainQueue(max, MAX_WAITING);
  }

  /**
   * Takes a step and checks everything.
   *
   * @throws AssertionError if something is not as it should be
   */
  void take(PoolStep step) {
    int number = step.number();
    switch (step.act()) {
      case ASK -> ask();
      case ASK_FOR_A_WHILE -> limited(ask(), number % 50);
      case RELEASE -> release(any(Outcome.GRANTED, number));
      case CANCEL -> cancel(any(null, number));
      case PASS -> clock.advance(Duration.ofMillis(number % 20));
      case LIMIT -> limit(1 + number % 6);
      case OVERFLOW -> overflow(any(Outcome.GRANTED, number));
      case ASK_NESTED -> nested(ask());
      case CLOSE -> close();
    }
    check();
    forgetRefused();
  }

  private int ask() {
    int who = asked++;
    known.put(who, queue.join(() -> told(who)));
    plain.ask(who);
    return who;
  }

  private void told(int who) {
    told.add(who);
    Clock.Scheduled limit = limits.remove(who);
    if (limit != null) {
      limit.cancel();
    }
  }

  private void limited(int who, int millis) {
    Waiter waiter = known.get(who);
    if (waiter.outcome() == Outcome.WAITING) {
      limits.put(who, clock.schedule(Duration.ofMillis(millis), () -> expire(who)));
    }
  }

  private void expire(int who) {
    plain.settle(who, Outcome.EXPIRED);
    known.get(who).expire();
  }

  /** Who is there, by chance; -1 for nobody. */
  private int any(@Nullable Outcome wanted, int number) {
    List<Integer> there = new ArrayList<>();
    known.forEach(
        (who, waiter) -> {
          if (wanted == null || waiter.outcome() == wanted) {
            there.add(who);
          }
        });
    return there.isEmpty() ? -1 : there.get(number % there.size());
  }

  private void release(int who) {
    if (who < 0) {
      return;
    }
    known.remove(who);
    plain.forget(who);
    plain.release();
    queue.release();
  }

  private void cancel(int who) {
    if (who >= 0) {
      plain.settle(who, Outcome.CANCELLED);
      known.get(who).cancel();
    }
  }

  private void nested(int who) {
    plain.settle(who, Outcome.NESTED);
    known.get(who).nested();
  }

  private void limit(int permits) {
    plain.limit(permits);
    queue.limit(permits);
  }

  private void overflow(int who) {
    if (who >= 0) {
      plain.overflow(who);
      known.put(who, queue.overflow());
    }
  }

  private void close() {
    closed = true;
    plain.close();
    queue.close();
  }

  /** Everybody who holds a permit gives it back, and all time passes. */
  void end() {
    for (int who = any(Outcome.GRANTED, 0); who >= 0; who = any(Outcome.GRANTED, 0)) {
      release(who);
      check();
    }
    clock.advance(Duration.ofDays(1));
    check();
    Counts counts = queue.counts();
    if (counts.leased() != 0 || counts.waiting() != 0 || clock.scheduled() != 0) {
      throw new AssertionError("left: " + counts + ", timers=" + clock.scheduled());
    }
  }

  // ---- what has to hold

  private void check() {
    String problem = problem(queue.counts());
    if (problem != null) {
      throw new AssertionError(
          problem + " (is " + queue.counts() + ", should be " + plain.counts() + ")");
    }
    told.clear();
    plain.told().clear();
  }

  private @Nullable String problem(Counts counts) {
    if (count(Outcome.GRANTED) != counts.leased()) {
      return "a permit was lost or doubled: " + count(Outcome.GRANTED) + " hold one";
    }
    if (count(Outcome.WAITING) != counts.waiting()) {
      return "the line was miscounted: " + count(Outcome.WAITING) + " wait";
    }
    if (counts.waiting() > MAX_WAITING + plain.overflowed()) {
      return "the line is too long";
    }
    if (counts.waiting() > 0 && counts.leased() < counts.max()) {
      return "somebody waits for a free permit";
    }
    if (closed && counts.waiting() > 0) {
      return "somebody waits after the end";
    }
    if (!told.equals(plain.told())) {
      return told + " were told, not " + plain.told();
    }
    return counts.equals(plain.counts()) ? wrongOutcome() : "the numbers are wrong";
  }

  private @Nullable String wrongOutcome() {
    for (Map.Entry<Integer, Waiter> one : known.entrySet()) {
      Outcome should = plain.outcome(one.getKey());
      if (one.getValue().outcome() != should) {
        return one.getKey() + " is " + one.getValue().outcome() + ", not " + should;
      }
    }
    return null;
  }

  private int count(Outcome outcome) {
    int count = 0;
    for (Waiter waiter : known.values()) {
      count += waiter.outcome() == outcome ? 1 : 0;
    }
    return count;
  }

  /** Some who were refused stay known, to give up once more, which must change nothing. */
  private void forgetRefused() {
    if (known.size() > 24) {
      known.entrySet().removeIf(one -> refused(one.getValue()));
      limits.keySet().retainAll(known.keySet());
    }
  }

  private static boolean refused(Waiter waiter) {
    return waiter.outcome() != Outcome.GRANTED && waiter.outcome() != Outcome.WAITING;
  }
}
