package io.forebay;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/**
 * Method and path of a request, read from its header block (RFC 7541) as far as that goes: both
 * come before everything that needs a dynamic table.
 *
 * @param method such as {@code GET}
 * @param path with its query
 */
record Http2RequestHead(String method, String path) {
  /** What Appendix B codes with five, six and seven bits, each in order of its codes. */
  private static final String FIVE = "012aceiost";

  private static final String SIX = " %-./3456789=A_bdfghlmnpru";
  private static final String SEVEN = ":BCDEFGHIJKLMNOPQRSTUVWYjkqvwxyz";
  private static final int FIRST_OF_SIX = 0x14;
  private static final int FIRST_OF_SEVEN = 0x5c;

  /**
   * Reads a block.
   *
   * @throws IllegalArgumentException if method or path are not where a client puts them
   */
  static Http2RequestHead read(byte[] block) {
    ByteBuffer in = ByteBuffer.wrap(block);
    String method = "";
    String path = "";
    while (method.isEmpty() || path.isEmpty()) {
      if (!in.hasRemaining()) {
        throw new IllegalArgumentException("no :method or no :path");
      }
      int first = in.get() & 0xff;
      if ((first & 0x80) != 0) {
        switch (first & 0x7f) {
          case 2 -> method = "GET";
          case 3 -> method = "POST";
          case 4 -> path = "/";
          default -> {} // Another name, or a size of the table.
        }
        continue;
      }
      int name = (first & 0x40) != 0 ? number(in, first, 0x3f) : number(in, first, 0x0f);
      if ((first & 0xe0) == 0x20) {
        continue; // A size of the table.
      }
      if (name == 0) {
        text(in);
      }
      String value = text(in);
      method = name == 2 || name == 3 ? value : method;
      path = name == 4 || name == 5 ? value : path;
    }
    return new Http2RequestHead(method, path);
  }

  private static int number(ByteBuffer in, int first, int mask) {
    int value = first & mask;
    if (value < mask) {
      return value;
    }
    for (int shift = 0; ; shift += 7) {
      int next = in.get() & 0xff;
      value += (next & 0x7f) << shift;
      if ((next & 0x80) == 0) {
        return value;
      }
    }
  }

  private static String text(ByteBuffer in) {
    int first = in.get() & 0xff;
    byte[] bytes = new byte[number(in, first, 0x7f)];
    in.get(bytes);
    return (first & 0x80) == 0 ? new String(bytes, US_ASCII) : decoded(bytes);
  }

  /** Plain paths only: what is coded with eight bits or more ends the text. */
  private static String decoded(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    int code = 0;
    int length = 0;
    for (int bit = 0; bit < bytes.length * 8 && length < 8; bit++) {
      code = code << 1 | (bytes[bit / 8] >> (7 - bit % 8) & 1);
      length++;
      int found = found(code, length);
      if (found >= 0) {
        text.append((char) found);
        code = 0;
        length = 0;
      }
    }
    return text.toString();
  }

  private static int found(int code, int length) {
    return switch (length) {
      case 5 -> code < FIVE.length() ? FIVE.charAt(code) : -1;
      case 6 -> in(SIX, code - FIRST_OF_SIX);
      case 7 -> in(SEVEN, code - FIRST_OF_SEVEN);
      default -> -1;
    };
  }

  private static int in(String codes, int index) {
    return index >= 0 && index < codes.length() ? codes.charAt(index) : -1;
  }
}
