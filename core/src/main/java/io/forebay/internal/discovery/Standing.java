package io.forebay.internal.discovery;

import io.forebay.spec.Discovery;
import io.forebay.spec.WeightedOrigin;
import io.forebay.spi.OriginSource.Listing;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a discovery stands: who is in the list, and why the last lookup failed. Immutable.
 *
 * @param membership the list
 * @param failure why the last lookup failed; empty: it did not, or none has ended
 * @param begun whether the first lookup is over, or overdue
 */
record Standing(Membership membership, String failure, boolean begun) {
  private static final Logger log = LoggerFactory.getLogger(OriginDiscovery.class);

  static Standing start(Discovery spec, long now) {
    return new Standing(Membership.start(spec, now), "", false);
  }

  Standing at(long now) {
    return new Standing(membership.at(now), failure, begun);
  }

  /** After an answer that holds something. */
  Standing heard(Listing answer, long now, double chance) {
    return new Standing(membership.heard(answer, now, chance), "", true);
  }

  Standing failed(String problem, long now, double chance) {
    return new Standing(membership.failed(now, chance), problem, true);
  }

  List<WeightedOrigin> inForce() {
    return membership.inForce();
  }

  /** Logs when lookups began to fail, and when they no longer did. */
  void sayAfter(Standing before, String label) {
    Discovery spec = membership.spec();
    int count = inForce().size();
    if (!failure.isEmpty() && before.failure.isEmpty()) {
      log.warn("{}: origins of {}: {} ({} stay in use)", label, spec, failure, count);
    } else if (!failure.isEmpty()) {
      log.debug("{}: origins of {}: {}", label, spec, failure);
    } else if (!before.failure.isEmpty()) {
      log.info("{}: origins of {}: found again ({} in use)", label, spec, count);
    }
  }
}
