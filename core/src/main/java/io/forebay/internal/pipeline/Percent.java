package io.forebay.internal.pipeline;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Percent-encoding (RFC 3986 section 2.1) over UTF-8. */
public final class Percent {
  private static final String UNRESERVED = "-._~";
  private static final String PATH = UNRESERVED + "!$&'()*+,;=:@/";
  private static final String HEX = "0123456789ABCDEF";

  private Percent() {}

  /** Encodes one path segment or query component: only unreserved characters stay. */
  public static String component(String text) {
    return encode(text, UNRESERVED);
  }

  /** Encodes a decoded path: slashes stay. */
  static String path(String text) {
    return encode(text, PATH);
  }

  /** Encodes a path in which escapes may stand already: those stay. */
  static String keptPath(String text) {
    return encode(text, PATH + "%");
  }

  private static String encode(String text, String kept) {
    StringBuilder encoded = new StringBuilder(text.length() + 8);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (isAlphanumeric(c) || (c < 0x80 && kept.indexOf(c) >= 0)) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      }
    }
    return encoded.toString();
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /** Decodes percent-encoded text; null if an escape is malformed or the bytes are no UTF-8. */
  static @Nullable String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length);
    for (int i = 0; i < encoded.length; i++) {
      if (encoded[i] != '%') {
        bytes.write(encoded[i]);
        continue;
      }
      int value = hex(encoded, i + 1) * 16 + hex(encoded, i + 2);
      if (value < 0) {
        return null;
      }
      bytes.write(value);
      i += 2;
    }
    return utf8(bytes.toByteArray());
  }

  /** The text that the bytes are in UTF-8; null if they are none. */
  static @Nullable String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** The value of a hexadecimal digit, or a number that spoils the sum it goes into. */
  private static int hex(byte[] text, int index) {
    int digit = index < text.length ? Character.digit(text[index], 16) : -1;
    return digit >= 0 ? digit : -1000;
  }
}
