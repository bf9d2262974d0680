package io.forebay.cli.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.Optional;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class BodyTextTest {

  @Test
  void textIsDecodedInItsCharset() {
    assertThat(text("c3a4", UTF_8)).isEqualTo("ä");
    assertThat(text("e4", ISO_8859_1)).isEqualTo("ä");
    assertThat(text("d83dde00", UTF_16BE)).isEqualTo("\ud83d\ude00");
    assertThat(text("", UTF_8)).isEmpty();
  }

  @Test
  void whatIsNoTextComesInBase64() {
    assertThat(of("ff00", UTF_8, true)).isEqualTo(base64("/wA="));
    assertThat(of("d83d", UTF_16BE, true)).isEqualTo(base64("2D0="));
    assertThat(of("61c3", UTF_8, true)).isEqualTo(base64("YcM="));
  }

  @Test
  void lastLetterOfABrokenBodyMayBeBrokenToo() {
    assertThat(of("61c3", UTF_8, false).text()).isEqualTo("a");
    assertThat(of("ff61", UTF_8, false)).isEqualTo(base64("/2E="));
  }

  private static String text(String hex, Charset charset) {
    return of(hex, charset, true).text();
  }

  private static BodyText of(String hex, Charset charset, boolean complete) {
    return BodyText.of(ByteString.decodeHex(hex), charset, complete);
  }

  private static BodyText base64(String base64) {
    return new BodyText("", Optional.of(base64));
  }
}
