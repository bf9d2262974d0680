package io.forebay.health;

import io.forebay.health.Ejection.Cause;
import io.forebay.health.HealthState.Status;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * How the exchanges with one origin end, and whether it is ejected. Made by {@link
 * OutlierDetector#watch}.
 *
 * <p>Thread-safe, and meant to be called for every exchange: no lock, and no allocation unless the
 * origin is ejected. A success of an origin without errors is one addition and one volatile read.
 * What counts errors and what says that it is ejected is one word, so of two threads that both see
 * the last error, one ejects.
 */
public final class OriginTally {
  private final String origin;
  private final OutlierDetector detector;
  private final AtomicLong word = new AtomicLong(EjectionWord.CLEAN);
  private final LongAdder successes = new LongAdder();
  private final LongAdder failures = new LongAdder();

  // What had been counted when the interval began, or the origin came back.
  private volatile long successesBefore;
  private volatile long failuresBefore;

  /** Whether it was out of use at any time of the interval. */
  private volatile boolean wasOut;

  OriginTally(String origin, OutlierDetector detector) {
    this.origin = origin;
    this.detector = detector;
  }

  /** The origin, as it was named to the detector. */
  public String origin() {
    return origin;
  }

  /** Whether the origin is out of use. One volatile read. */
  public boolean ejected() {
    return EjectionWord.ejected(word.get());
  }

  /**
   * Counts the end of an exchange, and ejects the origin if it is the last error of a run and not
   * too many are ejected already. Where too many are, the next error tries again. What comes in of
   * an ejected origin counts for nothing.
   *
   * @param now the time in nanoseconds, on the detector's clock
   * @return the ejection, if this error was the last one
   */
  public Optional<Ejection> report(OriginSignal signal, long now) {
    long before = word.get();
    if (EjectionWord.ejected(before)) {
      return Optional.empty();
    }
    (signal == OriginSignal.SUCCESS ? successes : failures).increment();
    for (; !EjectionWord.ejected(before); before = word.get()) {
      long counted = EjectionWord.counted(before, signal);
      Cause cause = EjectionWord.cause(counted, detector.spec().runs());
      if (cause != null && detector.takePlace()) {
        Ejection ejection = moveOut(before, cause, now);
        if (ejection != null) {
          return Optional.of(ejection);
        }
      } else if (counted == before || word.compareAndSet(before, counted)) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Takes the origin out of use, unless it is, or too many are. */
  Optional<Ejection> eject(Cause cause, long now) {
    for (long before = word.get(); !EjectionWord.ejected(before); before = word.get()) {
      if (!detector.takePlace()) {
        return Optional.empty();
      }
      Ejection ejection = moveOut(before, cause, now);
      if (ejection != null) {
        return Optional.of(ejection);
      }
    }
    return Optional.empty();
  }

  /** Ejects, for which a place was taken; null, with the place given back: the word has changed. */
  private @Nullable Ejection moveOut(long before, Cause cause, long now) {
    Ejection ejection = detector.ejection(origin, cause, EjectionWord.inARow(before));
    long until = detector.millisAt(now, ejection.time());
    if (word.compareAndSet(before, EjectionWord.ejected(ejection.inARow(), cause, until))) {
      wasOut = true;
      return ejection;
    }
    detector.givePlaceBack();
    return null;
  }

  /**
   * Hears of a probe, which may end an ejection: where the probes have failed and now the origin is
   * healthy again, or where it was ejected for lack of answers, for the first time in a row, and a
   * probe got one. Good probes all the while say nothing: they do not see what the exchanges see.
   *
   * @param before the verdict before the probe
   * @param after the verdict after it
   * @return whether the origin is back in use by this
   */
  public boolean probed(HealthState before, HealthState after) {
    long seen = word.get();
    boolean good = after.verdict() == Status.HEALTHY && after.history().successes() > 0;
    if (!good || !EjectionWord.mayEnd(seen) || !detector.spec().probesReadmit()) {
      return false;
    }
    boolean recovered = before.verdict() != Status.HEALTHY;
    boolean answers = EjectionWord.mute(seen) && EjectionWord.inARow(seen) == 1;
    return (recovered || answers) && moveIn(seen);
  }

  private boolean moveIn(long seen) {
    startInterval(); // What was counted before the ejection is not to be held against it again.
    if (!word.compareAndSet(seen, EjectionWord.readmitted(seen))) {
      return false;
    }
    detector.givePlaceBack();
    return true;
  }

  // ---- for the detector's sweep

  /** Ends an ejection whose time is over. */
  boolean readmit(long nowMillis) {
    long seen = word.get();
    return EjectionWord.mayEnd(seen) && EjectionWord.untilMillis(seen) <= nowMillis && moveIn(seen);
  }

  /** When its ejection ends; the greatest number if it is not ejected. */
  long untilMillis() {
    long seen = word.get();
    return EjectionWord.mayEnd(seen) ? EjectionWord.untilMillis(seen) : Long.MAX_VALUE;
  }

  /** Ends an interval: what it brought. */
  IntervalCount endInterval() {
    boolean throughout = !wasOut;
    wasOut = ejected();
    if (throughout) {
      shortenRow();
    }
    long passedBefore = successesBefore;
    long failedBefore = failuresBefore;
    startInterval();
    return new IntervalCount(this, successesBefore - passedBefore, failuresBefore - failedBefore);
  }

  private void startInterval() {
    successesBefore = successes.sum();
    failuresBefore = failures.sum();
  }

  private void shortenRow() {
    long before = word.get();
    while (!EjectionWord.ejected(before)
        && !word.compareAndSet(before, EjectionWord.oneLessInARow(before))) {
      before = word.get();
    }
  }

  /** Takes it out of use for good. */
  void leave() {
    if (EjectionWord.mayEnd(word.getAndSet(EjectionWord.GONE))) {
      detector.givePlaceBack();
    }
  }

  /** The origin, and whether it is ejected. */
  @Override
  public String toString() {
    return origin + (ejected() ? " (ejected)" : "");
  }
}
