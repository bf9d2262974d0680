package io.forebay.config.internal.vcl;

import io.forebay.config.internal.dialect.Notes;
import io.forebay.config.internal.tree.Findings;
import io.forebay.health.Expectation;
import io.forebay.health.HealthSpec;
import io.forebay.health.ProbeRequest;
import io.forebay.health.ProbeSchedule;
import io.forebay.health.SlidingWindow;
import io.forebay.health.StatusRange;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Durations;
import io.forebay.spec.Hosts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a {@code .probe} says; what it leaves out is Fastly's default. Pauses have no jitter. */
final class ProbeReader {
  static final Duration LEAST_INTERVAL = Duration.ofMillis(500);
  static final Duration LEAST_TIMEOUT = Duration.ofMillis(500);
  static final Duration MOST_TIMEOUT = Duration.ofMinutes(5);

  /** Letters and digits; the manual's own example has underscores. */
  static final Pattern SHARE_KEY = Pattern.compile("[A-Za-z0-9_]+");

  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final int MOST = 64;
  private static final Set<String> KNOWN =
      Set.of(
          "dummy",
          "expected_response",
          "initial",
          "interval",
          "request",
          "threshold",
          "timeout",
          "url",
          "window");

  private final Block backend;
  private final BackendSpec spec;
  private final Findings findings;
  private final Notes notes;

  /**
   * A reader of one probe.
   *
   * @param spec the backend without its check
   */
  ProbeReader(Block backend, BackendSpec spec, Findings findings, Notes notes) {
    this.backend = backend;
    this.spec = spec;
    this.findings = findings;
    this.notes = notes;
  }

  Optional<HealthSpec> health() {
    Optional<String> shareKey = shareKey();
    Optional<Given.Block> given = backend.block("probe");
    if (given.isEmpty()) {
      if (shareKey.isPresent() && !backend.has("probe")) {
        note(backend, "share_key", "left out: without a probe there is nothing to share");
      }
      return Optional.empty();
    }
    Block probe =
        new Block(
            backend.where() + ": .probe",
            given.get().at(),
            given.get().properties(),
            KNOWN,
            findings);
    ProbeRequest request = request(probe);
    ProbeSchedule schedule = schedule(probe);
    int status = probe.integer("expected_response", 100, 999).orElse(200);
    HealthSpec health =
        new HealthSpec(
            request,
            Expectation.DEFAULT.withStatuses(List.of(StatusRange.of(status))),
            schedule,
            window(probe),
            probe.truth("dummy").orElse(false),
            false,
            shareKey);
    if (probe.has("initial")) {
      health.warnings().forEach(warning -> noteWarning(probe, warning));
    }
    return Optional.of(health);
  }

  private void noteWarning(Block probe, String warning) {
    notes.add(probe.at("initial"), probe.where() + ": ." + warning);
  }

  private Optional<String> shareKey() {
    Optional<String> key = backend.text("share_key");
    if (key.isPresent() && !SHARE_KEY.matcher(key.get()).matches()) {
      backend.refuse("share_key", "other characters, or none (expected: letters, digits and _)");
      return Optional.empty();
    }
    return key;
  }

  private ProbeRequest request(Block probe) {
    if (probe.has("url") && probe.has("request")) {
      probe.refuse("url", "beside .request (expected: one of them)");
    }
    Optional<String> own = Settings.ownHost(spec);
    if (probe.has("request")) {
      return probe
          .lines("request")
          .flatMap(lines -> new RequestLines(probe, notes).request(lines))
          .map(request -> Settings.withoutHost(request, own))
          .orElse(ProbeRequest.DEFAULT);
    }
    Optional<String> header = backend.text("host_header").filter(h -> Hosts.problem(h).isEmpty());
    ProbeRequest request =
        probe
            .text("url")
            .flatMap(url -> probe.trying("url", () -> ProbeRequest.DEFAULT.withPath(url)))
            .orElse(ProbeRequest.DEFAULT);
    return Settings.withoutHost(header.map(request::withHost).orElse(request), own);
  }

  private ProbeSchedule schedule(Block probe) {
    Duration interval = probe.duration("interval", LEAST_INTERVAL).orElse(INTERVAL);
    Duration timeout =
        probe
            .duration("timeout", Duration.ZERO, MOST_TIMEOUT)
            .map(t -> raised(probe, t))
            .orElse(TIMEOUT);
    if (timeout.compareTo(interval) > 0) {
      note(
          probe,
          "timeout",
          Durations.format(timeout) + " is cut to the interval, " + Durations.format(interval));
    }
    return new ProbeSchedule(interval, interval, timeout, 0);
  }

  private Duration raised(Block probe, Duration timeout) {
    if (timeout.isZero()) {
      return TIMEOUT;
    }
    if (timeout.compareTo(LEAST_TIMEOUT) < 0) {
      note(probe, "timeout", Durations.format(timeout) + " is raised to 500ms, as by Fastly");
      return LEAST_TIMEOUT;
    }
    return timeout;
  }

  private static SlidingWindow window(Block probe) {
    if (probe.has("window") != probe.has("threshold")) {
      boolean window = probe.has("window");
      probe.refuse(
          window ? "window" : "threshold",
          "without ." + (window ? "threshold" : "window") + " (expected: both or neither)");
    }
    SlidingWindow usual = SlidingWindow.DEFAULT;
    int window = probe.integer("window", 1, MOST).orElse(usual.window());
    Optional<Integer> given = probe.integer("threshold", 0, MOST);
    if (given.isPresent() && probe.has("window") && given.get() > window) {
      probe.refuse("threshold", given.get() + " (expected: 0-" + window + ", as the window is)");
    }
    int threshold = Math.min(given.orElse(usual.threshold()), window);
    int initial = probe.integer("initial", 0, Integer.MAX_VALUE).orElse(Math.max(0, threshold - 1));
    return new SlidingWindow(window, threshold, initial);
  }

  private void note(Block block, String name, String message) {
    notes.add(block.at(name), block.where() + ": ." + name + ": " + message);
  }
}
