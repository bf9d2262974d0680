package io.forebay.soak;

/**
 * Which fault a request meets: a hash of seed, id and how often it has arrived, so that each side
 * can be asked afterwards what should have been.
 *
 * @param seed chooses another plan
 * @param chaosPercent so many of a hundred arrivals meet a fault
 */
record Plan(long seed, int chaosPercent) {
  private static final Fault[] FAULTS = Fault.values();

  /** One fault in so many is a stall, which costs its caller seconds. */
  private static final int STALLS = 2_000;

  Fault fault(int id, int arrival) {
    long hash = mixed(seed * 31 + id * 1_000_003L + arrival);
    if (Math.floorMod(hash, 100) >= chaosPercent) {
      return Fault.NONE;
    }
    if (Math.floorMod(hash >>> 16, STALLS) == 0) {
      return Fault.STALL;
    }
    return FAULTS[Math.floorMod(hash >>> 32, FAULTS.length - 2) + 1];
  }

  /** Which node the weather changes next. */
  int node(int tick, int nodes) {
    return Math.floorMod(mixed(seed + tick), nodes);
  }

  /** The finalizer of SplitMix64. */
  private static long mixed(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
