package io.forebay.opentelemetry.internal;

import io.forebay.BackendException;
import io.forebay.Outcome;
import io.forebay.spi.Telemetry.Answer;
import io.forebay.spi.Telemetry.AttemptTrail;
import io.forebay.spi.Telemetry.Ending;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/** One attempt under way: its span, and what it will be counted by. */
final class Attempt implements AttemptTrail {
  private static final int ERRORS = 400;

  private final Attempts all;
  private final String name;
  private final Span span;
  private final Context context;
  private final AttributesBuilder counted;
  private final long startedAt = System.nanoTime();

  /**
   * An attempt that leaves now.
   *
   * @param name of the span, from which those of its events are made
   * @param context that it is current in
   */
  Attempt(Attempts all, String name, Span span, Context context, AttributesBuilder counted) {
    this.all = all;
    this.name = name;
    this.span = span;
    this.context = context;
    this.counted = counted;
    span.addEvent(name + ".request");
  }

  @Override
  public Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>();
    all.propagator().inject(context, headers, Attempt::put);
    return headers;
  }

  private static void put(@Nullable Map<String, String> headers, String name, String value) {
    if (headers != null) {
      headers.put(name, value);
    }
  }

  @Override
  public void ended(Ending ending) {
    try {
      ending.answer().ifPresent(this::answered);
      ending.failure().ifPresent(this::failed);
      all.record(startedAt, counted.build(), context);
    } finally {
      span.end();
    }
  }

  private void answered(Answer answer) {
    span.addEvent(name + ".response");
    span.setAttribute(Names.STATUS, (long) answer.status());
    counted.put(Names.STATUS, (long) answer.status());
    String version = version(answer.protocol());
    span.setAttribute(Names.PROTOCOL_VERSION, version);
    counted.put(Names.PROTOCOL_VERSION, version);
    if (answer.status() >= ERRORS) {
      error(String.valueOf(answer.status()));
    }
  }

  private void failed(IOException failure) {
    span.recordException(failure);
    error(kind(failure));
  }

  private void error(String type) {
    span.setStatus(StatusCode.ERROR);
    span.setAttribute(Names.ERROR, type);
    counted.put(Names.ERROR, type);
  }

  /** What failed, in one of a few words. */
  static String kind(IOException failure) {
    if (!(failure instanceof BackendException ours)) {
      return failure.getClass().getName();
    }
    return ours.outcome() == Outcome.CANCELLED ? ours.outcome().text() : ours.kind().text();
  }

  private static String version(Protocol protocol) {
    return switch (protocol) {
      case HTTP_1_0 -> "1.0";
      case HTTP_1_1 -> "1.1";
      case HTTP_2, H2_PRIOR_KNOWLEDGE -> "2";
      default -> protocol.toString();
    };
  }
}
