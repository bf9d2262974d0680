package io.forebay.internal.pool;

import io.forebay.internal.pool.PermitQueue.Counts;
import io.forebay.internal.pool.PermitQueue.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What a queue of permits has to do, on a list and two numbers: who asks is a number, too. */
final class PlainQueue {
  private final int maxWaiting;
  private final Deque<Integer> line = new ArrayDeque<>();
  private final Map<Integer, Outcome> outcomes = new HashMap<>();
  private final List<Integer> told = new ArrayList<>();
  private final Set<Integer> parked = new HashSet<>();
  private int max;
  private int leased;
  private boolean closed;

  PlainQueue(int max, int maxWaiting) {
    this.max = max;
    this.maxWaiting = maxWaiting;
  }

  void ask(int who) {
    outcomes.put(who, asked());
    if (outcome(who) == Outcome.GRANTED) {
      leased++;
    } else if (outcome(who) == Outcome.WAITING) {
      line.addLast(who);
    }
  }

  private Outcome asked() {
    if (closed) {
      return Outcome.CLOSED;
    }
    if (leased < max) {
      return Outcome.GRANTED;
    }
    return line.size() < maxWaiting ? Outcome.WAITING : Outcome.CROWDED;
  }

  Outcome outcome(int who) {
    return Objects.requireNonNull(outcomes.get(who));
  }

  /** Who was told, in this order. */
  List<Integer> told() {
    return told;
  }

  /** How many wait in front of the line, beyond its bound. */
  int overflowed() {
    int count = 0;
    for (int who : parked) {
      count += outcome(who) == Outcome.WAITING ? 1 : 0;
    }
    return count;
  }

  void forget(int who) {
    outcomes.remove(who);
    parked.remove(who);
  }

  void release() {
    leased--;
    grantNext();
  }

  void limit(int permits) {
    max = permits;
    boolean more = true;
    while (more) {
      more = grantNext();
    }
  }

  /** Who held a permit for nothing asks again in front, and is never told: it parks. */
  void overflow(int who) {
    parked.add(who);
    leased--;
    max = Math.max(1, Math.min(max, leased));
    if (closed) {
      outcomes.put(who, Outcome.CLOSED);
    } else if (leased == 0) {
      leased++;
    } else {
      line.addFirst(who);
      outcomes.put(who, Outcome.WAITING);
    }
  }

  void settle(int who, Outcome outcome) {
    if (line.remove(who)) {
      outcomes.put(who, outcome);
      if (!parked.contains(who)) {
        told.add(who);
      }
    }
  }

  void close() {
    closed = true;
    while (!line.isEmpty()) {
      settle(line.getFirst(), Outcome.CLOSED);
    }
  }

  Counts counts() {
    return new Counts(max, leased, line.size());
  }

  private boolean grantNext() {
    if (line.isEmpty() || leased >= max) {
      return false;
    }
    settle(line.getFirst(), Outcome.GRANTED);
    leased++;
    return true;
  }
}
