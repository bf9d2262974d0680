package io.forebay.internal.health;

import io.forebay.health.HealthSpec;
import io.forebay.spi.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checks of the process that backends share: one for each key and definition, as long as
 * somebody uses it. Thread-safe.
 */
final class SharedChecks {
  private static final Logger log = LoggerFactory.getLogger(SharedChecks.class);
  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final Map<Key, List<Shared>> KNOWN = new HashMap<>(); // Guarded by LOCK.

  /**
   * What is to be shared. Definitions of one key that differ are a mistake, times that differ are
   * not: they are different worlds.
   */
  private record Key(String text, Clock clock) {}

  /** What has to be equal. */
  private record Definition(HealthSpec spec, Object subject) {}

  /** A check, and how many use it. */
  private static final class Shared {
    private final Definition definition;
    private final String label;
    private final Check check;
    private int users;

    Shared(Definition definition, String label, Check check) {
      this.definition = definition;
      this.label = label;
      this.check = check;
    }
  }

  private SharedChecks() {}

  /** The check for these, made if nobody has the same; to be given back by {@link #release}. */
  static Check acquire(
      String key, Clock clock, String label, HealthSpec spec, Probe probe, Supplier<Check> make) {
    Definition definition = new Definition(spec, probe.subject());
    Optional<String> other;
    Shared shared;
    LOCK.lock();
    try {
      List<Shared> known = KNOWN.computeIfAbsent(new Key(key, clock), any -> new ArrayList<>());
      shared = find(known, definition).orElseGet(() -> new Shared(definition, label, make.get()));
      other = known.stream().findFirst().map(first -> first.label);
      if (shared.users == 0) {
        known.add(shared);
      } else {
        other = Optional.empty();
      }
      shared.users++;
    } finally {
      LOCK.unlock();
    }
    other.ifPresent(first -> warn(label, first, key));
    return shared.check;
  }

  private static Optional<Shared> find(List<Shared> known, Definition definition) {
    return known.stream().filter(shared -> shared.definition.equals(definition)).findFirst();
  }

  private static void warn(String label, String other, String key) {
    log.warn(
        "{}: share_key '{}' is also that of '{}', whose origin, transport or check is another"
            + " (expected: the same): each checks for itself",
        label,
        key,
        other);
  }

  /** Gives a check back; the last one to do so ends the sharing. */
  static void release(String key, Clock clock, Check check) {
    LOCK.lock();
    try {
      KNOWN.computeIfPresent(
          new Key(key, clock),
          (same, known) -> {
            known.removeIf(shared -> shared.check.equals(check) && --shared.users == 0);
            return known.isEmpty() ? null : known;
          });
    } finally {
      LOCK.unlock();
    }
  }
}
