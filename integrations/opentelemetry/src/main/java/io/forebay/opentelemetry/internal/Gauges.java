package io.forebay.opentelemetry.internal;

import io.forebay.Backend;
import io.forebay.BackendStats;
import io.forebay.BreakerState;
import io.forebay.OriginStatus;
import io.forebay.spec.Origin;
import io.forebay.spec.Origins;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** How backends stand, read whenever metrics are read and kept nowhere. */
public final class Gauges {
  private final Meter meter;
  private final ObservableLongMeasurement up;
  private final ObservableLongMeasurement origins;
  private final ObservableLongMeasurement connections;
  private final ObservableLongMeasurement opened;
  private final ObservableLongMeasurement waiting;

  /** Tells it to that one. */
  public Gauges(OpenTelemetry openTelemetry) {
    meter = openTelemetry.getMeter(Names.SCOPE);
    up =
        meter
            .gaugeBuilder(Names.UP)
            .ofLongs()
            .setUnit("{backend}")
            .setDescription("1 unless its probes say that it is unhealthy.")
            .buildObserver();
    origins =
        meter
            .upDownCounterBuilder(Names.ORIGINS)
            .setUnit("{origin}")
            .setDescription("Origins by why they are asked or not.")
            .buildObserver();
    connections =
        meter
            .upDownCounterBuilder(Names.CONNECTIONS)
            .setUnit("{connection}")
            .setDescription("Open connections by what they do.")
            .buildObserver();
    opened =
        meter
            .counterBuilder(Names.OPENED)
            .setUnit("{connection}")
            .setDescription("Connections that were dialled.")
            .buildObserver();
    waiting =
        meter
            .upDownCounterBuilder(Names.WAITING)
            .setUnit("{exchange}")
            .setDescription("Exchanges that wait before they are sent.")
            .buildObserver();
  }

  /** Tells it of these from now on, until what is returned runs; again, that does nothing. */
  public Runnable watch(Supplier<List<Backend>> backends) {
    BatchCallback callback =
        meter.batchCallback(() -> observe(backends), up, origins, connections, opened, waiting);
    AtomicBoolean closed = new AtomicBoolean();
    return () -> {
      if (closed.compareAndSet(false, true)) {
        callback.close(); // The SDK minds being told twice.
      }
    };
  }

  private void observe(Supplier<List<Backend>> backends) {
    ifThere(() -> backends.get().forEach(backend -> ifThere(() -> observe(backend))));
  }

  /**
   * Of what has been closed, or has left the active version meanwhile, there is nothing to tell.
   */
  private static void ifThere(Runnable observation) {
    try {
      observation.run();
    } catch (IllegalStateException | NoSuchElementException gone) {
      return;
    }
  }

  private void observe(Backend backend) {
    String label = backend.label();
    Attributes only = Attributes.of(Names.BACKEND, label);
    up.record(backend.health().healthy() ? 1 : 0, only);
    List<OriginStatus> all = backend.origins();
    origins(label, all);
    BackendStats stats = backend.stats();
    waiting(label, stats);
    if (backend.spec().transport().origins() instanceof Origins.Discovered found) {
      pool(label, found.first(), stats); // Those that are found come and go, the name stays.
    } else {
      all.forEach(one -> pool(label, one.member().origin(), one.pool()));
    }
  }

  private void origins(String label, List<OriginStatus> all) {
    Map<String, Long> states = new TreeMap<>();
    List.of("up", "unhealthy", "ejected", "breaker_open").forEach(state -> states.put(state, 0L));
    all.forEach(one -> states.merge(state(one), 1L, Long::sum));
    states.forEach(
        (state, count) -> origins.record(count, attributes(label, Names.ORIGIN_STATE, state)));
  }

  private static String state(OriginStatus one) {
    if (!one.health().healthy()) {
      return "unhealthy";
    }
    if (one.ejected()) {
      return "ejected";
    }
    return one.breaker() == BreakerState.OPEN ? "breaker_open" : "up";
  }

  private void waiting(String label, BackendStats stats) {
    waiting.record(stats.waiting(), attributes(label, Names.WAITS_FOR, "permit"));
    waiting.record(stats.limited().waiting(), attributes(label, Names.WAITS_FOR, "place"));
    waiting.record(stats.limited().throttled(), attributes(label, Names.WAITS_FOR, "throttle"));
  }

  private void pool(String label, Origin server, BackendStats stats) {
    Attributes at =
        Attributes.builder()
            .put(Names.BACKEND, label)
            .put(Names.ADDRESS, server.host())
            .put(Names.PORT, (long) server.port())
            .build();
    opened.record(stats.totals().opened(), at);
    connections.record(stats.idle(), with(at, "idle"));
    connections.record(Math.max(0, stats.open() - stats.idle()), with(at, "active"));
  }

  private static Attributes with(Attributes at, String state) {
    return at.toBuilder().put(Names.CONNECTION_STATE, state).build();
  }

  private static Attributes attributes(String label, AttributeKey<String> key, String value) {
    return Attributes.of(Names.BACKEND, label, key, value);
  }
}
