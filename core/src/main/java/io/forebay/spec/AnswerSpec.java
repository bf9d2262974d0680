package io.forebay.spec;

import io.forebay.health.StatusRange;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What becomes of a response's head, beside the edits of its headers. Immutable.
 *
 * @param status the status that the caller gets in place of the origin's, 200 to 599 when it comes
 *     to it; empty: the origin's (Couper {@code set_response_status})
 * @param expected the statuses that the caller may get; one that is not among them fails the
 *     exchange with kind {@code unexpected_status}; empty: any (Couper {@code expected_status}, of
 *     {@code proxy} and {@code request})
 * @param logFields told along with every response, see {@link LogField}; none: nothing (Couper
 *     {@code custom_log_fields})
 */
public record AnswerSpec(
    Optional<Value> status, List<StatusRange> expected, LogField.Tree logFields) {

  /** The origin's own status, whatever it is, and no field. */
  public static final AnswerSpec UNCHANGED =
      new AnswerSpec(Optional.empty(), List.of(), new LogFields().build());

  /**
   * Checks a status that is the same for all calls, and copies the list.
   *
   * @throws IllegalArgumentException if it is none
   */
  public AnswerSpec {
    expected = List.copyOf(expected);
    status.filter(Value::constant).ifPresent(value -> checkedStatus(value.toString()));
  }

  /**
   * A status in text. Those below 200 end no exchange and cannot be given.
   *
   * @throws IllegalArgumentException if it is not one from 200 to 599
   */
  public static int checkedStatus(String text) {
    if (!text.matches("[2-5][0-9][0-9]")) {
      throw new IllegalArgumentException(
          "set_response_status: invalid http status code: " + text + " (expected: 200-599)");
    }
    return Integer.parseInt(text);
  }

  /** The variables that a call has to bind. */
  public Set<String> variables() {
    Set<String> names = new LinkedHashSet<>();
    status.ifPresent(value -> names.addAll(value.variables()));
    names.addAll(logFields.variables());
    return names;
  }

  /** The same with another status. */
  public AnswerSpec withStatus(Optional<Value> other) {
    return new AnswerSpec(other, expected, logFields);
  }

  /** The same with other statuses that the caller may get; empty: any. */
  public AnswerSpec withExpected(List<StatusRange> other) {
    return new AnswerSpec(status, other, logFields);
  }

  /** The same with other fields. */
  public AnswerSpec withLogFields(LogField.Tree other) {
    return new AnswerSpec(status, expected, other);
  }
}
