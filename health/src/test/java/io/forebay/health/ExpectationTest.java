package io.forebay.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectationTest {
  private static final ProbeResult PASSED = ProbeResult.passed();

  private static Expectation expecting(List<Integer> statuses, String text) {
    return Expectation.DEFAULT
        .withStatuses(statuses.stream().map(StatusRange::of).toList())
        .withText(text);
  }

  private static ProbeResult failed(String reason) {
    return ProbeResult.failed(reason);
  }

  static Stream<Arguments> verdicts() {
    List<Integer> none = List.of();
    return Stream.of(
        arguments("default accepts 200", none, "", 200, "", PASSED),
        arguments("default accepts 204", none, "", 204, "", PASSED),
        arguments("default accepts 301", none, "", 301, "", PASSED),
        arguments("default refuses 201", none, "", 201, "", failed("unexpected status code: 201")),
        arguments("HLT-11", List.of(404), "", 404, "not there", PASSED),
        arguments("HLT-18", none, "", 404, "", failed("unexpected status code: 404")),
        arguments("HLT-09", List.of(200, 418), "123", 418, "x123x", PASSED),
        arguments("HLT-20", none, "down?", 200, "up", failed("unexpected text")),
        arguments("text is found anywhere", none, "up", 200, "all up!", PASSED),
        arguments("text is no pattern", none, ".*", 200, "up", failed("unexpected text")),
        arguments("text has a case", none, "UP", 200, "up", failed("unexpected text")),
        arguments(
            "status before text", none, "up", 500, "down", failed("unexpected status code: 500")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("verdicts")
  void answerIsJudged(
      String what,
      List<Integer> statuses,
      String text,
      int status,
      String body,
      ProbeResult expected) {
    assertThat(expecting(statuses, text).judge(status, body)).as(what).isEqualTo(expected);
  }

  @Property
  void statusPassesExactlyWhenItIsListed(
      @ForAll List<@IntRange(min = 100, max = 599) Integer> statuses,
      @ForAll @IntRange(min = 100, max = 599) int status) {
    List<Integer> accepted = statuses.isEmpty() ? List.of(200, 204, 301) : statuses;

    assertThat(expecting(statuses, "").judge(status, "") instanceof ProbeResult.Passed)
        .isEqualTo(accepted.contains(status));
  }

  @Property
  void rangePassesWhatLiesInIt(
      @ForAll @IntRange(min = 100, max = 999) int one,
      @ForAll @IntRange(min = 100, max = 999) int other,
      @ForAll @IntRange(min = 0, max = 1000) int status) {
    StatusRange range = new StatusRange(Math.min(one, other), Math.max(one, other));

    assertThat(range.contains(status)).isEqualTo(range.from() <= status && status <= range.to());
    assertThat(StatusRange.of(range.toString())).isEqualTo(range);
    assertThat(
            Expectation.DEFAULT.withStatuses(List.of(range)).judge(status, "")
                instanceof ProbeResult.Passed)
        .isEqualTo(range.contains(status));
  }

  @ParameterizedTest
  @CsvSource({"204, 204, 204", "200-399, 200, 399", "200 - 299, 200, 299", "100-999, 100, 999"})
  void rangeIsRead(String text, int from, int to) {
    assertThat(StatusRange.of(text)).isEqualTo(new StatusRange(from, to));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          2xx      | expected_status: '2xx' (expected: a status such as 204, or several as 200-399)
          ""       | expected_status: '' (expected: a status such as 204, or several as 200-399)
          200-     | expected_status: '200-' (expected: a status such as 204, or several as 200-399)
          -200     | expected_status: '-200' (expected: a status such as 204, or several as 200-399)
          99999999 | expected_status: '99999999' (expected: a status such as 204, or several as 200-399)
          99       | expected_status: 99 (expected: 100-999)
          200-1000 | expected_status: 1000 (expected: 100-999)
          300-200  | expected_status: 300-200 (expected: the lower one first)
          """)
  void rangeThatIsNoneIsRefused(String text, String finding) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StatusRange.of(text))
        .withMessage(finding);
  }

  @ParameterizedTest(name = "V04 {0}")
  @ValueSource(ints = {-200, 0, 99, 1000})
  void statusThatIsNoneIsRefused(int status) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StatusRange.of(status))
        .withMessage("expected_status: " + status + " (expected: 100-999)");
  }

  @Test
  @DisplayName("V04 204 is a status to expect; P16 404 is not the one expected")
  void oneStatusMayBeExpected() {
    assertThat(expecting(List.of(204), "").judge(204, "")).isEqualTo(PASSED);
    assertThat(expecting(List.of(200), "").judge(404, ""))
        .isEqualTo(failed("unexpected status code: 404"));
  }

  @Test
  void noStatusMeansTheDefault() {
    assertThat(expecting(List.of(), "")).isEqualTo(Expectation.DEFAULT);
  }

  @Test
  void laterChangesOfTheGivenListDoNotCount() {
    List<StatusRange> given = new ArrayList<>(List.of(StatusRange.of(200)));
    Expectation expectation = Expectation.DEFAULT.withStatuses(given);
    given.add(StatusRange.of(500));

    assertThat(expectation.statuses()).containsExactly(StatusRange.of(200));
  }

  @Test
  void bodyIsNeededOnlyForAText() {
    assertThat(expecting(List.of(), "").needsBody()).isFalse();
    assertThat(expecting(List.of(), "up").needsBody()).isTrue();
  }

  @Test
  void sixtyFourKibibytesAreLookedAt() {
    assertThat(Expectation.DEFAULT.textLimit()).isEqualTo(65536);
    assertThat(Expectation.DEFAULT.withTextLimit(1).textLimit()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 16777217})
  void textLimitOutOfRangeIsRefused(int bytes) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Expectation.DEFAULT.withTextLimit(bytes))
        .withMessage("text_limit: " + bytes + " (expected: 1-16777216)");
  }
}
