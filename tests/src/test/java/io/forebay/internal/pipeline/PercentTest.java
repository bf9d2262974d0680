package io.forebay.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentTest {

  @ParameterizedTest
  @CsvSource({
    "'', '', ''",
    "aZ09-._~, aZ09-._~, aZ09-._~",
    "a b, a%20b, a%20b",
    "a/b, a%2Fb, a/b",
    "100%, 100%25, 100%25",
    "%2F, %252F, %252F",
    "a+b&c=d, a%2Bb%26c%3Dd, a+b&c=d",
    "a?b#c, a%3Fb%23c, a%3Fb%23c",
    "!$'()*:@;, %21%24%27%28%29%2A%3A%40%3B, !$'()*:@;",
    "\u00e4\u20ac, %C3%A4%E2%82%AC, %C3%A4%E2%82%AC",
    "\ud83d\ude00, %F0%9F%98%80, %F0%9F%98%80",
    "{}|\\^`\", %7B%7D%7C%5C%5E%60%22, %7B%7D%7C%5C%5E%60%22",
  })
  void textIsEncoded(String text, String component, String path) {
    assertThat(Percent.component(text)).isEqualTo(component);
    assertThat(Percent.path(text)).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource({
    "a%20b, a b",
    "a%2fb%2Fc, a/b/c",
    "x+x, x+x",
    "x+x%20, 'x+x '",
    "%C3%A4, \u00e4",
    "\u00e4%20, '\u00e4 '",
    "\ud83d\ude00%20\ud83d\ude00, \ud83d\ude00 \ud83d\ude00",
  })
  void textIsDecoded(String encoded, String text) {
    assertThat(Percent.decode(encoded)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%",
        "a%",
        "%2",
        "%2x",
        "%x2",
        "%zz",
        "%-1",
        "%+2",
        "% 2",
        "%\uff12\uff10",
        "%ff",
        "%C3",
        "%C3%28",
        "%ED%A0%80"
      })
  void malformedEscapesAreNotDecoded(String encoded) {
    assertThat(Percent.decode(encoded)).isNull();
  }

  @Property
  void whatIsEncodedIsDecodedAgain(@ForAll("unicode") String text) {
    assertThat(Percent.decode(Percent.component(text))).isEqualTo(text);
    assertThat(Percent.decode(Percent.path(text))).isEqualTo(text);
  }

  @Property
  void componentHoldsNothingButUnreservedCharacters(@ForAll String text) {
    assertThat(Percent.component(text)).matches("([A-Za-z0-9._~-]|%[0-9A-F]{2})*");
  }

  @Property
  void pathHoldsNoMoreSlashesThanTheText(@ForAll String text) {
    assertThat(Percent.path(text)).matches("[^?#%\\s]*(%[0-9A-F]{2}[^?#%\\s]*)*");
    assertThat(Percent.path(text).replaceAll("[^/]", "")).isEqualTo(text.replaceAll("[^/]", ""));
  }

  @Property
  void anyTextIsDecodedOrNot(@ForAll("escapes") String text) {
    String decoded = Percent.decode(text);

    if (decoded != null && text.indexOf('%') < 0) {
      assertThat(decoded).isEqualTo(text);
    }
  }

  @Provide
  Arbitrary<String> escapes() {
    return Arbitraries.oneOf(
        Arbitraries.strings(), Arbitraries.strings().withChars("%0aAfF9+x\u00e4").ofMaxLength(12));
  }

  /** Texts without lone surrogates, which UTF-8 cannot carry. */
  @Provide
  Arbitrary<String> unicode() {
    return Arbitraries.strings().map(s -> s.replaceAll("[\\ud800-\\udfff]", "\ud83d\ude00"));
  }
}
