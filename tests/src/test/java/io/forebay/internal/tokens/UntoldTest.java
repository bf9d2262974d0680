package io.forebay.internal.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UntoldTest {
  private static Token token(String text) {
    return new Token(text, new Slot(), 0, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "tok+/=, a tok+/= b, a *** b",
    "tok+/=, tok+/=tok+/=, ******",
    "tok+/=, /p/tok%2B%2F%3D?x, /p/***?x",
    "tok+/=, tok%2b/%3d, ***",
    "a%b, a%25b and a%b, *** and ***",
    "a b, a%20b a+b a b, *** *** ***",
    "aab, aaab, a***",
    "tok, to tk, to tk",
    "tok, tok%2, ***%2",
  })
  void tokensAreStarsHoweverTheyAreEncoded(String token, String text, String told) {
    assertThat(Untold.text(text, List.of(token(token)))).isEqualTo(told);
  }

  @Test
  void fieldsLoseTokensHoweverDeepAndKeepTheRest() {
    Map<String, Object> fields =
        Map.of(
            "a",
            "Bearer tok",
            "b",
            List.of("x", 5, Map.of("c", "tok"), Arrays.asList(true, null)),
            "d",
            CharBuffer.wrap("tok"));
    assertThat(Untold.fields(fields, List.of(token("tok"))))
        .isEqualTo(
            Map.of(
                "a", "Bearer ***",
                "b", List.of("x", 5, Map.of("c", "***"), Arrays.asList(true, null)),
                "d", "***"));
  }

  @Property
  void noTokenIsLeftInAnyText(
      @ForAll @StringLength(max = 6) @CharRange(from = 'a', to = 'c') String before,
      @ForAll @StringLength(min = 1, max = 4) @CharRange(from = ' ', to = '~') String token,
      @ForAll @StringLength(max = 6) @CharRange(from = 'a', to = 'c') String after) {
    String encoded = URLEncoder.encode(token, StandardCharsets.UTF_8);
    assertThat(Untold.text(before + token + after, List.of(token(token)))).contains("***");
    assertThat(Untold.text(before + encoded + after, List.of(token(token)))).contains("***");
  }
}
