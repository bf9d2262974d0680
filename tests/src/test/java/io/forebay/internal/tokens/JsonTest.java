package io.forebay.internal.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What token endpoints answer: by the letter, within bounds, and never repeated. */
class JsonTest {
  private static final String CANARY = "c4n4ry";

  @Test
  void valuesKeepTheirTypes() {
    assertThat(Json.read(" {\"a\": [1, -2.50, 1e3, true, false, \"\\u00e9\\n\"], \"b\": {}} "))
        .isEqualTo(
            Map.of(
                "a",
                List.of(
                    new BigDecimal("1"),
                    new BigDecimal("-2.50"),
                    new BigDecimal("1e3"),
                    true,
                    false,
                    "\u00e9\n"),
                "b",
                Map.of()));
    assertThat(Json.read("null")).isSameAs(Json.NULL);
    assertThat(Json.read("\"x\"")).isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{}{}",
        "{} c4n4ry",
        "c4n4ry",
        "<c4n4ry>",
        "{c4n4ry: 1}",
        "{'c4n4ry': 1}",
        "{\"t\": \"c4n4ry}",
        "{\"t\": \"c4n4ry\n\"}",
        "{\"t\": \"c4n4ry\\x\"}",
        "{\"c4n4ry\": \"c4n4ry\", \"c4n4ry\": 1}",
        "{\"t\": c4n4ry}",
        "{\"t\": \"c4n4ry\",}",
        "[1,]",
        "[01]",
        "[+1]",
        "[.5]",
        "[NaN]",
        "[1] // c4n4ry",
        "[1e99999999999]",
        "[1e10001]",
        "[1e-10001]",
      })
  void whatIsNoJsonIsRefusedAndNotRepeated(String text) {
    IllegalArgumentException refused =
        catchThrowableOfType(IllegalArgumentException.class, () -> Json.read(text));
    assertThat(refused)
        .hasMessageStartingWith("no JSON: ")
        .hasMessageMatching(".* at line \\d+, column \\d+")
        .hasNoCause();
    assertThat(refused.getMessage()).doesNotContain(CANARY);
  }

  @ParameterizedTest
  @CsvSource({"{, it breaks off", "'{} 1', something after the end", "'', a value was expected"})
  void messageSaysWhatWasWrong(String text, String what) {
    assertThatThrownBy(() -> Json.read(text)).hasMessageStartingWith("no JSON: " + what);
  }

  @Test
  void nameTwiceInAnObjectIsRefused() {
    assertThatThrownBy(() -> Json.read("{\"a\": 1, \"\\u0061\": 2}"))
        .hasMessage("no JSON: a name twice in an object at line 1, column 18");
    assertThat(Json.read("[{\"a\": 1}, {\"a\": 2}]"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSize(2);
  }

  @Test
  void depthIsBounded() {
    Json.read("[".repeat(64) + "1" + "]".repeat(64));
    assertThatThrownBy(() -> Json.read("[".repeat(65) + "]".repeat(65)))
        .hasMessageContaining("more than 64 levels");
    assertThatThrownBy(() -> Json.read("{\"a\":".repeat(500_000)))
        .hasMessageContaining("more than 64 levels");
  }

  @Test
  void numbersAreBoundedAndTextsAreNot() {
    assertThat(Json.read("1".repeat(100))).isEqualTo(new BigDecimal("1".repeat(100)));
    assertThatThrownBy(() -> Json.read("1".repeat(101)))
        .hasMessageContaining("a number of more than 100");
    String longest = "x".repeat((1 << 20) - 2);
    assertThat(Json.read("\"" + longest + "\"")).isEqualTo(longest);
    assertThat(Json.read("{\"" + "x".repeat(100_000) + "\": 1}")).isInstanceOf(Map.class);
  }

  @Property
  void anyTextIsReadOrRefusedInOurWords(@ForAll @StringLength(max = 40) String text) {
    try {
      Json.read(text);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageStartingWith("no JSON: ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/a/0, x",
    "/a/1, ",
    "/b~1c/~0, y",
    "/a/00, ",
    "/none, ",
    "/a/x, ",
    "/a/99999999999, ",
  })
  void pointersLeadToValuesOrNowhere(String pointer, String value) {
    Object root = Json.read("{\"a\": [\"x\"], \"b/c\": {\"~\": \"y\"}}");
    assertThat(Json.find(root, pointer).orElse(null)).isEqualTo(value);
  }
}
