package io.forebay.health;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an origin is checked. Immutable.
 *
 * @param request what a probe sends
 * @param expect what its answer must look like
 * @param interval pause between the end of a probe and the start of the next; default 1 s, above
 *     zero (Couper {@code interval})
 * @param timeout limit of one probe, connecting and body included; default: the interval. Values
 *     above the interval are capped to it (Couper {@code timeout})
 * @param policy how results become verdicts; default {@link Consecutive#DEFAULT}
 */
public record HealthSpec(
    ProbeRequest request,
    Expectation expect,
    Duration interval,
    Duration timeout,
    HealthPolicy policy) {

  private static final Duration LONGEST = Duration.ofDays(3653);

  /** Couper's defaults: {@code GET /} each second, unhealthy after two failures in a row. */
  public static final HealthSpec DEFAULT = new Builder().build();

  /**
   * Caps the timeout to the interval.
   *
   * @throws IllegalArgumentException if the interval or the timeout is not above zero
   */
  public HealthSpec {
    requirePositive("interval", interval);
    requirePositive("timeout", timeout);
    timeout = timeout.compareTo(interval) > 0 ? interval : timeout;
  }

  private static void requirePositive(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(
          name + ": " + value.toMillis() + "ms (expected: above zero)");
    }
    if (value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(name + ": longer than 10 years (expected: less)");
    }
  }

  /** When to probe. */
  public ProbeSchedule schedule() {
    return new ProbeSchedule(interval);
  }

  /** Collects the settings of a check. Not thread-safe. */
  public static final class Builder {
    private String path = ProbeRequest.DEFAULT.path();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private List<Integer> statuses = List.of();
    private String text = "";
    private Duration interval = Duration.ofSeconds(1);
    private @Nullable Duration timeout;
    private int failureThreshold = Consecutive.DEFAULT.failureThreshold();

    /** Starts from the defaults. */
    public Builder() {}

    /** Path, with an optional query, to ask for. Default {@code /}. */
    public Builder path(String pathAndQuery) {
      this.path = pathAndQuery;
      return this;
    }

    /** Adds a header to the probe; the same name again replaces the value. */
    public Builder header(String name, String value) {
      headers.put(name, value);
      return this;
    }

    /** The accepted status codes. Default 200, 204 and 301; none means the default. */
    public Builder expectedStatus(Integer... codes) {
      this.statuses = List.of(codes);
      return this;
    }

    /** Text that the body must contain. Default empty: the body is not read. */
    public Builder expectedText(String part) {
      this.text = part;
      return this;
    }

    /** Pause between the end of a probe and the start of the next. Default 1 s; above zero. */
    public Builder interval(Duration pause) {
      this.interval = pause;
      return this;
    }

    /** Limit of one probe. Default: the interval, which also caps it; above zero. */
    public Builder timeout(Duration limit) {
      this.timeout = limit;
      return this;
    }

    /** Failed probes in a row that make the origin unhealthy. Default 2; 0 means the first. */
    public Builder failureThreshold(int failures) {
      this.failureThreshold = failures;
      return this;
    }

    /**
     * The finished check.
     *
     * @throws IllegalArgumentException if a setting is out of its range
     */
    public HealthSpec build() {
      return new HealthSpec(
          new ProbeRequest(path, headers),
          new Expectation(statuses, text),
          interval,
          timeout == null ? interval : timeout,
          new Consecutive(failureThreshold));
    }
  }
}
