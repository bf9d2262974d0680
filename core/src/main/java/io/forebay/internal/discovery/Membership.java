package io.forebay.internal.discovery;

import io.forebay.spec.Discovery;
import io.forebay.spec.Discovery.Refresh;
import io.forebay.spec.Origin;
import io.forebay.spec.WeightedOrigin;
import io.forebay.spi.OriginSource.Listing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The list of origins in force, and when to ask for it again. Immutable; time and chance are
 * arguments, time in monotonic nanoseconds that never go back.
 *
 * @param spec the rules
 * @param present the last good answer, none before the first
 * @param leaving those that are gone from it, but still on probation; who goes first comes first
 * @param failures lookups in a row that gave nothing
 * @param askAt when to ask again
 */
record Membership(
    Discovery spec, List<WeightedOrigin> present, List<Leaving> leaving, int failures, long askAt) {
  /** More origins are not looked at; of those on probation, the first to go then go at once. */
  static final int MOST = 1024;

  /** The longest pause after a failure, unless the shortest refresh is longer. */
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** The share of a pause by which chance may shorten it. */
  static final double JITTER = 0.2;

  /** An origin that is gone from the answer, and when it is from the list. */
  record Leaving(WeightedOrigin origin, long until) {}

  Membership {
    present = List.copyOf(present);
    leaving = List.copyOf(leaving);
    assert present.size() + leaving.size() <= MOST;
  }

  /** Nobody yet, and to be asked for at once. */
  static Membership start(Discovery spec, long now) {
    return new Membership(spec, List.of(), List.of(), 0, now);
  }

  /** Those of the last good answer in its order, then those on probation. */
  List<WeightedOrigin> inForce() {
    return Stream.concat(present.stream(), leaving.stream().map(Leaving::origin)).toList();
  }

  /** After an answer. One with nothing in it is a failure. */
  Membership heard(Listing listing, long now, double chance) {
    Map<Origin, WeightedOrigin> answer = new LinkedHashMap<>();
    for (WeightedOrigin origin : listing.origins()) {
      if (answer.size() < MOST) {
        answer.putIfAbsent(origin.origin(), origin);
      }
    }
    if (answer.isEmpty()) {
      return failed(now, chance);
    }
    Membership current = at(now);
    return new Membership(
        spec,
        List.copyOf(answer.values()),
        current.leavingAfter(answer, now),
        0,
        now + pause(listing).toNanos());
  }

  private List<Leaving> leavingAfter(Map<Origin, WeightedOrigin> answer, long now) {
    List<Leaving> gone = new ArrayList<>();
    for (Leaving before : leaving) {
      if (!answer.containsKey(before.origin().origin())) {
        gone.add(before);
      }
    }
    long until = now + spec.probation().toNanos();
    for (WeightedOrigin before : present) {
      if (!spec.probation().isZero() && !answer.containsKey(before.origin())) {
        gone.add(new Leaving(before, until));
      }
    }
    return gone.subList(Math.max(0, gone.size() + answer.size() - MOST), gone.size());
  }

  private Duration pause(Listing listing) {
    Refresh refresh = spec.refresh();
    Duration ttl = listing.ttl().orElse(refresh.usual());
    if (ttl.compareTo(refresh.min()) < 0) {
      return refresh.min();
    }
    return ttl.compareTo(refresh.max()) > 0 ? refresh.max() : ttl;
  }

  /**
   * After a lookup that gave nothing: the list stays as it is.
   *
   * @param chance from 0 to below 1
   */
  Membership failed(long now, double chance) {
    Membership current = at(now);
    long longest = Math.max(LONGEST_PAUSE.toNanos(), spec.refresh().min().toNanos());
    long pause = spec.refresh().min().toNanos();
    for (int i = 0; i < failures && pause < longest; i++) {
      pause = Math.min(longest, pause * 2);
    }
    long askAgain = now + pause - (long) (pause * JITTER * chance);
    int more = failures == Integer.MAX_VALUE ? failures : failures + 1;
    return new Membership(spec, present, current.leaving, more, askAgain);
  }

  /** Now that this is the time: without those whose probation is over. */
  Membership at(long now) {
    List<Leaving> left = leaving.stream().filter(gone -> gone.until() - now > 0).toList();
    return left.size() == leaving.size()
        ? this
        : new Membership(spec, present, left, failures, askAt);
  }

  /** Whether it is time to ask. */
  boolean due(long now) {
    return now - askAt >= 0;
  }

  /** When the next one leaves; empty: nobody is about to. */
  OptionalLong nextLeaves() {
    return leaving.isEmpty() ? OptionalLong.empty() : OptionalLong.of(leaving.get(0).until());
  }
}
