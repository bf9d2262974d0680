package io.forebay.cli.engine;

import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Optional;
import okio.ByteString;

/**
 * A body as JSON can carry it. Immutable.
 *
 * @param text the body; empty if it is no text
 * @param base64 the body in Base64 if it is no text; otherwise empty
 */
public record BodyText(String text, Optional<String> base64) {

  /** No body. */
  public static final BodyText NONE = new BodyText("", Optional.empty());

  /**
   * Decodes a body.
   *
   * @param charset what its text would be written in
   * @param complete whether it is whole; of one that broke off, a broken last letter is left out
   */
  static BodyText of(ByteString bytes, Charset charset, boolean complete) {
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer text =
        CharBuffer.allocate((int) Math.ceil(bytes.size() * decoder.maxCharsPerByte()));
    CoderResult end = decoder.decode(bytes.asByteBuffer(), text, complete);
    if (!end.isUnderflow()) {
      return new BodyText("", Optional.of(bytes.base64()));
    }
    return new BodyText(text.flip().toString(), Optional.empty());
  }
}
