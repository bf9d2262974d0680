package io.forebay.health;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How an origin is checked. Immutable.
 *
 * @param request what a probe sends; default {@link ProbeRequest#DEFAULT}
 * @param expect what its answer must look like; default {@link Expectation#DEFAULT}
 * @param schedule when probes are sent, and how long each may take; default {@link
 *     ProbeSchedule#DEFAULT}
 * @param policy how results become verdicts; default {@link Consecutive#DEFAULT}
 * @param dummy whether a probe only looks up the origin's name, and the verdict never changes;
 *     default false (VCL {@code .dummy})
 * @param held whether a new origin is out of use until a probe has passed; default false: it is
 *     used as the policy presumes
 * @param shareKey backends with the same key, the same transport and the same check share one
 *     check; default empty: each checks for itself (VCL {@code .share_key})
 */
public record HealthSpec(
    ProbeRequest request,
    Expectation expect,
    ProbeSchedule schedule,
    HealthPolicy policy,
    boolean dummy,
    boolean held,
    Optional<String> shareKey) {

  /** Couper's defaults: {@code GET /} each second, unhealthy after two failures in a row. */
  public static final HealthSpec DEFAULT = new Builder().build();

  /**
   * Checks that the parts go together.
   *
   * @throws IllegalArgumentException if a text is expected of a {@code HEAD}, a dummy is held, or
   *     the share key is blank
   */
  public HealthSpec {
    if (expect.needsBody() && request.method().equals("HEAD")) {
      throw new IllegalArgumentException(
          "expected_text: never in the answer to HEAD (expected: another method)");
    }
    if (dummy && held) {
      throw new IllegalArgumentException(
          "hold_until_first_verdict: for ever with dummy (expected: one of both)");
    }
    if (shareKey.isPresent() && shareKey.get().isBlank()) {
      throw new IllegalArgumentException("share_key: blank (expected: text, or none)");
    }
  }

  /** The verdict before the first probe. */
  public HealthState start() {
    if (dummy) {
      return HealthState.unprobed();
    }
    return held ? policy.held() : policy.start();
  }

  /** The verdict after {@code result}, given the one before it: that of the policy, if any. */
  public HealthState after(HealthState state, ProbeResult result) {
    return dummy ? state : policy.after(state, result);
  }

  /** What is permitted but may surprise, in words; empty if nothing is. */
  public List<String> warnings() {
    if (!dummy && policy instanceof SlidingWindow window && window.startsUnhealthy()) {
      return List.of(
          "initial: "
              + window.initial()
              + " (below threshold "
              + window.threshold()
              + ": unhealthy until probes pass)");
    }
    return List.of();
  }

  /** Collects the settings of a check. Not thread-safe. */
  public static final class Builder {
    private ProbeRequest request = ProbeRequest.DEFAULT;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private Expectation expect = Expectation.DEFAULT;
    private Duration interval = ProbeSchedule.DEFAULT.interval();
    private @Nullable Duration recheck;
    private @Nullable Duration timeout;
    private double jitter = ProbeSchedule.DEFAULT.jitter();
    private final PolicyChoice policy = new PolicyChoice();
    private boolean dummy;
    private boolean held;
    private @Nullable String shareKey;

    /** Starts from the defaults. */
    public Builder() {}

    /**
     * The method. Default {@code GET}.
     *
     * @throws IllegalArgumentException if it is none, or {@code CONNECT}
     */
    public Builder method(String word) {
      request = request.withMethod(word);
      return this;
    }

    /**
     * Path, with an optional query, to ask for. Default {@code /}.
     *
     * @throws IllegalArgumentException if it has no meaning on the wire
     */
    public Builder path(String pathAndQuery) {
      request = request.withPath(pathAndQuery);
      return this;
    }

    /**
     * The {@code Host} header, with or without a port. Default: what the backend sends.
     *
     * @throws IllegalArgumentException if it is none
     */
    public Builder host(String header) {
      request = request.withHost(header);
      return this;
    }

    /**
     * The port to connect to. Default: the origin's.
     *
     * @throws IllegalArgumentException if it is outside 1 to 65535
     */
    public Builder port(int number) {
      request = request.withPort(number);
      return this;
    }

    /** Adds a header to the probe; the same name again replaces the value. */
    public Builder header(String name, String value) {
      headers.put(name, value);
      return this;
    }

    /**
     * The accepted status codes. Default 200, 204 and 301; none means the default.
     *
     * @throws IllegalArgumentException if one is outside 100 to 999
     */
    public Builder expectedStatus(Integer... codes) {
      return expectedStatus(Stream.of(codes).map(StatusRange::of).toList());
    }

    /** The accepted status codes, as ranges. Default 200, 204, 301; none means the default. */
    public Builder expectedStatus(List<StatusRange> ranges) {
      expect = expect.withStatuses(ranges);
      return this;
    }

    /**
     * The accepted status codes, such as {@code "204"} and {@code "200-399"}.
     *
     * @throws IllegalArgumentException if a text is no such range
     */
    public Builder expectedStatusRanges(String... ranges) {
      return expectedStatus(Arrays.stream(ranges).map(StatusRange::of).toList());
    }

    /** Text that the body must contain. Default empty: the body is not read. */
    public Builder expectedText(String part) {
      expect = expect.withText(part);
      return this;
    }

    /**
     * How many bytes of the body are looked at for the text. Default 65536; 1 to 16777216.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder textLimit(int bytes) {
      expect = expect.withTextLimit(bytes);
      return this;
    }

    /** Pause between the end of a probe and the start of the next. Default 1 s; above zero. */
    public Builder interval(Duration pause) {
      this.interval = pause;
      return this;
    }

    /** The pause while the origin is failing or unhealthy. Default: the interval, its most. */
    public Builder recheckInterval(Duration pause) {
      this.recheck = pause;
      return this;
    }

    /** Share of a pause by which chance may shorten it. Default 0.1; 0 to 0.5, zero: none. */
    public Builder jitter(double share) {
      this.jitter = share;
      return this;
    }

    /** Limit of one probe. Default: the interval, which also caps it; above zero. */
    public Builder timeout(Duration limit) {
      this.timeout = limit;
      return this;
    }

    /**
     * Failed probes in a row that make the origin unhealthy. Default 2; 0 means the first.
     *
     * @throws IllegalArgumentException if a window, its threshold or initial was given
     */
    public Builder failureThreshold(int failures) {
      policy.failureThreshold(failures);
      return this;
    }

    /**
     * Passed probes in a row that make an unhealthy origin healthy. Default 1; at least 1.
     *
     * @throws IllegalArgumentException if a window, its threshold or initial was given
     */
    public Builder successThreshold(int successes) {
      policy.successThreshold(successes);
      return this;
    }

    /**
     * How many of the newest results count, 1 to 64. Default: results in a row count. Goes with a
     * {@link #threshold}.
     *
     * @throws IllegalArgumentException if a failure or success threshold was given
     */
    public Builder window(int results) {
      policy.window(results);
      return this;
    }

    /**
     * How many results of the window have to have passed, at most all. Goes with a {@link #window}.
     *
     * @throws IllegalArgumentException if a failure or success threshold was given
     */
    public Builder threshold(int passed) {
      policy.threshold(passed);
      return this;
    }

    /**
     * How many results of the window are presumed to have passed at the start. Default: one less
     * than its threshold, so that the origin is out of use until a probe has passed. Without a
     * window, that of {@link SlidingWindow#DEFAULT} is meant.
     *
     * @throws IllegalArgumentException if a failure or success threshold was given
     */
    public Builder initial(int passed) {
      policy.initial(passed);
      return this;
    }

    /** Whether probes only look the origin's name up, and say nothing. Default: false. */
    public Builder dummy(boolean only) {
      this.dummy = only;
      return this;
    }

    /** Whether a new origin is out of use until a probe has passed. Default: false. */
    public Builder holdUntilFirstVerdict(boolean hold) {
      this.held = hold;
      return this;
    }

    /** What backends have in common that share one check. Default: none, each has its own. */
    public Builder shareKey(String key) {
      this.shareKey = key;
      return this;
    }

    /**
     * The finished check.
     *
     * @throws IllegalArgumentException if a setting is out of its range, or does not go with
     *     another
     */
    public HealthSpec build() {
      ProbeSchedule schedule =
          new ProbeSchedule(
              interval,
              recheck == null ? interval : recheck,
              timeout == null ? interval : timeout,
              jitter);
      return new HealthSpec(
          request.withHeaders(headers),
          expect,
          schedule,
          policy.policy(),
          dummy,
          held,
          Optional.ofNullable(shareKey));
    }
  }
}
