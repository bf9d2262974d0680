package io.forebay.spec;

import java.time.Duration;

/**
 * How one of several origins is chosen for an attempt. Immutable.
 *
 * <p>Whatever the way, only healthy origins of the first priority in use are chosen among, see
 * {@link Balancing}, and an origin that failed this exchange comes after those that did not.
 */
public sealed interface Balance {

  /** In turn: 1, 2, 3, 1, 2, 3. The default. */
  Balance DEFAULT = new RoundRobin();

  /**
   * In turn, in the order of declaration, whatever the weights: {@link Weighted} minds them. An
   * origin that is left out takes its turn with it, so its neighbour gets no more than the others;
   * the turn goes on from where it stood when origins come and go (Varnish {@code round_robin}).
   */
  record RoundRobin() implements Balance {
    @Override
    public String text() {
      return "round_robin";
    }
  }

  /**
   * In turn, each as often as its weight says, spread as evenly as can be: 2, 1, 1 is A B A C. What
   * an origin is owed stays when others come and go. Weights whose sum, divided by what they have
   * in common, exceeds 16,384 are rounded to that (nginx's smooth weighted round robin, by
   * deadlines).
   */
  record Weighted() implements Balance {
    @Override
    public String text() {
      return "weighted";
    }
  }

  /**
   * By chance, each as likely as its weight says (Fastly director {@code random}, {@code
   * auto_loadbalance}).
   */
  record Random() implements Balance {
    @Override
    public String text() {
      return "random";
    }
  }

  /**
   * The least busy of a few drawn by chance: fewest exchanges in flight for its weight. Recent
   * failures count as exchanges in flight, so that an origin which refuses fast does not look idle.
   * Among the equally busy, weights decide as in {@link Random} (Envoy {@code LEAST_REQUEST},
   * Finagle {@code p2c}).
   *
   * @param choices how many are compared, distinct as far as there are; at least 2, default 2. As
   *     many as there are origins, or more: all
   */
  record LeastRequests(int choices) implements Balance {
    /** The better of two. */
    public static final LeastRequests DEFAULT = new LeastRequests(2);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if there is no choice
     */
    public LeastRequests {
      if (choices < 2) {
        throw new IllegalArgumentException(
            "balance.least_requests.choices: " + choices + " (expected: >= 2)");
      }
    }

    @Override
    public String text() {
      return "least_requests";
    }
  }

  /**
   * The faster of two drawn by chance: expected latency times exchanges in flight, divided by the
   * weight. The expectation jumps to a peak at once, and forgets with time. Recent failures count
   * as exchanges in flight and never make an origin look fast. Unlike the other ways this does not
   * share idle traffic by weight: the faster origin gets it (Finagle {@code p2cPeakEwma}).
   *
   * @param decay time in which a latency or a failure loses 63 % of what it weighs; above zero,
   *     default 10 s
   */
  record Ewma(Duration decay) implements Balance {
    /** Forgets in 10 s. */
    public static final Ewma DEFAULT = new Ewma(Duration.ofSeconds(10));

    /**
     * Checks the time.
     *
     * @throws IllegalArgumentException if it is not above zero, or longer than an hour
     */
    public Ewma {
      if (decay.isZero() || decay.isNegative() || decay.compareTo(Duration.ofHours(1)) > 0) {
        throw new IllegalArgumentException(
            "balance.ewma.decay: "
                + Durations.format(decay)
                + " (expected: above zero, at most 1h)");
      }
    }

    @Override
    public String text() {
      return "ewma";
    }
  }

  /**
   * The first that is healthy, in the order of declaration, and within it of priority: the next one
   * serves only while those before it are unhealthy, or failed this exchange (Fastly and Varnish
   * director {@code fallback}).
   */
  record Fallback() implements Balance {
    @Override
    public String text() {
      return "fallback";
    }
  }

  /**
   * The ways that send the same key to the same origin.
   *
   * <p>A key's number is the last four bytes of the SHA-256 of its UTF-8 text, least significant
   * byte first, as in Varnish; a call without a value has the key of the empty text.
   */
  sealed interface Keyed extends Balance {

    /** What the choice depends on. */
    Value key();
  }

  /**
   * By a key of the call, in proportion to the weights. In two steps: first among all origins,
   * whatever their health; if that one is unhealthy, again among the healthy with the same number.
   * So the keys of healthy origins stay where they are when another falls ill; its own keys go to
   * one or two of the others. {@link Ring} spreads them, and also keeps most keys in place when
   * origins come or go (Fastly director {@code hash}, Varnish 2.1).
   *
   * @param key known before the response; no default
   */
  record Hash(Value key) implements Keyed {
    /**
     * Checks the key.
     *
     * @throws IllegalArgumentException if it is known only with the response
     */
    public Hash {
      checkKey("hash", key);
    }

    @Override
    public String text() {
      return "hash";
    }
  }

  /**
   * By who the client is, otherwise as {@link Hash} (Fastly director {@code client}).
   *
   * @param key the client's identity; default the variable {@code client_identity}, which each call
   *     has to bind
   */
  record Client(Value key) implements Keyed {
    /** By the variable {@code client_identity}. */
    public static final Client DEFAULT = new Client(Value.template("{client_identity}"));

    /**
     * Checks the key.
     *
     * @throws IllegalArgumentException if it is known only with the response
     */
    public Client {
      checkKey("client", key);
    }

    @Override
    public String text() {
      return "client";
    }
  }

  /**
   * By a key of the call, on a ring: each origin stands at many points, and a key belongs to the
   * first point at or after it. An origin that comes or goes moves only its own share of the keys.
   * Points are hashes of the origin's text and a number from 0 on (Fastly director {@code chash},
   * Varnish {@code shard}).
   *
   * <p>A key beyond the last point belongs to the first one. Varnish documents that, but its code
   * gives the last; on a ring that ends the origin of the last point would also hold what lies
   * behind it, and would hand it over whenever the ring gets a later point.
   *
   * @param key known before the response; no default
   * @param vnodes points of an origin of weight 1, the weight multiplies them; 1 to 8,388,608,
   *     default 256. A ring of more than 1,048,576 points is thinned out to that
   */
  record Ring(Value key, int vnodes) implements Keyed {
    /** Points of an origin of weight 1, unless told otherwise. */
    public static final int DEFAULT_VNODES = 256;

    /** Most points of an origin of weight 1 (Fastly {@code vnodes_per_node}). */
    public static final int MOST_VNODES = 8_388_608;

    /**
     * Checks both.
     *
     * @throws IllegalArgumentException if the key is known only with the response, or the number is
     *     out of range
     */
    public Ring {
      checkKey("ring", key);
      if (vnodes < 1 || vnodes > MOST_VNODES) {
        throw new IllegalArgumentException(
            "balance.ring.vnodes: " + vnodes + " (expected: 1-" + MOST_VNODES + ")");
      }
    }

    /** A ring of 256 points for each origin. */
    public static Ring of(Value key) {
      return new Ring(key, DEFAULT_VNODES);
    }

    @Override
    public String text() {
      return "ring";
    }
  }

  private static void checkKey(String way, Value key) {
    if (key.needsResponse()) {
      throw new IllegalArgumentException(
          "balance." + way + ".key: " + key + " is not known before the response");
    }
  }

  /** The word for it in files and logs. */
  String text();
}
