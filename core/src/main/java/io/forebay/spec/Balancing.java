package io.forebay.spec;

/**
 * How traffic is shared among several origins, or groups of them. Immutable.
 *
 * <p>Priorities come first: 0 is the highest, and the first priority with any healthy origin serves
 * everything. {@code overprovisioning} makes that softer, so that what a priority has too little
 * health for spills over into the next.
 *
 * @param by how one is chosen among equals
 * @param quorum percent of the weight that must be healthy, 0 to 100, else every exchange is
 *     refused; reaching it exactly is enough. Default 0: one healthy origin is enough. It wins over
 *     the panic threshold (Fastly and VCL {@code quorum}; Fastly's API has 75 where none is given)
 * @param panicThreshold percent of healthy origins below which health is ignored, 0 to 100, because
 *     a few would not bear what all did; it counts per priority, and only when no priority is above
 *     it. Default 50 (Envoy {@code healthy_panic_threshold}); 0: health is never ignored, and
 *     nobody healthy means refused (Fastly, Varnish)
 * @param overprovisioning percent of its traffic that a priority's healthy origins are trusted to
 *     bear; 0, the default: everything goes to the first priority with any healthy origin; else 100
 *     to 1000: a priority takes its percentage of healthy origins times this, at most everything,
 *     and the rest goes on to the next. 140 as in Envoy {@code overprovisioning_factor} means that
 *     nothing spills over before 29 % are unhealthy
 */
public record Balancing(Balance by, int quorum, int panicThreshold, int overprovisioning) {

  /** In turn, no quorum, panic below half, nothing spills over. */
  public static final Balancing DEFAULT = new Balancing(Balance.DEFAULT, 0, 50, 0);

  private static final int LEAST_OVERPROVISIONING = 100;
  private static final int MOST_OVERPROVISIONING = 1000;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public Balancing {
    checkPercent("quorum", quorum);
    checkPercent("panic_threshold", panicThreshold);
    boolean spills = overprovisioning != 0;
    if (spills
        && (overprovisioning < LEAST_OVERPROVISIONING
            || overprovisioning > MOST_OVERPROVISIONING)) {
      throw new IllegalArgumentException(
          "overprovisioning: " + overprovisioning + " (expected: 0 or 100-1000)");
    }
  }

  private static void checkPercent(String name, int percent) {
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException(name + ": " + percent + " (expected: 0-100)");
    }
  }

  /** The same, choosing in another way. */
  public Balancing withBy(Balance other) {
    return new Balancing(other, quorum, panicThreshold, overprovisioning);
  }

  /** The same with another quorum. */
  public Balancing withQuorum(int percent) {
    return new Balancing(by, percent, panicThreshold, overprovisioning);
  }

  /** The same with another panic threshold. */
  public Balancing withPanicThreshold(int percent) {
    return new Balancing(by, quorum, percent, overprovisioning);
  }

  /** The same with another overprovisioning. */
  public Balancing withOverprovisioning(int percent) {
    return new Balancing(by, quorum, panicThreshold, percent);
  }
}
