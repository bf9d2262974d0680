package io.forebay.internal.limit;

import io.forebay.internal.limit.ThrottleLine.Outcome;
import io.forebay.spec.Throttle;
import io.forebay.spec.Throttle.Mode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What throttles promise, by counting everything that ever started. */
final class NaiveThrottles {
  final List<Long> starts = new ArrayList<>();
  final Map<Integer, Outcome> outcomes = new HashMap<>();
  final Map<Integer, Long> startedAt = new HashMap<>();
  final List<Integer> line = new ArrayList<>();

  private final List<Throttle> throttles;
  private long first = -1;

  NaiveThrottles(List<Throttle> throttles) {
    this.throttles = throttles;
  }

  /** Whether one more may start now, as far as the limits of that mode go. */
  boolean allows(Mode mode, long now) {
    return throttles.stream().allMatch(one -> one.mode() != mode || allows(one, now));
  }

  private boolean allows(Throttle throttle, long now) {
    if (throttle instanceof Throttle.TokenBucket bucket) {
      for (int i = 0; i < starts.size(); i++) {
        long inside = (long) starts.size() - i + 1;
        if (inside > bucket.capacity() + (now - starts.get(i)) / bucket.nanosPerToken()) {
          return false;
        }
      }
      return true;
    }
    Throttle.Windowed windowed = (Throttle.Windowed) throttle;
    long period = windowed.period().toNanos();
    boolean sliding = windowed.periodWindow() == Throttle.PeriodWindow.SLIDING;
    long inside =
        starts.stream()
            .filter(
                start ->
                    sliding
                        ? start > now - period
                        : (start - first) / period == (now - first) / period)
            .count();
    return inside < windowed.perPeriod();
  }

  void arrives(int number, long now) {
    if (!allows(Mode.BLOCK, now)) {
      outcomes.put(number, Outcome.BLOCKED);
    } else if (line.isEmpty() && allows(Mode.WAIT, now)) {
      start(number, now);
    } else {
      outcomes.put(number, Outcome.WAITING);
      line.add(number);
    }
  }

  private void start(int number, long now) {
    first = first < 0 ? now : first;
    starts.add(now);
    outcomes.put(number, Outcome.GRANTED);
    startedAt.put(number, now);
  }

  void cancelled(int number, long now) {
    if (line.remove(Integer.valueOf(number))) {
      outcomes.put(number, Outcome.CANCELLED);
    }
    letGo(now);
  }

  void givenBack(int number, long now) {
    Long start = startedAt.remove(number);
    if (start != null) {
      starts.remove(start);
    }
    letGo(now);
  }

  void letGo(long now) {
    while (!line.isEmpty() && allows(Mode.WAIT, now)) {
      int number = line.remove(0);
      if (allows(Mode.BLOCK, now)) {
        start(number, now);
      } else {
        outcomes.put(number, Outcome.BLOCKED);
      }
    }
  }
}
