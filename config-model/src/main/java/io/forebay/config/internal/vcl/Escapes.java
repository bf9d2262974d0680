package io.forebay.config.internal.vcl;

import io.forebay.config.internal.dialect.Notes;
import io.forebay.config.internal.tree.Findings;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Decodes the percent signs of a text in quotes: {@code %41}, {@code %u0041}, {@code %u{1F600}}.
 */
final class Escapes {
  private final Token token;
  private final StringBuilder decoded = new StringBuilder();
  private int offset;

  private Escapes(Token token) {
    this.token = token;
  }

  /** The text that a token stands for; empty if there is none, which is a finding. */
  static Optional<String> text(Token token, Findings findings, Notes notes) {
    if (token.kind() == Token.Kind.LONG_STRING || token.text().indexOf('%') < 0) {
      return Optional.of(token.text());
    }
    Escapes escapes = new Escapes(token);
    try {
      if (escapes.endsAtNul()) {
        notes.add(token.at(), "%00 ends a text: what stands behind it is left out");
      }
    } catch (IllegalArgumentException e) {
      findings.add(token.at(), () -> "a text in quotes: " + e.getMessage());
      return Optional.empty();
    }
    return Optional.of(escapes.decoded.toString());
  }

  private boolean endsAtNul() {
    String text = token.text();
    while (offset < text.length()) {
      char c = text.charAt(offset++);
      if (c != '%') {
        decoded.append(c);
        continue;
      }
      int code = peek() == 'u' ? unicode() : bytes();
      if (code == 0) {
        return true;
      }
      decoded.appendCodePoint(code);
    }
    return false;
  }

  private char peek() {
    return offset < token.text().length() ? token.text().charAt(offset) : '\0';
  }

  private int unicode() {
    offset++;
    int code;
    if (peek() == '{') {
      int end = token.text().indexOf('}', offset);
      int length = end - offset - 1;
      if (end < 0 || length < 1 || length > 6) {
        throw incomplete();
      }
      offset++;
      code = hex(length);
      offset++;
    } else {
      code = hex(4);
    }
    if (code > Character.MAX_CODE_POINT || (code >= 0xd800 && code <= 0xdfff)) {
      throw new IllegalArgumentException(
          "an escape that is no Unicode (expected: 0-10FFFF but no surrogate)");
    }
    return code;
  }

  /** A character in UTF-8, each byte with its own percent sign. */
  private int bytes() {
    int lead = hex(2);
    if (lead < 0x80) {
      return lead;
    }
    int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    ByteBuffer bytes = ByteBuffer.allocate(length).put((byte) lead);
    while (bytes.hasRemaining()) {
      if (peek() != '%') {
        throw incomplete();
      }
      offset++;
      bytes.put((byte) hex(2));
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString().codePointAt(0);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "escapes that are no UTF-8 (expected: one of two digits for each byte)", e);
    }
  }

  private int hex(int digits) {
    int value = 0;
    for (int i = 0; i < digits; i++) {
      int digit = peek() < 0x80 ? Character.digit(peek(), 16) : -1;
      if (digit < 0) {
        throw incomplete();
      }
      value = value * 16 + digit;
      offset++;
    }
    return value;
  }

  private static IllegalArgumentException incomplete() {
    return new IllegalArgumentException(
        "an escape that is not complete (expected: %XX, %uXXXX or %u{X}; %25 for a percent sign)");
  }
}
