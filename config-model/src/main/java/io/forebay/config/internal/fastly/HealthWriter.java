package io.forebay.config.internal.fastly;

import io.forebay.health.Consecutive;
import io.forebay.health.Expectation;
import io.forebay.health.HealthSpec;
import io.forebay.health.ProbeRequest;
import io.forebay.health.ProbeSchedule;
import io.forebay.health.SlidingWindow;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes checks as healthchecks, equal ones once. Not thread-safe. */
final class HealthWriter {
  private static final String NONE = "Fastly has nothing like it";
  private static final int MOST_RESULTS = 64;

  private final Map<HealthSpec, String> names = new LinkedHashMap<>();
  private final Map<String, Map<String, Object>> written = new LinkedHashMap<>();

  /**
   * The name of the healthcheck that does the same as a check; empty if none can.
   *
   * @param label the backend's, whose name a new healthcheck gets
   */
  Optional<String> name(HealthSpec spec, String label, Remarks remarks) {
    if (spec.dummy()) {
      remarks.add("health.dummy", "not written, nor the check: " + NONE);
      return Optional.empty();
    }
    if (spec.policy() instanceof SlidingWindow window && window.threshold() == 0) {
      remarks.add("health.threshold", "0: not written, nor the check: it would mean the default");
      return Optional.empty();
    }
    HealthSpec key = BackendReader.sharing(spec, Optional.empty());
    String known = names.get(key);
    if (known != null) {
      return Optional.of(known);
    }
    names.put(key, label);
    written.put(label, object(spec, label, remarks));
    return Optional.of(label);
  }

  /** The healthchecks, in the order in which they were asked for. */
  List<Map<String, Object>> all() {
    return List.copyOf(written.values());
  }

  private static Map<String, Object> object(HealthSpec spec, String label, Remarks remarks) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("name", label);
    request(spec.request(), out, remarks);
    expectation(spec.expect(), out, remarks);
    schedule(spec.schedule(), out, remarks);
    if (spec.policy() instanceof SlidingWindow window) {
      out.put("window", window.window());
      out.put("threshold", window.threshold());
      out.put("initial", Math.min(window.initial(), MOST_RESULTS));
    } else if (spec.policy() instanceof Consecutive consecutive) {
      consecutive(consecutive, out, remarks);
    }
    remarks.unless(!spec.held(), "health.hold_until_first_verdict", NONE);
    return out;
  }

  private static void request(ProbeRequest request, Map<String, Object> out, Remarks remarks) {
    out.put("method", request.method());
    request.host().ifPresent(host -> out.put("host", host));
    out.put("path", request.path());
    out.put("http_version", "1.1");
    if (!request.headers().isEmpty()) {
      out.put(
          "headers",
          request.headers().entrySet().stream()
              .map(header -> header.getKey() + ": " + header.getValue())
              .toList());
    }
    remarks.unless(request.port().isEmpty(), "health.port", NONE);
  }

  private static void expectation(Expectation expect, Map<String, Object> out, Remarks remarks) {
    int first = expect.statuses().get(0).from();
    out.put("expected_response", first);
    if (expect.statuses().size() > 1 || expect.statuses().get(0).to() != first) {
      remarks.add("health.expected_status", "written as " + first + " alone: Fastly expects one");
    }
    remarks.unless(expect.text().isEmpty(), "health.expected_text", NONE);
  }

  private static void schedule(ProbeSchedule schedule, Map<String, Object> out, Remarks remarks) {
    long interval =
        bounded(
            "health.interval",
            schedule.interval(),
            HealthReader.LEAST_INTERVAL,
            HealthReader.MOST_INTERVAL,
            remarks);
    out.put("check_interval", interval);
    out.put(
        "timeout",
        bounded(
            "health.timeout", schedule.timeout(), HealthReader.LEAST_TIMEOUT, interval, remarks));
    remarks.unless(schedule.recheck().equals(schedule.interval()), "health.recheck_interval", NONE);
    remarks.unless(schedule.jitter() == 0, "health.jitter", NONE);
  }

  private static long bounded(String key, Duration value, long least, long most, Remarks remarks) {
    long millis = Limits.ceilMillis(value);
    long written = Math.max(least, Math.min(most, millis));
    if (!Duration.ofMillis(written).equals(value)) {
      remarks.add(key, "written as " + written + " ms");
    }
    return written;
  }

  /** One good result of the newest n is the same as fewer than n bad ones in a row. */
  private static void consecutive(Consecutive policy, Map<String, Object> out, Remarks remarks) {
    int failures = Math.max(1, Math.min(MOST_RESULTS, policy.failureThreshold()));
    out.put("window", failures);
    out.put("threshold", 1);
    out.put("initial", 1);
    remarks.add("health.failure_threshold", "written as 1 good result of the last " + failures);
    remarks.unless(policy.successThreshold() == 1, "health.success_threshold", NONE);
  }
}
