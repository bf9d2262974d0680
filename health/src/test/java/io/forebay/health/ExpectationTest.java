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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectationTest {
  private static final ProbeResult PASSED = ProbeResult.passed();

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
    assertThat(new Expectation(statuses, text).judge(status, body)).as(what).isEqualTo(expected);
  }

  @Property
  void statusPassesExactlyWhenItIsListed(
      @ForAll List<@IntRange(min = 100, max = 599) Integer> statuses,
      @ForAll @IntRange(min = 100, max = 599) int status) {
    Expectation expectation = new Expectation(statuses, "");

    assertThat(expectation.judge(status, "") instanceof ProbeResult.Passed)
        .isEqualTo(expectation.statuses().contains(status));
  }

  @ParameterizedTest
  @ValueSource(ints = {-200, 0, 99, 600})
  void statusThatIsNoneIsRefused(int status) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Expectation(List.of(200, status), ""))
        .withMessage("expected_status: " + status + " (expected: 100-599)");
  }

  @Test
  void noStatusMeansTheDefault() {
    assertThat(new Expectation(List.of(), "")).isEqualTo(Expectation.DEFAULT);
  }

  @Test
  void laterChangesOfTheGivenListDoNotCount() {
    List<Integer> given = new ArrayList<>(List.of(200));
    Expectation expectation = new Expectation(given, "");
    given.add(500);

    assertThat(expectation.statuses()).containsExactly(200);
  }

  @Test
  void bodyIsNeededOnlyForAText() {
    assertThat(new Expectation(List.of(), "").needsBody()).isFalse();
    assertThat(new Expectation(List.of(), "up").needsBody()).isTrue();
  }
}
