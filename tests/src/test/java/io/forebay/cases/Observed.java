package io.forebay.cases;

import io.forebay.BackendException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okio.ByteString;

/** What came of a case at a door. */
sealed interface Observed {

  /** Nothing opened, for these reasons. */
  record Refused(String text) implements Observed {}

  /** The request could not be made. */
  record Misused(String text) implements Observed {}

  /**
   * The exchange ended.
   *
   * @param failure why there is no complete response
   * @param answer what there is of one
   * @param warnings of the report; empty: this door does not tell them
   * @param log the fields of the log entry, as far as this door tells them
   */
  record Ended(
      Optional<Failure> failure,
      Optional<Answer> answer,
      Optional<List<String>> warnings,
      Map<String, Object> log)
      implements Observed {}

  /** Why an exchange failed. */
  record Failure(String kind, int status, String text) {
    static Failure of(BackendException e) {
      return new Failure(e.kind().text(), e.suggestedStatus(), String.valueOf(e.getMessage()));
    }
  }

  /** A response; names of headers in lower case. */
  record Answer(int status, Map<String, List<String>> headers, ByteString body) {}
}
