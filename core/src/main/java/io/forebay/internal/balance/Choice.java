package io.forebay.internal.balance;

/** Who serves an attempt, or why nobody does. Made with the snapshot, not with the call. */
public sealed interface Choice {

  /**
   * An origin.
   *
   * @param number its {@link Candidate.Single#number}
   * @param panic whether health was ignored, so that it may be down
   */
  record Chosen(int number, boolean panic) implements Choice {}

  /**
   * Nobody.
   *
   * @param reason why
   * @param text the same with its numbers, for people
   */
  record None(Reason reason, String text) implements Choice {}

  /** Why nobody is chosen. */
  enum Reason {
    /** There is none. */
    NO_MEMBERS,
    /** None is healthy. */
    ALL_DOWN,
    /** Those that are healthy weigh too little. */
    QUORUM
  }
}
