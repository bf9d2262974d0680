package io.forebay.spi;

import io.forebay.spec.WeightedOrigin;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Tells where a backend's origins are: a registry of services, a file, a table. Asked again and
 * again while a backend is open; given to backends by name, with {@code
 * Environment.withOriginSource}.
 *
 * <p>Asked on a thread of the library's own, one question of a backend at a time; several backends
 * that share a source may ask at once, so it must be thread-safe. It may block. After the lookup
 * timeout of the {@link io.forebay.spec.Discovery} the lookup counts as failed and its thread is
 * interrupted; while it hangs on, it is not asked again, and an answer that comes late still
 * counts. Closing a backend interrupts it too. The library does not close a source.
 */
@FunctionalInterface
public interface OriginSource {

  /**
   * Finds the origins of now.
   *
   * @return all of them, in the order of their preference; none counts as a failure. Those beyond
   *     the first 1024 are not looked at, nor is one that was in the list before
   * @throws IOException if there is no answer. The last good one, if any, stays in force, and the
   *     source is asked again after a pause that grows; so it is after any other exception. The
   *     message is logged and shown to callers: it should tell no secret
   */
  Listing origins() throws IOException;

  /**
   * An answer. Immutable.
   *
   * @param origins where the origins are, with their weights and priorities
   * @param ttl how long the answer is good for, from now on, not negative; empty: not known. It is
   *     brought within the limits that the discovery sets
   */
  record Listing(List<WeightedOrigin> origins, Optional<Duration> ttl) {

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if the time to live is negative
     */
    public Listing {
      origins = List.copyOf(origins);
      if (ttl.isPresent() && ttl.get().isNegative()) {
        throw new IllegalArgumentException("ttl: " + ttl.get() + " (expected: >= 0)");
      }
    }

    /** These, for nobody knows how long. */
    public static Listing of(List<WeightedOrigin> origins) {
      return new Listing(origins, Optional.empty());
    }

    /**
     * These, for so long.
     *
     * @throws IllegalArgumentException if the time to live is negative
     */
    public static Listing of(List<WeightedOrigin> origins, Duration ttl) {
      return new Listing(origins, Optional.of(ttl));
    }
  }
}
