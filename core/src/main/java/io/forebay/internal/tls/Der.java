package io.forebay.internal.tls;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One element of DER (X.690): as much as it takes to tell key files apart and to wrap one form in
 * another. Immutable.
 */
final class Der {
  static final int INTEGER = 0x02;
  static final int OCTET_STRING = 0x04;
  static final int NULL = 0x05;
  static final int OID = 0x06;
  static final int SEQUENCE = 0x30;

  /** The optional curve inside a SEC1 key (RFC 5915, section 3). */
  static final int CONTEXT_0 = 0xA0;

  private final int tag;
  private final byte[] body;

  private Der(int tag, byte[] body) {
    this.tag = tag;
    this.body = body;
  }

  /**
   * The first element of {@code bytes}.
   *
   * @throws MalformedException if it is no DER or breaks off
   */
  static Der read(byte[] bytes) {
    return new Reader(bytes).next();
  }

  /** An element around bytes. */
  static Der of(int tag, byte[] body) {
    return new Der(tag, body.clone());
  }

  /** A sequence of elements. */
  static Der sequence(Der... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Der part : parts) {
      all.writeBytes(part.encoded());
    }
    return new Der(SEQUENCE, all.toByteArray());
  }

  int tag() {
    return tag;
  }

  /** Whether it is that element with those bytes. */
  boolean is(int otherTag, int... bytes) {
    if (tag != otherTag || body.length != bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if ((body[i] & 0xff) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * The elements inside.
   *
   * @throws MalformedException if the body is no row of elements
   */
  List<Der> parts() {
    List<Der> parts = new ArrayList<>();
    Reader reader = new Reader(body);
    while (reader.more()) {
      parts.add(reader.next());
    }
    return parts;
  }

  /** Tag, length and body. */
  byte[] encoded() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 6);
    out.write(tag);
    if (body.length < 0x80) {
      out.write(body.length);
    } else {
      int octets = (39 - Integer.numberOfLeadingZeros(body.length)) / 8;
      out.write(0x80 | octets);
      for (int shift = 8 * (octets - 1); shift >= 0; shift -= 8) {
        out.write(body.length >>> shift);
      }
    }
    out.writeBytes(body);
    return out.toByteArray();
  }

  /** Walks over elements. */
  private static final class Reader {
    private final byte[] bytes;
    private int at;

    Reader(byte[] bytes) {
      this.bytes = bytes;
    }

    boolean more() {
      return at < bytes.length;
    }

    Der next() {
      int tag = octet();
      int length = octet();
      if (length > 0x80) {
        length = longLength(length & 0x7f);
      } else if (length == 0x80) {
        throw new MalformedException("of indefinite length, which DER forbids");
      }
      if (length < 0 || length > bytes.length - at) {
        throw new MalformedException("breaks off");
      }
      at += length;
      return new Der(tag, Arrays.copyOfRange(bytes, at - length, at));
    }

    private int longLength(int octets) {
      if (octets > 4) {
        throw new MalformedException("not DER");
      }
      int length = 0;
      for (int i = 0; i < octets; i++) {
        length = length << 8 | octet();
      }
      return length;
    }

    private int octet() {
      if (at >= bytes.length) {
        throw new MalformedException("breaks off");
      }
      return bytes[at++] & 0xff;
    }
  }
}
