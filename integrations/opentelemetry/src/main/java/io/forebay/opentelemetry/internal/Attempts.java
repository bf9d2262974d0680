package io.forebay.opentelemetry.internal;

import io.forebay.spec.Origin;
import io.forebay.spi.Telemetry.AttemptTrail;
import io.forebay.spi.Telemetry.Departure;
import io.forebay.spi.Telemetry.ExchangeTrail;
import io.forebay.spi.Telemetry.Refusal;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.concurrent.TimeUnit;

/**
 * Follows exchanges: a span for each attempt, and one entry in the histogram of durations for each
 * attempt and for each exchange that came to none.
 */
public final class Attempts {
  private final Tracer tracer;
  private final TextMapPropagator propagator;
  private final DoubleHistogram durations;

  /** Tells it to that one. */
  public Attempts(OpenTelemetry openTelemetry) {
    tracer = openTelemetry.getTracer(Names.SCOPE);
    propagator = openTelemetry.getPropagators().getTextMapPropagator();
    durations =
        openTelemetry
            .getMeter(Names.SCOPE)
            .histogramBuilder(Names.DURATION)
            .setUnit("s")
            .setDescription("From an attempt's departure to the head of its response.")
            .setExplicitBucketBoundariesAdvice(Names.SECONDS)
            .build();
  }

  /** An exchange begins, on the thread whose context is the parent of its attempts. */
  public ExchangeTrail begin(String label, String method) {
    return new OfExchange(label, method, Context.current(), System.nanoTime());
  }

  TextMapPropagator propagator() {
    return propagator;
  }

  /** The exemplars of what is recorded are of that context. */
  void record(long startedAt, Attributes attributes, Context context) {
    double seconds = (System.nanoTime() - startedAt) / (double) TimeUnit.SECONDS.toNanos(1);
    durations.record(seconds, attributes, context);
  }

  private final class OfExchange implements ExchangeTrail {
    private final String label;
    private final String method;
    private final Context parent;
    private final long startedAt;

    OfExchange(String label, String method, Context parent, long startedAt) {
      this.label = label;
      this.method = method;
      this.parent = parent;
      this.startedAt = startedAt;
    }

    @Override
    public AttemptTrail attempt(Departure departure) {
      Span span = span(departure);
      AttributesBuilder counted =
          Attributes.builder()
              .put(Names.BACKEND, label)
              .put(Names.METHOD, Names.method(departure.method()))
              .put(Names.ADDRESS, departure.server().host())
              .put(Names.PORT, (long) departure.server().port());
      return new Attempt(Attempts.this, "backend." + label, span, parent.with(span), counted);
    }

    private Span span(Departure departure) {
      String method = Names.method(departure.method());
      SpanBuilder builder =
          tracer
              .spanBuilder("backend." + label)
              .setParent(parent)
              .setSpanKind(SpanKind.CLIENT)
              .setAttribute(Names.BACKEND, label)
              .setAttribute(Names.ORIGIN, hostAndPort(departure.origin()))
              .setAttribute(Names.METHOD, method)
              .setAttribute(Names.ADDRESS, departure.server().host())
              .setAttribute(Names.PORT, (long) departure.server().port())
              .setAttribute(Names.URL, departure.url());
      if (!method.equals(departure.method())) {
        builder.setAttribute(Names.ORIGINAL_METHOD, departure.method());
      }
      if (departure.number() > 1) {
        builder.setAttribute(Names.RESENDS, departure.number() - 1L);
      }
      return builder.startSpan();
    }

    private static String hostAndPort(Origin origin) {
      return origin.withPort().substring(origin.scheme().length() + "://".length());
    }

    @Override
    public void refused(Refusal refusal) {
      AttributesBuilder counted =
          Attributes.builder()
              .put(Names.BACKEND, label)
              .put(Names.METHOD, Names.method(method))
              .put(Names.ERROR, Attempt.kind(refusal.failure()));
      refusal
          .server()
          .ifPresent(
              server ->
                  counted.put(Names.ADDRESS, server.host()).put(Names.PORT, (long) server.port()));
      record(startedAt, counted.build(), parent);
    }
  }
}
