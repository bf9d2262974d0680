package io.forebay.health;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a probe's answer must look like. Immutable.
 *
 * @param statuses the accepted status codes; default 200, 204, 301. An empty list means the default
 *     (Couper {@code expected_status})
 * @param text text that the body must contain; default empty: the body is not read (Couper {@code
 *     expected_text})
 * @param textLimit how many bytes of the body are looked at for the text, at most; default 65536, 1
 *     to 16777216
 */
public record Expectation(List<StatusRange> statuses, String text, int textLimit) {
  private static final List<StatusRange> USUAL =
      Stream.of(200, 204, 301).map(StatusRange::of).toList();

  /** Couper's default: 200, 204 or 301, whatever the body. */
  public static final Expectation DEFAULT = new Expectation(USUAL, "", 64 * 1024);

  /**
   * Copies the list, or puts the default in place of an empty one.
   *
   * @throws IllegalArgumentException if the limit is out of its range
   */
  public Expectation {
    statuses = statuses.isEmpty() ? USUAL : List.copyOf(statuses);
    Ranges.between("text_limit", textLimit, 1, 16 * 1024 * 1024);
  }

  /** The same with other status codes; none means the default. */
  public Expectation withStatuses(List<StatusRange> accepted) {
    return new Expectation(accepted, text, textLimit);
  }

  /** The same with another text; empty: none. */
  public Expectation withText(String part) {
    return new Expectation(statuses, part, textLimit);
  }

  /**
   * The same with another limit.
   *
   * @throws IllegalArgumentException if the limit is out of its range
   */
  public Expectation withTextLimit(int bytes) {
    return new Expectation(statuses, text, bytes);
  }

  /** Whether the body has to be read to judge it. */
  public boolean needsBody() {
    return !text.isEmpty();
  }

  /**
   * Judges an answer: the status first, then the body.
   *
   * @param body as much of the body as was read, at most {@link #textLimit} bytes; empty where it
   *     is not needed
   */
  public ProbeResult judge(int status, String body) {
    if (statuses.stream().noneMatch(accepted -> accepted.contains(status))) {
      return ProbeResult.failed("unexpected status code: " + status);
    }
    return body.contains(text) ? ProbeResult.passed() : ProbeResult.failed("unexpected text");
  }
}
