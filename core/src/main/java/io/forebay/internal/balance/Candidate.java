package io.forebay.internal.balance;

import java.util.List;

/** What can be chosen: an origin, or a group of candidates with a balancer of its own. */
public sealed interface Candidate {

  /** Largest weight, as in SRV records (RFC 2782). */
  int MOST_WEIGHT = 65_535;

  /** What tells it from others in the group, the same in every snapshot; the ring hashes it. */
  String id();

  /** Its share in relation to the others: 1 to {@link #MOST_WEIGHT}. */
  int weight();

  /** 0 is served first; see {@link io.forebay.spec.Balancing}. */
  int priority();

  /**
   * An origin.
   *
   * @param number what a {@link Choice} says and {@link Tried} remembers: from 0 on, small, the
   *     same as long as the origin lives
   * @param id its text
   * @param weight 1 to {@link #MOST_WEIGHT}
   * @param priority from 0 on
   * @param up whether it is healthy and not ejected
   * @param load its live numbers
   */
  record Single(int number, String id, int weight, int priority, boolean up, Load load)
      implements Candidate {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Single {
      if (number < 0) {
        throw new IllegalArgumentException("number: " + number + " (expected: >= 0)");
      }
      check(weight, priority);
    }
  }

  /**
   * A group (a director of directors). It is up by its own quorum; nobody has to say so.
   *
   * @param id its name
   * @param weight 1 to {@link #MOST_WEIGHT}
   * @param priority from 0 on
   * @param balancer chooses in it; in no other group
   * @param members whom it has
   */
  record Group(
      String id, int weight, int priority, Balancer balancer, List<? extends Candidate> members)
      implements Candidate {
    /**
     * Copies the list and checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Group {
      members = List.copyOf(members);
      check(weight, priority);
    }
  }

  private static void check(int weight, int priority) {
    if (weight < 1 || weight > MOST_WEIGHT) {
      throw new IllegalArgumentException(
          "weight: " + weight + " (expected: 1-" + MOST_WEIGHT + ")");
    }
    if (priority < 0) {
      throw new IllegalArgumentException("priority: " + priority + " (expected: >= 0)");
    }
  }
}
