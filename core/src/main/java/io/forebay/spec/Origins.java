package io.forebay.spec;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Where a backend's requests go: one origin, several, or those that something finds. */
public sealed interface Origins {

  /**
   * The origin that stands for all: what the URLs of requests are made from before one is chosen.
   */
  Origin first();

  /** Whether there is one, and never another. */
  boolean lone();

  /** One. */
  static Origins only(Origin origin) {
    return new Listed(List.of(origin.weight(1)));
  }

  /**
   * These and no others.
   *
   * @param members in the order of their definition; at least one, no origin twice
   */
  record Listed(List<WeightedOrigin> members) implements Origins {

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if it is empty, or has an origin twice
     */
    public Listed {
      members = List.copyOf(members);
      if (members.isEmpty()) {
        throw new IllegalArgumentException("origins: none (expected: at least one)");
      }
      Set<Origin> seen = new HashSet<>();
      for (WeightedOrigin member : members) {
        if (!seen.add(member.origin())) {
          throw new IllegalArgumentException("origins: " + member.origin() + " is there twice");
        }
      }
    }

    @Override
    public Origin first() {
      return members.get(0).origin();
    }

    @Override
    public boolean lone() {
      return members.size() == 1;
    }

    /** The origins, separated by commas. */
    @Override
    public String toString() {
      return String.join(", ", members.stream().map(WeightedOrigin::toString).toList());
    }
  }

  /**
   * Those that something finds, which may be others at any time.
   *
   * @param how what finds them
   */
  record Discovered(Discovery how) implements Origins {

    @Override
    public Origin first() {
      return how.kind().template();
    }

    /** Never: there may always be another. */
    @Override
    public boolean lone() {
      return false;
    }

    /** What is looked up. */
    @Override
    public String toString() {
      return how.toString();
    }
  }
}
