package io.forebay.internal.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The lines of a message's head, or of its trailers, each checked when it is complete (RFC 9112
 * sections 4 and 5): no line without CRLF, no control character, no folding.
 *
 * <p>A line that came in one piece is read where it lies; only what is split between two reads is
 * copied.
 */
final class FieldLines {
  /** Most bytes of a head or of trailers; interim responses and trailers count along. */
  static final int MOST_BYTES = 64 * 1024;

  /** Most fields of a head or of trailers. */
  static final int MOST_FIELDS = 256;

  private static final String VERSION = "HTTP/1.";
  private static final String NO_STATUS_LINE =
      "a status line that is none (expected: HTTP/1.0 or HTTP/1.1 and 100-599)";

  private static final int MOST_LENGTH_DIGITS = 18;

  /** What a TLS server says to a request in plain HTTP begins with it (RFC 8446 section 5.1). */
  private static final byte TLS_ALERT = 0x15;

  private static final boolean[] TOKEN = tokens();

  /** What may stand within a line. */
  private static final boolean[] TEXT = text();

  // What came of a line whose end is still to come.
  private byte[] kept = new byte[64];
  private int keptLength;

  // The line that is complete, or as far as it came.
  private byte[] line = kept;
  private int start;
  private int length;

  private int bytes;
  private int fields;

  private static boolean[] tokens() {
    boolean[] token = new boolean[256];
    for (char c = 'a'; c <= 'z'; c++) {
      token[c] = true;
      token[Character.toUpperCase(c)] = true;
    }
    for (char c : "0123456789!#$%&'*+-.^_`|~".toCharArray()) {
      token[c] = true;
    }
    return token;
  }

  private static boolean[] text() {
    boolean[] text = new boolean[256];
    Arrays.fill(text, 0x20, 256, true);
    text['\t'] = true;
    text[0x7f] = false;
    return text;
  }

  /** Another message begins. */
  void reset() {
    keptLength = 0;
    bytes = 0;
    fields = 0;
  }

  /**
   * Takes bytes up to the end of the line, or all if it does not end there.
   *
   * @param first whether it is a status line, which has to look like one from its first byte
   * @return how many were taken; negative, less one, if they end the line
   */
  int take(byte[] from, int offset, int end, boolean first) throws ProtocolViolation {
    int at = offset;
    while (at < end && TEXT[from[at] & 0xff]) {
      at++;
    }
    int unkept = see(from, offset, at);
    if (first) {
      requireVersion();
      if (length == 0 && at < end && from[at] == TLS_ALERT) {
        throw new ProtocolViolation("it answers in TLS (http instead of https?)");
      }
    }
    int taken = endOfLine(from, offset, at, end);
    if (taken >= 0) {
      count(taken);
      keptLength = 0;
      return -taken - 1;
    }
    count(end - offset);
    keep(from, unkept, end);
    return end - offset;
  }

  private void count(int more) throws ProtocolViolation {
    bytes += more;
    if (bytes > MOST_BYTES) {
      throw ProtocolViolation.excess("a head of more than " + MOST_BYTES + " bytes");
    }
  }

  /**
   * Shows the line as far as its text is here: alone, or behind what was kept.
   *
   * @return where begins what is not kept yet
   */
  private int see(byte[] from, int offset, int at) throws ProtocolViolation {
    if (keptLength == 0) {
      line = from;
      start = offset;
      length = at - offset;
      return offset;
    }
    boolean endsInCr = kept[keptLength - 1] == '\r';
    if (endsInCr && (at > offset || from[offset] != '\n')) {
      throw new ProtocolViolation("a CR inside a line");
    }
    keep(from, offset, at);
    line = kept;
    start = 0;
    length = endsInCr ? keptLength - 1 : keptLength;
    return at;
  }

  /** How many bytes end the line, if its text ends at {@code at}; -1 if more has to come. */
  private int endOfLine(byte[] from, int offset, int at, int end) throws ProtocolViolation {
    if (at == end) {
      return -1;
    }
    byte b = from[at];
    if (b == '\n') {
      if (at > offset || keptLength == 0 || kept[keptLength - 1] != '\r') {
        throw new ProtocolViolation("a line that ends without CR");
      }
      return 1;
    }
    if (b != '\r') {
      throw new ProtocolViolation("a control character in a head");
    }
    if (at + 1 == end) {
      return -1;
    }
    if (from[at + 1] != '\n') {
      throw new ProtocolViolation("a CR inside a line");
    }
    return at + 2 - offset;
  }

  private void keep(byte[] from, int offset, int end) {
    int more = end - offset;
    if (keptLength + more > kept.length) {
      kept = Arrays.copyOf(kept, Math.max(2 * kept.length, keptLength + more));
    }
    System.arraycopy(from, offset, kept, keptLength, more);
    keptLength += more;
  }

  /** Whether the line is the empty one that ends a head. */
  boolean isEnd() {
    return length == 0;
  }

  /** The status of the line {@code HTTP/1.1 200 OK}. */
  int status() throws ProtocolViolation {
    boolean version =
        length >= 12
            && startsWith(VERSION.length())
            && (line[start + 7] == '0' || line[start + 7] == '1')
            && line[start + 8] == ' '
            && (length == 12 || line[start + 12] == ' ');
    int status = version ? 100 * digit(9) + 10 * digit(10) + digit(11) : -1;
    if (status < 100 || status > 599) {
      throw new ProtocolViolation(NO_STATUS_LINE);
    }
    return status;
  }

  /** Who speaks another protocol may never end the line. */
  private void requireVersion() throws ProtocolViolation {
    if (!startsWith(Math.min(length, VERSION.length()))) {
      throw new ProtocolViolation(NO_STATUS_LINE);
    }
  }

  /** Whether the status line says HTTP/1.0. */
  boolean oldVersion() {
    return line[start + 7] == '0';
  }

  private boolean startsWith(int characters) {
    for (int i = 0; i < characters; i++) {
      if (line[start + i] != VERSION.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int digit(int index) {
    int digit = line[start + index] - '0';
    return digit >= 0 && digit <= 9 ? digit : -10_000;
  }

  /** Checks the line as a field; the length of its name. */
  int field() throws ProtocolViolation {
    if (++fields > MOST_FIELDS) {
      throw ProtocolViolation.excess("more than " + MOST_FIELDS + " header fields");
    }
    int name = 0;
    while (name < length && TOKEN[line[start + name] & 0xff]) {
      name++;
    }
    if (name == 0 || name == length || line[start + name] != ':') {
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
      byte b = line[start + i];
      if ((b | 0x20) != name.charAt(i) && b != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The field's value without white space around it. */
  String value(int nameLength) {
    int from = start + nameLength + 1;
    return new String(line, from, start + length - from, StandardCharsets.ISO_8859_1).strip();
  }

  /** The field's value as a length; -1 if it is none. */
  long lengthValue(int nameLength) {
    int from = start + nameLength + 1;
    int to = start + length;
    while (from < to && isBlank(line[from])) {
      from++;
    }
    while (from < to && isBlank(line[to - 1])) {
      to--;
    }
    return from == to || to - from > MOST_LENGTH_DIGITS ? -1 : number(from, to);
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  private long number(int from, int to) {
    long number = 0;
    for (int i = from; i < to; i++) {
      int digit = line[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
  }
}
