package io.forebay.health;

import io.forebay.health.Ejection.Cause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;

/**
 * Watches how the exchanges with a backend's origins end, and takes those out of use that stand
 * out.
 *
 * <p>Errors in a row eject at once, in {@link OriginTally#report}, which any number of threads may
 * call. Shares of an interval are compared in {@link #sweep}, which also brings origins back; it
 * belongs to one thread at a time, and costs nothing to those that report. Thread-safe but for
 * that. Time is the caller's, in nanoseconds of one monotonic clock.
 *
 * <p>Source: Envoy's outlier detection. Different from there: errors without an answer always count
 * apart as well, the worst origins are ejected first, half of them may be, and the last one in use
 * is not.
 */
public final class OutlierDetector {
  /**
   * What a sweep did.
   *
   * @param ejected the origins that it took out of use
   * @param readmitted the origins whose time was over, and which are back in use
   * @param next when to sweep again: a pause, above zero. It knows of the ejections so far; where
   *     their time may be shorter than the interval, sweep after an {@link Ejection#time} as well
   */
  public record Sweep(List<Ejection> ejected, List<OriginTally> readmitted, Duration next) {}

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final OutlierSpec spec;
  private final long start;
  private final DoubleSupplier random;
  private final List<OriginTally> origins = new CopyOnWriteArrayList<>();
  private final AtomicInteger ejected = new AtomicInteger();

  // Of the thread that sweeps.
  private long intervalEnds;

  /**
   * A detector without origins.
   *
   * @param now the time in nanoseconds
   * @param random chance, from 0 to below 1, for any thread
   */
  public OutlierDetector(OutlierSpec spec, long now, DoubleSupplier random) {
    this.spec = spec;
    this.random = random;
    start = now;
    intervalEnds = now + spec.interval().toNanos();
  }

  /** Begins to watch an origin. */
  public OriginTally watch(String origin) {
    OriginTally tally = new OriginTally(origin, this);
    origins.add(tally);
    return tally;
  }

  /** Ends watching an origin. From now on it is told to be out of use. */
  public void forget(OriginTally origin) {
    origins.remove(origin);
    origin.leave();
  }

  /** The origins that are watched, in the order in which that began. */
  public List<OriginTally> origins() {
    return List.copyOf(origins);
  }

  /** How many origins are ejected. */
  public int ejected() {
    return ejected.get();
  }

  /**
   * Brings origins back whose time is over, and at the end of an interval ejects those that stand
   * out in it. Late is no harm, early none either. To be called by one thread at a time.
   *
   * @param now the time in nanoseconds
   */
  public Sweep sweep(long now) {
    long nowMillis = millis(now);
    List<OriginTally> all = List.copyOf(origins);
    List<OriginTally> readmitted = all.stream().filter(one -> one.readmit(nowMillis)).toList();
    List<Ejection> out = List.of();
    if (now - intervalEnds >= 0) {
      intervalEnds = now + spec.interval().toNanos();
      out = ejectOutliers(all, now);
    }
    return new Sweep(out, readmitted, untilNext(all, now));
  }

  private List<Ejection> ejectOutliers(List<OriginTally> all, long now) {
    List<IntervalCount> counts = new ArrayList<>();
    for (OriginTally origin : all) {
      IntervalCount count = origin.endInterval();
      if (!origin.ejected()) {
        counts.add(count);
      }
    }
    List<Ejection> out = new ArrayList<>();
    for (Map.Entry<OriginTally, Cause> outlier : IntervalCount.outliers(counts, spec).entrySet()) {
      Optional<Ejection> ejection = outlier.getKey().eject(outlier.getValue(), now);
      ejection.ifPresent(out::add);
    }
    return List.copyOf(out);
  }

  private Duration untilNext(List<OriginTally> all, long now) {
    long nowMillis = millis(now);
    long pause = (intervalEnds - now) / NANOS_PER_MILLI;
    for (OriginTally origin : all) {
      pause = Math.min(pause, origin.untilMillis() - nowMillis);
    }
    return Duration.ofMillis(Math.max(1, pause));
  }

  // ---- for the tallies

  OutlierSpec spec() {
    return spec;
  }

  /** Takes one of the places of ejected origins, if one is left. */
  boolean takePlace() {
    int most = spec.mostEjected(origins.size());
    int taken = ejected.get();
    while (taken < most) {
      if (ejected.compareAndSet(taken, taken + 1)) {
        return true;
      }
      taken = ejected.get();
    }
    return false;
  }

  void givePlaceBack() {
    ejected.decrementAndGet();
  }

  Ejection ejection(String origin, Cause cause, int inARow) {
    int row = spec.ejection().next(inARow);
    return new Ejection(origin, cause, spec.ejection().of(row, random.getAsDouble()), row);
  }

  /** When a time from now on is over; rounded up. */
  long millisAt(long now, Duration time) {
    return millis(now + time.toNanos() + NANOS_PER_MILLI - 1);
  }

  private long millis(long now) {
    return Math.max(0, now - start) / NANOS_PER_MILLI;
  }
}
