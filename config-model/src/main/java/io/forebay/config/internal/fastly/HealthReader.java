package io.forebay.config.internal.fastly;

import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.Shown;
import io.forebay.health.HealthSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Reads a healthcheck. What is not given is as Fastly's own clients set it: {@code HEAD /} every 5
 * s, 200 expected, three good ones of five.
 */
final class HealthReader {
  static final int LEAST_INTERVAL = 1_000;
  static final int MOST_INTERVAL = 3_600_000;
  static final int LEAST_TIMEOUT = 500;
  private static final int USUAL_WINDOW = 5;
  private static final int USUAL_THRESHOLD = 3;
  private static final int MOST_WINDOW = 64;

  private final Fields fields;

  HealthReader(Fields fields) {
    this.fields = fields;
  }

  /** The check; empty if something is wrong, which is a finding then. */
  Optional<HealthSpec> read() {
    HealthSpec.Builder builder = new HealthSpec.Builder().method("HEAD").jitter(0);
    request(builder);
    fields
        .number("expected_response", 100, 999)
        .or(() -> Optional.of(200L))
        .ifPresent(status -> builder.expectedStatus(status.intValue()));
    schedule(builder);
    boolean counted = policy(builder);
    fields.leftOut("comment", "definitions have none");
    fields.leftOut("deleted_at", "it says that the healthcheck is deleted");
    fields.finish();
    return counted ? built(builder) : Optional.empty();
  }

  private Optional<HealthSpec> built(HealthSpec.Builder builder) {
    HealthSpec spec = builder.build();
    spec.warnings().forEach(warning -> fields.note("initial", warning.replace("initial: ", "")));
    return Optional.of(spec);
  }

  private void request(HealthSpec.Builder builder) {
    accepted("method", builder::method);
    accepted("path", builder::path);
    accepted("host", builder::host);
    for (Node item : fields.list("headers")) {
      header(item, builder);
    }
    Optional<String> version = fields.word("http_version");
    if (version.isPresent() && !version.get().equals("1.1")) {
      if (version.get().equals("1.0")) {
        fields.note("http_version", "1.0: probes speak HTTP/1.1");
      } else {
        fields.found("http_version", "'" + Shown.of(version.get()) + "' (expected: 1.0 or 1.1)");
      }
    }
  }

  /** Takes a text as long as its value's own check takes it. */
  private void accepted(String key, Consumer<String> setter) {
    fields
        .text(key)
        .ifPresent(
            text -> {
              try {
                setter.accept(text);
              } catch (IllegalArgumentException e) {
                String problem = String.valueOf(e.getMessage());
                fields.found(key, problem.substring(problem.indexOf(' ') + 1));
              }
            });
  }

  /** Values may be secret, and are not told. */
  private void header(Node item, HealthSpec.Builder builder) {
    if (!(item instanceof Node.Scalar scalar) || scalar.kind() != Node.Kind.TEXT) {
      if (!(item instanceof Node.Scalar refused) || refused.kind() != Node.Kind.REFUSED) {
        fields.found(item, "headers", "expected text such as \"Name: value\"");
      }
      return;
    }
    int colon = scalar.text().indexOf(':');
    if (colon < 1) {
      fields.found(item, "headers", "a header without a colon (expected: such as \"Name: value\")");
      return;
    }
    String name = scalar.text().substring(0, colon).strip();
    if (name.equalsIgnoreCase("Host")) {
      fields.note("headers", "Host: left out: 'host' says it");
      return;
    }
    String value = scalar.text().substring(colon + 1).strip();
    try {
      new HealthSpec.Builder().header(name, value).build();
      builder.header(name, value);
    } catch (IllegalArgumentException e) {
      String problem = String.valueOf(e.getMessage());
      fields.found(item, "headers", problem.substring(problem.indexOf(' ') + 1));
    }
  }

  private void schedule(HealthSpec.Builder builder) {
    long interval = fields.number("check_interval", LEAST_INTERVAL, MOST_INTERVAL).orElse(5_000L);
    long timeout = fields.number("timeout", 0, Integer.MAX_VALUE).orElse(5_000L);
    long used = timeout;
    if (timeout == 0) {
      used = 2_000;
    } else if (timeout < LEAST_TIMEOUT) {
      used = LEAST_TIMEOUT;
    }
    used = Math.min(used, interval);
    // Without a timeout nobody asked for more than the interval.
    if (used != timeout && fields.has("timeout")) {
      String why = used == interval ? ", the interval" : "";
      fields.note("timeout", timeout + ": read as " + used + " ms" + why);
    }
    builder.interval(Duration.ofMillis(interval)).timeout(Duration.ofMillis(used));
  }

  /** Window and threshold; false if they do not go together. */
  private boolean policy(HealthSpec.Builder builder) {
    int window = unlessZero("window", USUAL_WINDOW);
    int threshold = unlessZero("threshold", Math.min(USUAL_THRESHOLD, window));
    Optional<Integer> initial = fields.count("initial", 0);
    if (threshold > window) {
      fields.found("threshold", threshold + " (expected: at most the window, " + window + ")");
      return false;
    }
    builder.window(atMost("window", window)).threshold(atMost("threshold", threshold));
    builder.initial(
        initial.map(count -> atMost("initial", count)).orElse(Math.min(threshold, MOST_WINDOW)));
    return true;
  }

  /** Zero is what clients send for a number that was never given. */
  private int unlessZero(String key, int usual) {
    OptionalInt given = fields.count(key, 0).stream().mapToInt(count -> count).findAny();
    if (given.isPresent() && given.getAsInt() == 0) {
      fields.note(key, "0: read as not given, " + usual);
    }
    return given.isEmpty() || given.getAsInt() == 0 ? usual : given.getAsInt();
  }

  private int atMost(String key, int count) {
    if (count > MOST_WINDOW) {
      fields.note(key, count + ": read as " + MOST_WINDOW);
    }
    return Math.min(count, MOST_WINDOW);
  }
}
