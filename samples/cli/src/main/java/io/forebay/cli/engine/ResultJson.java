package io.forebay.cli.engine;

import io.forebay.Timings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes results as JSON, one on a line. */
public final class ResultJson {
  private ResultJson() {}

  /** The result on one line, without the line break. */
  public static String line(CallResult result) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("status", result.status());
    json.put("headers", result.headers());
    json.put("body", result.body().text());
    result.body().base64().ifPresent(base64 -> json.put("body_base64", base64));
    json.put("error", result.failure().map(ResultJson::failure).orElse(null));
    json.put("backend", result.route().backend());
    json.put("origin", result.route().origin());
    json.put("attempts", result.route().attempts());
    json.put("timings", timings(result.timings()));
    json.put("log", result.logFields());
    return Json.line(json);
  }

  private static Map<String, Object> failure(CallFailure failure) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", failure.kind());
    json.put("status", failure.status());
    json.put("phase", failure.phase());
    json.put("message", failure.message());
    json.put("processed", failure.processed());
    return json;
  }

  private static Map<String, Object> timings(Timings timings) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("total_ms", Json.millis(timings.total()));
    json.put("permit_ms", Json.millis(timings.permit()));
    json.put("dns_ms", Json.millis(timings.dns()));
    json.put("connect_ms", Json.millis(timings.connect()));
    json.put("tls_ms", Json.millis(timings.tls()));
    json.put("ttfb_ms", Json.millis(timings.ttfb()));
    return json;
  }
}
