package io.forebay.internal.balance;

import io.forebay.health.SlowStart;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The live numbers of one origin. Lives as long as it does, through all snapshots. Thread-safe
 * without locks. Times are monotonic nanoseconds.
 *
 * <p>A failure is never evidence of speed: it counts as exchanges in flight, for as long as it is
 * remembered, and its duration only ever raises the expected latency. A few failures among many
 * successes weigh next to nothing; where everything fails, each weighs ten exchanges.
 */
public final class OriginLoad implements Load {
  private static final double FAILURE_WEIGHT = 10;

  /** What is expected to be faster than this is forgotten rather than fast. */
  private static final double LEAST_LATENCY = 1_000;

  private static final long NEVER = Long.MIN_VALUE;

  private final long base;
  private final SlowStart slowStart;
  private final Decaying latency;
  private final Decaying successes;
  private final Decaying failures;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicLong startSum = new AtomicLong();

  private volatile long warmingSince = NEVER;

  /**
   * An origin that nothing is known about, and that is warm.
   *
   * @param decay time in which a latency or a failure loses 63 % of what it weighs; above zero
   * @param slowStart how the weight grows after {@link #warmUp}
   */
  public OriginLoad(long decay, SlowStart slowStart, long now) {
    base = now;
    this.slowStart = slowStart;
    latency = new Decaying(decay);
    successes = new Decaying(decay);
    failures = new Decaying(decay);
  }

  /** An exchange starts; exactly one of the three ends follows, with the same time. */
  public void started(long now) {
    startSum.addAndGet(now - base); // Before the count, see age().
    inFlight.incrementAndGet();
  }

  /** An exchange that started then has succeeded, and is over. */
  public void succeeded(long start, long now) {
    ended(start);
    answered(start, now);
  }

  /** An exchange that started then has an answer, and goes on. */
  public void answered(long start, long now) {
    successes.add(1, now);
    latency.follow((double) Math.max(1, now - start), now);
  }

  /** An exchange that started then has failed, which speaks against the origin, and is over. */
  public void failed(long start, long now) {
    ended(start);
    refused(start, now);
  }

  /** An exchange that started then has failed, which speaks against the origin; its end follows. */
  public void refused(long start, long now) {
    failures.add(1, now);
    double known = latency.at(now);
    if (known > 0 && now - start > known) {
      latency.follow((double) (now - start), now);
    }
  }

  /** An exchange that started then is over; what it says about the origin was said before. */
  public void abandoned(long start) {
    ended(start);
  }

  private void ended(long start) {
    inFlight.decrementAndGet();
    startSum.addAndGet(base - start);
  }

  /** The origin is new or back: slow start begins. */
  public void warmUp(long now) {
    warmingSince = slowStart.window().isZero() ? NEVER : now;
  }

  @Override
  public int inFlight() {
    return inFlight.get();
  }

  /** What exchanges took of late. */
  @Override
  public double latency(long now) {
    double expected = latency.at(now);
    return expected < LEAST_LATENCY ? 0 : expected;
  }

  /** Starts and ends between the looks make it too small, or make it 0 for once. */
  @Override
  public double age(long now) {
    int count = inFlight.get();
    long sum = startSum.get();
    if (count <= 0 || count != inFlight.get()) {
      return 0;
    }
    return Math.max(0, (double) (count * (now - base) - sum) / count);
  }

  @Override
  public double penalty(long now) {
    double failed = failures.at(now);
    if (failed == 0) {
      return 0;
    }
    return FAILURE_WEIGHT * failed * failed / (failed + successes.at(now));
  }

  @Override
  public double warmth(long now) {
    long since = warmingSince;
    return since == NEVER ? 1 : slowStart.factor(now, since);
  }
}
