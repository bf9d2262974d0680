package io.forebay.internal.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Collects the lines of a message's head, or of its trailers, and checks each when it is complete
 * (RFC 9112 sections 4 and 5): no line without CRLF, no control character, no folding.
 */
final class FieldLines {
  /** Most bytes of a head or of trailers; interim responses and trailers count along. */
  static final int MOST_BYTES = 64 * 1024;

  /** Most fields of a head or of trailers. */
  static final int MOST_FIELDS = 256;

  private static final String VERSION = "HTTP/1.";
  private static final String NO_STATUS_LINE =
      "a status line that is none (expected: HTTP/1.0 or HTTP/1.1 and 100-599)";

  private static final boolean[] TOKEN = tokens();

  private byte[] line = new byte[256];
  private int length;
  private int bytes;
  private int fields;

  private static boolean[] tokens() {
    boolean[] token = new boolean[128];
    for (char c = 'a'; c <= 'z'; c++) {
      token[c] = true;
      token[Character.toUpperCase(c)] = true;
    }
    for (char c : "0123456789!#$%&'*+-.^_`|~".toCharArray()) {
      token[c] = true;
    }
    return token;
  }

  /** Another message begins. */
  void reset() {
    length = 0;
    bytes = 0;
    fields = 0;
  }

  /** Takes a byte; true if it ended the line, without its CRLF. */
  boolean take(byte b) throws ProtocolViolation {
    if (++bytes > MOST_BYTES) {
      throw ProtocolViolation.excess("a head of more than " + MOST_BYTES + " bytes");
    }
    if (b == '\n') {
      if (length == 0 || line[length - 1] != '\r') {
        throw new ProtocolViolation("a line that ends without CR");
      }
      length--;
      return true;
    }
    if (length > 0 && line[length - 1] == '\r') {
      throw new ProtocolViolation("a CR inside a line");
    }
    if ((b >= 0 && b < 0x20 && b != '\t' && b != '\r') || b == 0x7f) {
      throw new ProtocolViolation("a control character in a head");
    }
    if (length == line.length) {
      line = java.util.Arrays.copyOf(line, 2 * length);
    }
    line[length++] = b;
    return false;
  }

  /** Whether the line is the empty one that ends a head. */
  boolean isEnd() {
    return length == 0;
  }

  /** The next line begins. */
  void next() {
    length = 0;
  }

  /** The status of the line {@code HTTP/1.1 200 OK}. */
  int status() throws ProtocolViolation {
    boolean version =
        length >= 12
            && startsWith(VERSION)
            && (line[7] == '0' || line[7] == '1')
            && line[8] == ' '
            && (length == 12 || line[12] == ' ');
    int status = version ? 100 * digit(9) + 10 * digit(10) + digit(11) : -1;
    if (status < 100 || status > 599) {
      throw new ProtocolViolation(NO_STATUS_LINE);
    }
    return status;
  }

  /** Checks the byte just taken: who speaks another protocol may never end the line. */
  void requireVersion() throws ProtocolViolation {
    if (length <= VERSION.length() && line[length - 1] != VERSION.charAt(length - 1)) {
      throw new ProtocolViolation(NO_STATUS_LINE);
    }
  }

  /** Whether the status line says HTTP/1.0. */
  boolean oldVersion() {
    return line[7] == '0';
  }

  private boolean startsWith(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (line[i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int digit(int index) {
    int digit = line[index] - '0';
    return digit >= 0 && digit <= 9 ? digit : -10_000;
  }

  /** Checks the line as a field; the length of its name. */
  int field() throws ProtocolViolation {
    if (++fields > MOST_FIELDS) {
      throw ProtocolViolation.excess("more than " + MOST_FIELDS + " header fields");
    }
    int name = 0;
    while (name < length && line[name] >= 0 && TOKEN[line[name]]) {
      name++;
    }
    if (name == 0 || name == length || line[name] != ':') {
      throw new ProtocolViolation("a header line without a name and a colon");
    }
    return name;
  }

  /** Whether the field's name is this one, which is given in lower case. */
  boolean isNamed(String name, int nameLength) {
    if (nameLength != name.length()) {
      return false;
    }
    for (int i = 0; i < nameLength; i++) {
      if ((line[i] | 0x20) != name.charAt(i) && line[i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The field's value without white space around it. */
  String value(int nameLength) {
    return new String(line, nameLength + 1, length - nameLength - 1, StandardCharsets.ISO_8859_1)
        .strip();
  }

  /** The value as a length; -1 if it is none. */
  static long length(@Nullable String value) {
    if (value == null || value.isEmpty() || value.length() > 18) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < value.length(); i++) {
      int digit = value.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
  }
}
