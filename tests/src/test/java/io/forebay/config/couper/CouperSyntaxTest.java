package io.forebay.config.couper;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.spec.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HCL's native syntax. */
class CouperSyntaxTest {

  private static String text(String expression) {
    return Couper.backend("custom_log_fields = { a = " + expression + "\n}")
        .exchange()
        .answer()
        .logFields()
        .fields()
        .get("a")
        .toString();
  }

  @Test
  void textHasEscapesAndHeredocsHaveNone() {
    assertThat(text("\"a\\n\\t\\\"\\\\\\u00e9\\U0001F600$${b}%%{c}$$ $\""))
        .isEqualTo("a\n\t\"\\\u00e9\ud83d\ude00${b}%{c}$$ $");
    assertThat(text("<<EOT\n  a\\n\n b\nEOT\n")).isEqualTo("  a\\n\n b\n");
    assertThat(text("<<-EOT\n    a\n\n      ${\"b\"}\n  EOT\n")).isEqualTo("a\n\n  b\n");
  }

  @Test
  void commentsAndLineBreaksAreBlanks() {
    assertThat(text("[ # one\n 1, // two\n /* three */ 2,\n]")).isEqualTo("[1, 2]");
    assertThat(text("{ a : 1, \"b\" = 2\n c = (\n3\n) }")).isEqualTo("{a=1, b=2, c=3}");
  }

  @Test
  void anExpressionAloneKeepsItsType() {
    assertThat(Couper.backend("set_response_status = \"${201}\"").exchange().answer().status())
        .contains(Value.of(201));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a | 1:2: expected '=' or '{' behind 'a' but was the end",
        "a = | 1:4: expected a value but was the end",
        "a = \"b | 1:5: a text without its closing quote (expected: \" on the same line)",
        "a = \"\\x\" | 1:6: Invalid escape sequence (expected: \\n, \\r, \\t, \\\", \\\\, \\uNNNN)",
        "a = \"\\ud800\" | 1:6: Invalid escape sequence (expected: a Unicode character)",
        "a = <<E b | 1:8: expected a new line behind '<<' but was ' '",
        "a = [1 2] | 1:8: expected ',' or ']' but was '2'",
        "a = 1 b = 2 | 1:7: expected a new line but was 'b'",
        "a { | 1:4: expected an attribute or a block but was the end",
        "a = 1 /* | 1:7: unterminated comment (expected: */)",
        "} | 1:1: expected an attribute or a block but was '}'",
        "a = \ud83d\ude00 | 1:5: expected a value but was '\ud83d\ude00'",
        "a = \"\ud83d\ude00\" b | 1:9: expected a new line but was 'b'"
      })
  void aWrongCharacterEndsTheReading(String text, String expected) {
    assertThat(Couper.findings(text)).containsExactly(expected);
  }

  @Test
  void aHeredocEndsWithItsWord() {
    assertThat(Couper.findings("a = <<E\nb\n"))
        .containsExactly("1:5: Unterminated heredoc (expected: a line with its word alone)");
  }

  @Test
  void nestingIsBounded() {
    assertThat(Couper.findings("a = " + "[".repeat(100)))
        .containsExactly("1:68: nested too deep (expected: at most 64 levels)");
    assertThat(Couper.findings("a = \ud800"))
        .containsExactly("1:5: half of a surrogate pair (expected: Unicode)");
  }
}
