package io.forebay.internal.balance;

import java.util.List;

/**
 * The seats of one priority.
 *
 * @param priority which; 0 is served first
 * @param seats in the order of declaration
 */
record Tier(int priority, List<Seat> seats) {

  /** Those that are up. */
  List<Seat> up() {
    return seats.stream().filter(Seat::up).toList();
  }

  /** Those that can serve if health is ignored. */
  List<Seat> peopled() {
    return seats.stream().filter(Seat::peopled).toList();
  }

  /** The part of the seats that is up: 0 to 1. */
  double health() {
    return (double) up().size() / seats.size();
  }

  /** Whether the part that is up reaches a percentage, and is not nothing. */
  boolean reaches(int percent) {
    int up = up().size();
    return up > 0 && up * 100L >= (long) percent * seats.size();
  }
}
