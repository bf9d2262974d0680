package io.forebay.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsTest {
  private static final String ALLOWED =
      "label contains invalid character(s), allowed are 'a-z', 'A-Z', '0-9', '_', '-' and '.',"
          + " and it starts with a letter, a digit or '_'";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "users",
        "U",
        "0",
        "_",
        "_users",
        "users-v2.eu",
        "a.-_",
        "anonymous",
        "anonymous-x"
      })
  void labelIsAccepted(String label) {
    assertThat(Labels.problem(label)).isEmpty();
  }

  /** REF-09; our labels may also hold {@code -} and {@code .}. */
  @ParameterizedTest
  @CsvSource({
    "'', label is empty",
    "'   ', label is empty",
    "'\t', label is empty",
    "anonymous_foo, backend label must not start with 'anonymous_'",
    "anonymous_, backend label must not start with 'anonymous_'",
  })
  void labelIsRefused(String label, String problem) {
    assertThat(Labels.problem(label)).contains(problem);
  }

  /** REF-09. */
  @ParameterizedTest
  @ValueSource(
      strings = {"foo bar", "-a", ".a", "a/b", "a'b", "users\n", "\u00e4", "\u0661", "a\0", "{a}"})
  void labelOfOtherCharactersIsRefused(String label) {
    assertThat(Labels.problem(label)).contains(ALLOWED);
  }

  @Test
  void labelHasAtMost128Characters() {
    assertThat(Labels.problem("a".repeat(128))).isEmpty();
    assertThat(Labels.problem("a".repeat(129)))
        .contains("label has 129 characters (expected: at most 128)");
  }

  @Property
  void acceptedLabelHoldsNothingThatALogOrAFileCouldMistake(
      @ForAll @CharRange(from = ' ', to = '\u00ff') @StringLength(max = 4) String label) {
    assertThat(Labels.problem(label).isEmpty())
        .isEqualTo(label.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*"));
  }

  @Test
  void backendWithSuchALabelCannotBeDefined() {
    TransportSpec transport = TransportSpec.of(Origin.of("http://users"));

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new BackendSpec("anonymous_x", transport, ExchangeSpec.DEFAULT, Optional.empty()))
        .withMessage("backend 'anonymous_x': backend label must not start with 'anonymous_'");
  }
}
