package io.forebay;

import io.forebay.internal.pipeline.TrackedBody;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.Response;

/**
 * Where an exchange went and what it took. Immutable.
 *
 * @param label the backend's label
 * @param origin the origin's URL
 * @param attempts tries on the wire, 0 if it was refused before
 * @param timings where the time went
 * @param warnings what could not be done as configured, although the exchange went on
 * @param logFields the custom fields: text, numbers, booleans, lists and maps; none where no
 *     response came
 */
public record ExchangeReport(
    String label,
    String origin,
    int attempts,
    Timings timings,
    List<String> warnings,
    Map<String, Object> logFields)
    implements Serializable {

  /** Copies the collections. */
  public ExchangeReport {
    warnings = List.copyOf(warnings);
    logFields = logFields.isEmpty() ? Map.of() : unmodifiable(logFields);
  }

  private static Map<String, Object> unmodifiable(Map<String, Object> fields) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /**
   * The report of a response that a backend returned; empty if it came from elsewhere or its body
   * was replaced.
   */
  public static Optional<ExchangeReport> of(Response response) {
    return TrackedBody.reportOf(response);
  }
}
