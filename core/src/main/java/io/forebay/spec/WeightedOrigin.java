package io.forebay.spec;

/**
 * An origin among others, and its share of their traffic. Immutable.
 *
 * @param origin where to connect
 * @param weight its share in relation to the others; default 1, 1 to 65,535 as in SRV records (RFC
 *     2782; Fastly and VCL {@code weight}). Round robin does not look at it
 * @param priority who is asked first: 0, the default, before 1, and so on; see {@link Balancing}
 */
public record WeightedOrigin(Origin origin, int weight, int priority) implements OriginNode {
  private static final int MOST_WEIGHT = 65_535;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public WeightedOrigin {
    check(weight, priority);
  }

  static void check(int weight, int priority) {
    if (weight < 1 || weight > MOST_WEIGHT) {
      throw new IllegalArgumentException(
          "weight: " + weight + " (expected: 1-" + MOST_WEIGHT + ")");
    }
    if (priority < 0) {
      throw new IllegalArgumentException("priority: " + priority + " (expected: >= 0)");
    }
  }

  /** The same with another weight. */
  public WeightedOrigin withWeight(int other) {
    return new WeightedOrigin(origin, other, priority);
  }

  /** The same with another priority. */
  public WeightedOrigin withPriority(int other) {
    return new WeightedOrigin(origin, weight, other);
  }

  /** The URL, and what is not the default. */
  @Override
  public String toString() {
    return origin
        + (weight == 1 ? "" : " weight " + weight)
        + (priority == 0 ? "" : " priority " + priority);
  }
}
