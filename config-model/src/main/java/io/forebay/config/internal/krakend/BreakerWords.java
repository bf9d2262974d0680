package io.forebay.config.internal.krakend;

import io.forebay.config.internal.tree.Node;
import io.forebay.spec.BreakerSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The breaker: {@code qos/circuit-breaker}, read and written. */
final class BreakerWords {
  private static final Map<String, Word> WORDS =
      Map.of(
          "interval", Word.read(Word.Type.NUMBER),
          "timeout", Word.read(Word.Type.NUMBER),
          "max_errors", Word.read(Word.Type.NUMBER),
          "name", Word.noted(Word.Type.TEXT, "it is called as its backend is; not carried"),
          "log_status_change",
              Word.noted(Word.Type.BOOLEAN, "changes are always told; not carried"));
  // Where it says zero (sony/gobreaker).
  private static final int OPEN_SECONDS = 60;

  private BreakerWords() {}

  static Optional<BreakerSpec> read(Node.Mapping extra, Fields backend) {
    Optional<Fields> found = Namespaces.read(extra, Namespaces.BREAKER, WORDS, backend);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Fields breaker = found.get();
    int interval = positive(breaker, "interval");
    int timeout = positive(breaker, "timeout");
    int most = positive(breaker, "max_errors");
    if (interval == 0 && timeout == 0 && most == 0) {
      breaker
          .report()
          .note(breaker.at(), breaker.place(), "all zero, which is no breaker, as in KrakenD");
      return Optional.empty();
    }
    if (interval > 0) {
      breaker.note("interval", "failures in a row count however old they are; not carried");
    }
    return spec(breaker, most, Duration.ofSeconds(timeout == 0 ? OPEN_SECONDS : timeout));
  }

  private static int positive(Fields breaker, String key) {
    int number = breaker.number(key);
    if (number < 0) {
      breaker.found(key, number + " (expected: >= 0)");
      return 0;
    }
    return number;
  }

  private static Optional<BreakerSpec> spec(Fields breaker, int most, Duration open) {
    try {
      return Optional.of(BreakerSpec.consecutiveErrors(most, open));
    } catch (IllegalArgumentException e) {
      breaker.report().found(breaker.at(), breaker.place(), () -> String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** The namespace's object; empty if it cannot say that breaker. */
  static Optional<Map<String, Object>> written(BreakerSpec breaker) {
    int most = breaker.minimumCalls() - 1;
    long seconds = breaker.openFor().toSeconds();
    if (seconds < 1
        || !breaker.equals(BreakerSpec.consecutiveErrors(most, Duration.ofSeconds(seconds)))) {
      return Optional.empty();
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("interval", 0);
    tree.put("timeout", seconds);
    tree.put("max_errors", most);
    return Optional.of(tree);
  }
}
