package io.forebay.config.internal.krakend;

import io.forebay.config.internal.tree.Node;
import io.forebay.spec.Throttle;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The limit on requests per second: {@code qos/ratelimit/proxy}, read and written. KrakenD never
 * waits for a token.
 */
final class RateWords {
  private static final Map<String, Word> WORDS =
      Map.of(
          "max_rate", Word.read(Word.Type.DECIMAL),
          "capacity", Word.read(Word.Type.NUMBER),
          "every", Word.read(Word.Type.TEXT));

  private RateWords() {}

  static List<Throttle> read(Node.Mapping extra, Fields backend) {
    Optional<Fields> found = Namespaces.read(extra, Namespaces.RATE, WORDS, backend);
    if (found.isEmpty()) {
      return List.of();
    }
    Fields limit = found.get();
    double most = limit.decimal("max_rate");
    if (most <= 0) {
      limit
          .report()
          .note(limit.at(), limit.place(), "no max_rate above zero, which limits nothing");
      return List.of();
    }
    Duration every = limit.duration("every").orElse(Duration.ofSeconds(1));
    double rate = most / (every.toNanos() / 1e9);
    int capacity = limit.number("capacity");
    return spec(limit, rate, capacity > 0 ? capacity : (int) Math.max(1, most));
  }

  private static List<Throttle> spec(Fields limit, double rate, int capacity) {
    try {
      return List.of(new Throttle.TokenBucket(rate, capacity, Throttle.Mode.BLOCK));
    } catch (IllegalArgumentException e) {
      limit.report().found(limit.at(), limit.place(), () -> String.valueOf(e.getMessage()));
      return List.of();
    }
  }

  /** The namespace's object; empty if it cannot say those limits. */
  static Optional<Map<String, Object>> written(List<Throttle> throttles) {
    if (throttles.size() != 1
        || !(throttles.get(0) instanceof Throttle.TokenBucket bucket)
        || bucket.mode() != Throttle.Mode.BLOCK) {
      return Optional.empty();
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("max_rate", bucket.rate());
    tree.put("capacity", bucket.capacity());
    return Optional.of(tree);
  }
}
