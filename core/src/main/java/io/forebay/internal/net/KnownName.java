package io.forebay.internal.net;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one name: the last good answer, when to ask again, and the lookup under way,
 * of which there is one at most. Time is an argument, in monotonic nanoseconds. Thread-safe.
 */
final class KnownName {
  /** As much of an answer as is looked at. */
  private static final int MOST_ADDRESSES = 1024;

  /** How many times the time to live an address that rotates is remembered. */
  private static final int MEMORY = 10;

  private final String host;
  private final long ttlNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Answer last;

  // Guarded by lock.
  private @Nullable Lookup underWay;

  KnownName(String host, long ttlNanos) {
    this.host = host;
    this.ttlNanos = ttlNanos;
  }

  /**
   * A good answer.
   *
   * @param addresses in the resolver's order
   * @param current the same, to be asked
   * @param askAgainAt until when it is fresh
   * @param seenAt when each address that may still be in use was last in an answer
   * @param rotates whether addresses that were gone came back, so that being absent from one answer
   *     means nothing
   */
  private record Answer(
      List<InetAddress> addresses,
      Set<InetAddress> current,
      long askAgainAt,
      Map<InetAddress, Long> seenAt,
      boolean rotates) {

    Answer until(long askAgain) {
      return new Answer(addresses, current, askAgain, seenAt, rotates);
    }
  }

  /** A lookup under way. */
  record Lookup(String host, long startedAt, CompletableFuture<List<InetAddress>> answer) {}

  String host() {
    return host;
  }

  /** The answer, while it is fresh; else none. */
  List<InetAddress> fresh(long now) {
    Answer known = last;
    return known == null || isStale(known, now) ? List.of() : known.addresses();
  }

  /** The last good answer, however old; none if there never was one. */
  List<InetAddress> lastGood() {
    Answer known = last;
    return known == null ? List.of() : known.addresses();
  }

  /** The lookup under way; if there is none, a new one is handed to {@code starter}. */
  Lookup lookup(long now, Consumer<Lookup> starter) {
    Lookup started;
    lock.lock();
    try {
      if (underWay != null) {
        return underWay;
      }
      started = new Lookup(host, now, new CompletableFuture<>());
      underWay = started;
    } finally {
      lock.unlock();
    }
    starter.accept(started);
    return started;
  }

  /** A lookup is over, and gave these. */
  void answered(Lookup lookup, List<InetAddress> addresses, long now) {
    List<InetAddress> kept = addresses.stream().distinct().limit(MOST_ADDRESSES).toList();
    lock.lock();
    try {
      last = next(last, kept, now);
      underWay = null;
    } finally {
      lock.unlock();
    }
    lookup.answer().complete(kept);
  }

  private Answer next(@Nullable Answer before, List<InetAddress> addresses, long now) {
    Set<InetAddress> current = Set.copyOf(addresses);
    Map<InetAddress, Long> seenAt = new HashMap<>();
    boolean rotates = before != null && before.rotates();
    if (before != null) {
      for (Map.Entry<InetAddress, Long> entry : before.seenAt().entrySet()) {
        boolean absent = !before.current().contains(entry.getKey());
        rotates |= absent && current.contains(entry.getKey());
        if (remembers(now, entry.getValue()) && seenAt.size() < MOST_ADDRESSES) {
          seenAt.put(entry.getKey(), entry.getValue());
        }
      }
    }
    addresses.forEach(address -> seenAt.put(address, now));
    return new Answer(addresses, current, now + ttlNanos, Map.copyOf(seenAt), rotates);
  }

  private boolean remembers(long now, long seenAt) {
    return now - seenAt <= MEMORY * Math.max(ttlNanos, Resolver.ASK_AGAIN_NANOS);
  }

  /** A lookup is over, and failed: the last good answer, if any, is good for a little longer. */
  void failed(Lookup lookup, Throwable failure, long now) {
    long pause = Math.min(ttlNanos, Resolver.ASK_AGAIN_NANOS);
    lock.lock();
    try {
      Answer known = last;
      if (known != null) {
        last = known.until(now + pause);
      }
      underWay = null;
    } finally {
      lock.unlock();
    }
    lookup.answer().completeExceptionally(failure);
  }

  /** Whether it is time to ask again for the sake of connections that exist. */
  boolean isExpired(long now) {
    Answer known = last;
    return ttlNanos > 0 && known != null && isStale(known, now);
  }

  private static boolean isStale(Answer answer, long now) {
    return now - answer.askAgainAt() >= 0;
  }

  /** Whether the address is in the last good answer, or may be in the next of one that rotates. */
  boolean has(InetAddress address, long now) {
    Answer known = last;
    if (known == null || known.current().contains(address)) {
      return true;
    }
    Long seenAt = known.seenAt().get(address);
    return known.rotates() && seenAt != null && remembers(now, seenAt);
  }
}
