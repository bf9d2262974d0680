package io.forebay.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerSpecTest {

  private static AnswerSpec status(Value value) {
    return AnswerSpec.UNCHANGED.withStatus(Optional.of(value));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204, 299, 304, 418, 500, 599})
  void statusIsFrom200To599(int code) {
    assertThat(AnswerSpec.checkedStatus(Integer.toString(code))).isEqualTo(code);
    assertThat(status(Value.of(code)).status()).contains(Value.of(code));
    assertThat(status(Value.of(Integer.toString(code))).status()).isPresent();
  }

  @Test
  void statusMayBeWrittenWithAnExponent() {
    assertThat(status(Value.of(new BigDecimal("2E+2"))).status()).isPresent();
  }

  /** Couper's, but that a status below 200 ends no exchange. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " 200",
        "99",
        "100",
        "101",
        "199",
        "600",
        "2000",
        "-200",
        "201.7",
        "200.0",
        "abc",
        "0x1f4",
        "\uff12\uff10\uff10",
        "true"
      })
  void anythingElseIsNoStatus(String text) {
    String message =
        "set_response_status: invalid http status code: " + text + " (expected: 200-599)";

    assertThatIllegalArgumentException()
        .isThrownBy(() -> AnswerSpec.checkedStatus(text))
        .withMessage(message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> status(Value.of(text)))
        .withMessage(message);
  }

  @Test
  void statusThatDependsOnTheCallIsJudgedThen() {
    assertThat(status(Value.computed(call -> 99)).status()).isPresent();
    assertThat(status(Value.template("{s}")).variables()).containsExactly("s");
    assertThat(status(Value.template("{backend_response.status}")).variables()).isEmpty();
  }

  @Test
  void statusAndFieldsAreReplacedOnTheirOwn() {
    LogField.Tree fields = new LogFields().field("a", Value.template("{l}")).build();
    AnswerSpec both = status(Value.template("{s}")).withLogFields(fields);

    assertThat(both.variables()).containsExactly("s", "l");
    assertThat(both.withStatus(Optional.empty()))
        .isEqualTo(AnswerSpec.UNCHANGED.withLogFields(fields));
    assertThat(both.withLogFields(AnswerSpec.UNCHANGED.logFields()))
        .isEqualTo(status(Value.template("{s}")));
    assertThat(AnswerSpec.UNCHANGED.variables()).isEmpty();
  }
}
