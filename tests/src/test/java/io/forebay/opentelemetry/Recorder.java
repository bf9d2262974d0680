package io.forebay.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.Backend;
import io.forebay.BackendBuilder;
import io.forebay.Environment;
import io.forebay.testing.Waiting;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An OpenTelemetry that keeps in memory what it is told. */
final class Recorder implements AutoCloseable {
  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final InMemoryMetricReader metrics = InMemoryMetricReader.create();
  private final OpenTelemetrySdk sdk;
  private final BackendTelemetry telemetry;

  private Recorder(MetricReader... others) {
    var meters = SdkMeterProvider.builder().registerMetricReader(metrics);
    for (MetricReader other : others) {
      meters.registerMetricReader(other);
    }
    sdk =
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .setMeterProvider(meters.build())
            .setPropagators(
                ContextPropagators.create(
                    TextMapPropagator.composite(
                        W3CTraceContextPropagator.getInstance(),
                        W3CBaggagePropagator.getInstance())))
            .build();
    telemetry = BackendTelemetry.of(sdk);
  }

  static Recorder start(MetricReader... others) {
    return new Recorder(others);
  }

  OpenTelemetrySdk sdk() {
    return sdk;
  }

  BackendTelemetry telemetry() {
    return telemetry;
  }

  Environment environment() {
    return Environment.system().withTelemetry(telemetry);
  }

  BackendBuilder users(String... origins) {
    BackendBuilder builder = Backend.builder("users").environment(environment());
    return origins.length == 1 ? builder.origin(origins[0]) : builder.origins(origins);
  }

  // ---- what was told

  /** The spans of attempts, as they ended. */
  List<SpanData> spans() {
    return spans.getFinishedSpanItems().stream()
        .filter(span -> span.getName().startsWith("backend."))
        .toList();
  }

  SpanData only() {
    assertThat(spans()).hasSize(1);
    return spans().get(0);
  }

  void awaitSpans(int count) {
    Waiting.until(count + " spans", () -> spans().size() == count);
  }

  void forget() {
    spans.reset();
  }

  /** How often a duration was recorded, by attributes as {@link #text} writes them. */
  Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    for (MetricData metric : metrics.collectAllMetrics()) {
      if (metric.getName().equals("http.client.request.duration")) {
        for (HistogramPointData point : metric.getHistogramData().getPoints()) {
          counts.put(text(point.getAttributes()), point.getCount());
        }
      }
    }
    return counts;
  }

  /** The numbers of a gauge or a counter, by attributes. */
  Map<String, Long> numbers(String name) {
    Map<String, Long> numbers = new TreeMap<>();
    for (MetricData metric : metrics.collectAllMetrics()) {
      if (metric.getName().equals(name)) {
        List<? extends LongPointData> points =
            List.copyOf(
                switch (metric.getType()) {
                  case LONG_GAUGE -> metric.getLongGaugeData().getPoints();
                  default -> metric.getLongSumData().getPoints();
                });
        points.forEach(point -> numbers.put(text(point.getAttributes()), point.getValue()));
      }
    }
    return numbers;
  }

  /** Values in the order of their keys, but for ports and versions; the error in brackets. */
  private static String text(Attributes attributes) {
    Map<String, String> shown = new TreeMap<>();
    for (Map.Entry<AttributeKey<?>, Object> one : attributes.asMap().entrySet()) {
      String key = one.getKey().getKey();
      if (!key.equals("server.port") && !key.equals("network.protocol.version")) {
        shown.put(key, key.equals("error.type") ? "!" + one.getValue() : "" + one.getValue());
      }
    }
    return String.join(" ", shown.values());
  }

  @Override
  public void close() {
    sdk.close();
  }
}
