package io.forebay.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "-17, -17",
    "1.5, 1.5",
    "1.50, 1.50",
    "1E+3, 1000",
    "12.5e2, 1250",
    "1e-7, 0.0000001",
    "-2.5E-3, -0.0025",
    "123456789012345678901234567890, 123456789012345678901234567890",
  })
  void numberKeepsItsTypeAndIsPrintedPlainly(String written, String text) {
    BigDecimal number = new BigDecimal(written);
    Value value = Value.of(number);

    assertThat(value.typed(FixedCall.NONE)).isEqualTo(number);
    assertThat(value.resolve(FixedCall.NONE)).isEqualTo(text);
    assertThat(value).hasToString(text);
  }

  @Test
  void wholeNumbersAndTruthKeepTheirTypes() {
    assertThat(Value.of(42L).typed(FixedCall.NONE)).isEqualTo(new BigDecimal("42"));
    assertThat(Value.of(42L)).isEqualTo(Value.of(new BigDecimal("42")));
    assertThat(Value.of(true).typed(FixedCall.NONE)).isEqualTo(true);
    assertThat(Value.of(true).resolve(FixedCall.NONE)).isEqualTo("true");
    assertThat(Value.of(false)).hasToString("false");
  }

  @Test
  void numberOrTruthIsConstant() {
    for (Value value : List.of(Value.of(1), Value.of(true))) {
      assertThat(value.constant()).isTrue();
      assertThat(value.needsResponse()).isFalse();
      assertThat(value.variables()).isEmpty();
    }
  }

  @Test
  void whatIsComputedIsNotConstant() {
    Value value = Value.computed(call -> List.of(call.method(), 1));

    assertThat(value.constant()).isFalse();
    assertThat(value.needsResponse()).isFalse();
    assertThat(value.variables()).isEmpty();
    assertThat(value.typed(FixedCall.NONE)).isEqualTo(List.of("GET", 1));
  }

  @Test
  void otherTypesAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Value.Plain("text"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Value.Plain(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Value.Plain(List.of()))
        .withMessage("value: neither a BigDecimal nor a Boolean");
  }

  /** A few characters in a file would fill the memory when they are written out. */
  @ParameterizedTest
  @ValueSource(strings = {"1e1001", "1e-1001", "1e999999999", "-1e-999999999"})
  void numberThatCannotBePrintedPlainlyIsRefused(String number) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Value.of(new BigDecimal(number)))
        .withMessage("value: a number of more than 1000 digits");
  }

  @Test
  void numberOfManyDigitsIsRefused() {
    assertThat(Value.of(new BigDecimal("9".repeat(1_000)))).hasToString("9".repeat(1_000));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Value.of(new BigDecimal("9".repeat(1_001))));
    assertThat(Value.of(new BigDecimal("1e999"))).hasToString("1" + "0".repeat(999));
  }

  static Stream<Arguments> computed() {
    return Stream.of(
        arguments("text", "text"),
        arguments(1, "1"),
        arguments(-1L, "-1"),
        arguments(new BigInteger("12345678901234567890"), "12345678901234567890"),
        arguments(new BigDecimal("1E+2"), "100"),
        arguments(1e10, "10000000000"),
        arguments(2.5e-7, "0.00000025"),
        arguments(0.1, "0.1"),
        arguments(0.1f, "0.1"),
        arguments(1.0, "1.0"),
        arguments(Double.NaN, "NaN"),
        arguments(Double.NEGATIVE_INFINITY, "-Infinity"),
        arguments(Float.POSITIVE_INFINITY, "Infinity"),
        arguments(true, "true"));
  }

  @ParameterizedTest
  @MethodSource("computed")
  void whatAFunctionReturnsIsPrintedPlainly(Object returned, String text) {
    assertThat(Value.text(returned)).isEqualTo(text);
    assertThat(Value.computed(call -> returned).resolve(FixedCall.NONE)).isEqualTo(text);
  }
}
