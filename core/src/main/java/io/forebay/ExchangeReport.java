package io.forebay;

import io.forebay.internal.pipeline.TrackedBody;
import java.io.Serializable;
import java.util.Optional;
import okhttp3.Response;

/**
 * Where an exchange went and what it took. Immutable.
 *
 * @param label the backend's label
 * @param origin the origin's URL
 * @param attempts tries on the wire, 0 if it was refused before
 * @param timings where the time went
 */
public record ExchangeReport(String label, String origin, int attempts, Timings timings)
    implements Serializable {

  /**
   * The report of a response that a backend returned; empty if it came from elsewhere or its body
   * was replaced.
   */
  public static Optional<ExchangeReport> of(Response response) {
    return TrackedBody.reportOf(response);
  }
}
