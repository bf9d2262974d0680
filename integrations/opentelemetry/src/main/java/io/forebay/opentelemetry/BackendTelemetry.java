package io.forebay.opentelemetry;

import io.forebay.Backend;
import io.forebay.BackendRegistry;
import io.forebay.opentelemetry.internal.Attempts;
import io.forebay.opentelemetry.internal.Gauges;
import io.forebay.spi.Telemetry;
import io.opentelemetry.api.OpenTelemetry;
import java.util.List;

/**
 * Metrics and traces of backends through OpenTelemetry. Thread-safe.
 *
 * <pre>{@code
 * BackendTelemetry telemetry = BackendTelemetry.of(openTelemetry);
 * BackendRegistry registry =
 *     BackendRegistry.builder()
 *         .environment(Environment.system().withTelemetry(telemetry))
 *         ...
 *         .open();
 * BackendTelemetry.Watch watch = telemetry.watch(registry);
 * }</pre>
 *
 * <p>Each attempt on the wire is a span, a child of what is current where the call was started, and
 * is counted in {@code http.client.request.duration}; an exchange that is refused before is counted
 * there too. How the backends stand is told for those that are {@linkplain #watch(BackendRegistry)
 * watched}. Health probes are neither. All names are in {@code docs/telemetry.md}, and are API.
 */
public final class BackendTelemetry implements Telemetry {
  private final Attempts attempts;
  private final Gauges gauges;

  private BackendTelemetry(OpenTelemetry openTelemetry) {
    attempts = new Attempts(openTelemetry);
    gauges = new Gauges(openTelemetry);
  }

  /**
   * Tells everything to an OpenTelemetry, whose propagators say how an origin hears of a trace. It
   * is not closed here.
   */
  public static BackendTelemetry of(OpenTelemetry openTelemetry) {
    return new BackendTelemetry(openTelemetry);
  }

  /**
   * Tells how all backends of a registry stand whenever metrics are read, by the version that is
   * active then. Opens no backend. Each watch tells by itself, so one a registry is enough.
   *
   * @return ends it; a registry that is closed tells nothing more by itself
   */
  public Watch watch(BackendRegistry registry) {
    return gauges.watch(
            () -> registry.active().backends().keySet().stream().map(registry::backend).toList())
        ::run;
  }

  /** Tells how one backend stands whenever metrics are read. */
  public Watch watch(Backend backend) {
    return gauges.watch(() -> List.of(backend))::run;
  }

  @Override
  public ExchangeTrail begin(String label, String method) {
    return attempts.begin(label, method);
  }

  /** What is told until it is closed. */
  @FunctionalInterface
  public interface Watch extends AutoCloseable {

    /** Ends it; again, does nothing. */
    @Override
    void close();
  }
}
