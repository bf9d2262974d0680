package io.forebay.internal.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * What the name of a field in a compressed head means to whoever guards it. A text has one Huffman
 * code only (RFC 7541 section 5.2), so names are compared as they came, without unfolding them.
 */
enum FieldName {
  /** The status. */
  STATUS,
  /** Another name that begins with a colon. */
  PSEUDO,
  /** What HTTP/1.1 says about a connection. */
  OF_CONNECTION,
  /** Any other. */
  OTHER;

  // Entries of the static table (RFC 7541 appendix A).
  private static final int FIRST_STATUS = 8;
  private static final int LAST_STATUS = 14;
  private static final int TRANSFER_ENCODING = 57;

  /** A name as it stands, and Huffman-coded (RFC 7541 appendix B). */
  private static final class Written {
    private final byte[] text;
    private final byte[] code;

    private Written(byte[] text, byte[] code) {
      this.text = text;
      this.code = code;
    }

    static Written of(String text, String code) {
      return new Written(text.getBytes(ISO_8859_1), HexFormat.of().parseHex(code));
    }

    boolean is(byte[] bytes, int at, int count, boolean huffman) {
      byte[] written = huffman ? code : text;
      return count == written.length && Arrays.equals(bytes, at, at + count, written, 0, count);
    }
  }

  private static final Written STATUS_NAME = Written.of(":status", "b8848d36a3");

  private static final List<Written> CONNECTION_NAMES =
      List.of(
          Written.of("connection", "21eaa8a4498f57"),
          Written.of("keep-alive", "ea52d6b0e83772ff"),
          Written.of("proxy-connection", "aec3f9f4b10f5545224c7abf"),
          Written.of("transfer-encoding", "4d83a91296c58b510f21aa9b"),
          Written.of("upgrade", "b6b9ac1c85"));

  /** Of an entry of the static table. */
  static FieldName ofStatic(int index) {
    if (index >= FIRST_STATUS && index <= LAST_STATUS) {
      return STATUS;
    }
    if (index < FIRST_STATUS) {
      return PSEUDO;
    }
    return index == TRANSFER_ENCODING ? OF_CONNECTION : OTHER;
  }

  /** Of a text, as it came. */
  static FieldName of(byte[] bytes, int at, int count, boolean huffman) {
    if (count == 0) {
      return OTHER;
    }
    if (STATUS_NAME.is(bytes, at, count, huffman)) {
      return STATUS;
    }
    // The code of a colon has seven bits.
    boolean colon = huffman ? (bytes[at] & 0xfe) == 0xb8 : bytes[at] == ':';
    if (colon) {
      return PSEUDO;
    }
    for (Written name : CONNECTION_NAMES) {
      if (name.is(bytes, at, count, huffman)) {
        return OF_CONNECTION;
      }
    }
    return OTHER;
  }
}
