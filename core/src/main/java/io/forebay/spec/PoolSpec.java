package io.forebay.spec;

/**
 * The bounds of the connections to one origin. Immutable.
 *
 * @param maxConnections most sockets in any state, dialling, active or idle; default 100, 0 means
 *     no bound (Couper and Fastly {@code max_connections})
 */
public record PoolSpec(int maxConnections) {

  /** At most 100 connections. */
  public static final PoolSpec DEFAULT = new PoolSpec(100);

  /**
   * Checks the bound.
   *
   * @throws IllegalArgumentException if {@code maxConnections} is negative
   */
  public PoolSpec {
    if (maxConnections < 0) {
      throw new IllegalArgumentException(
          "max_connections: " + maxConnections + " (expected: >= 0)");
    }
  }
}
