package io.forebay.internal.limit;

import io.forebay.spec.Throttle;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Several limits on starts, all of which hold. Pure: time is given, in nanoseconds that never go
 * back. Not thread-safe.
 */
final class Paces {
  private final List<Throttle> throttles;
  private final List<Pace> paces;

  /**
   * Why one may not start now.
   *
   * @param throttle the limit that holds it up longest
   * @param nanos how long, at least
   */
  record Exceeded(Throttle throttle, long nanos) {}

  Paces(List<Throttle> throttles) {
    this.throttles = throttles;
    paces = throttles.stream().map(Pace::of).toList();
  }

  /** How long the limits that let one wait make it wait. */
  long waits(long now) {
    return longest(now, 0, Throttle.Mode.WAIT).map(Exceeded::nanos).orElse(0L);
  }

  /** What holds up one that has so many before it; empty: nothing. */
  Optional<Exceeded> exceeded(long now, int ahead) {
    return longest(now, ahead, null);
  }

  /** What refuses one at once; empty: nothing. */
  Optional<Exceeded> blocked(long now) {
    return longest(now, 0, Throttle.Mode.BLOCK);
  }

  private Optional<Exceeded> longest(long now, int ahead, Throttle.@Nullable Mode mode) {
    Optional<Exceeded> longest = Optional.empty();
    long most = 0;
    for (int i = 0; i < paces.size(); i++) {
      Throttle throttle = throttles.get(i);
      long nanos = paces.get(i).earliest(now, ahead) - now;
      if (nanos > most && (mode == null || throttle.mode() == mode)) {
        most = nanos;
        longest = Optional.of(new Exceeded(throttle, nanos));
      }
    }
    return longest;
  }

  /** One starts; neither {@link #exceeded} nor anything else holds it up. */
  void start(long now) {
    for (Pace pace : paces) {
      pace.start(now);
    }
  }

  /** What was to start then has not: it does not count. */
  void takeBack(long then) {
    for (Pace pace : paces) {
      pace.takeBack(then);
    }
  }
}
