package io.forebay.cli.engine;

import io.forebay.BackendException;
import io.forebay.ExchangeReport;
import io.forebay.Timings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of a call. Immutable.
 *
 * @param status the response's status; 0 if none came
 * @param headers the response's headers by their names in lower case; none if none came
 * @param body the response's body, or what came of it
 * @param failure why there is no complete response; empty: there is one
 * @param route where the call went
 * @param timings where the time went; the total includes the body
 * @param logFields the custom log fields of the backend
 */
public record CallResult(
    int status,
    Map<String, List<String>> headers,
    BodyText body,
    Optional<CallFailure> failure,
    Route route,
    Timings timings,
    Map<String, Object> logFields) {
  private static final Timings NO_TIME =
      new Timings(
          Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  /**
   * Where a call went.
   *
   * @param backend the backend's label; a refinement goes by the label of its backend
   * @param origin the origin's URL; empty if the call did not come so far
   * @param attempts tries on the wire, 0 if there was none
   */
  public record Route(String backend, String origin, int attempts) {
    static Route of(ExchangeReport report) {
      return new Route(report.label(), report.origin(), report.attempts());
    }
  }

  /** The request cannot be sent as it is; nothing was. */
  public static CallResult refused(String backend, String problem) {
    return without(backend, CallFailure.refused(problem));
  }

  /** Nothing is known but the failure. */
  static CallResult without(String backend, CallFailure failure) {
    return new CallResult(
        0,
        Map.of(),
        BodyText.NONE,
        Optional.of(failure),
        new Route(backend, "", 0),
        NO_TIME,
        Map.of());
  }

  /** No response came. */
  static CallResult failed(BackendException failure) {
    ExchangeReport report = failure.report();
    return new CallResult(
        0,
        Map.of(),
        BodyText.NONE,
        Optional.of(CallFailure.of(failure)),
        Route.of(report),
        report.timings(),
        report.logFields());
  }
}
