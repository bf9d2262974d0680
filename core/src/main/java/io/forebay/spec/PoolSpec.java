package io.forebay.spec;

/**
 * The bounds of the connections to one origin. Immutable.
 *
 * @param maxConnections most sockets in any state, dialling, active or idle; default 100, 0 means
 *     no bound (Couper and Fastly {@code max_connections})
 * @param maxPending most exchanges that wait for a permit, more are refused at once; default
 *     10,000, 0 means nobody waits (Varnish {@code wait_limit})
 * @param life how long a connection is used
 */
public record PoolSpec(int maxConnections, int maxPending, ConnectionLife life) {

  /** At most 100 connections and 10,000 exchanges in line. */
  public static final PoolSpec DEFAULT = new PoolSpec(100, 10_000, ConnectionLife.DEFAULT);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public PoolSpec {
    if (maxConnections < 0) {
      throw new IllegalArgumentException(
          "max_connections: " + maxConnections + " (expected: >= 0)");
    }
    if (maxPending < 0) {
      throw new IllegalArgumentException("max_pending: " + maxPending + " (expected: >= 0)");
    }
  }

  /** The same with another bound on connections. */
  public PoolSpec withMaxConnections(int most) {
    return new PoolSpec(most, maxPending, life);
  }

  /** The same with another bound on waiting exchanges. */
  public PoolSpec withMaxPending(int most) {
    return new PoolSpec(maxConnections, most, life);
  }

  /** The same with other lives of connections. */
  public PoolSpec withLife(ConnectionLife other) {
    return new PoolSpec(maxConnections, maxPending, other);
  }
}
