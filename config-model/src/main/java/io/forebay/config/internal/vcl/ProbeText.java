package io.forebay.config.internal.vcl;

import io.forebay.health.Consecutive;
import io.forebay.health.HealthPolicy;
import io.forebay.health.HealthSpec;
import io.forebay.health.ProbeRequest;
import io.forebay.health.SlidingWindow;
import io.forebay.spec.BackendSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes one {@code .probe}; what VCL cannot say comes as near as it can. */
final class ProbeText {
  private static final Duration LONGEST = Duration.ofDays(365);
  private static final int MOST = 64;

  private ProbeText() {}

  /**
   * The probe of one origin.
   *
   * @param spec a backend of this origin only
   */
  static String of(HealthSpec health, BackendSpec spec) {
    Map<String, String> properties = new TreeMap<>();
    if (health.dummy()) {
      properties.put("dummy", "true");
    }
    request(health.request(), spec, properties);
    int status = health.expect().statuses().get(0).from();
    properties.put("expected_response", String.valueOf(status));
    Duration interval = health.schedule().interval();
    properties.put("interval", Rtime.text(within(interval, ProbeReader.LEAST_INTERVAL, LONGEST)));
    properties.put(
        "timeout",
        Rtime.text(
            within(
                health.schedule().timeout(), ProbeReader.LEAST_TIMEOUT, ProbeReader.MOST_TIMEOUT)));
    SlidingWindow window = window(health.policy());
    properties.put("window", String.valueOf(window.window()));
    properties.put("threshold", String.valueOf(window.threshold()));
    properties.put("initial", String.valueOf(window.initial()));
    StringBuilder text = new StringBuilder("  .probe = {\n");
    properties.forEach((key, value) -> VclWriter.property(text, "    ", key, value));
    return text.append("  }\n").toString();
  }

  private static Duration within(Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0) {
      return least;
    }
    return value.compareTo(most) > 0 ? most : value;
  }

  /** Failures in a row are a window in which one success is enough. */
  private static SlidingWindow window(HealthPolicy policy) {
    if (policy instanceof Consecutive rule) {
      return new SlidingWindow(Math.min(Math.max(rule.failureThreshold(), 1), MOST), 1, 1);
    }
    return (SlidingWindow) policy;
  }

  private static void request(
      ProbeRequest request, BackendSpec spec, Map<String, String> properties) {
    boolean plain =
        request.method().equals("GET") && request.host().isEmpty() && request.headers().isEmpty();
    if (plain) {
      properties.put("url", Quoted.of(request.path()));
      return;
    }
    List<String> lines = new ArrayList<>();
    lines.add(request.method() + " " + request.path() + " HTTP/1.1");
    request.host().or(() -> Settings.ownHost(spec)).ifPresent(host -> lines.add("Host: " + host));
    request.headers().forEach((name, value) -> lines.add(name + ": " + value));
    properties.put("request", lines.stream().map(Quoted::of).collect(Collectors.joining(" ")));
  }
}
