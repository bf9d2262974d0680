package io.forebay.internal.net;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** The addresses that begin with these bits. Immutable. */
final class Cidr {
  private final byte[] prefix;
  private final int bits;

  private Cidr(byte[] prefix, int bits) {
    this.prefix = prefix;
    this.bits = bits;
  }

  /** Reads {@code 10.0.0.0/8}; null if it is none. */
  static @Nullable Cidr parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = slash < 0 ? null : Literals.parse(text.substring(0, slash));
    String digits = text.substring(slash + 1);
    if (address == null || !digits.matches("\\d{1,3}")) {
      return null;
    }
    byte[] bytes = address.getAddress();
    int bits = Integer.parseInt(digits);
    return bits > bytes.length * 8 ? null : new Cidr(bytes, bits);
  }

  /** Reads one that is known to be right. */
  static Cidr of(String text) {
    Cidr cidr = parse(text);
    if (cidr == null) {
      throw new IllegalArgumentException(text);
    }
    return cidr;
  }

  /** Whether the address is one of them; never, if it is of the other family. */
  boolean holds(InetAddress address) {
    return holds(address.getAddress());
  }

  boolean holds(byte[] address) {
    if (address.length != prefix.length) {
      return false;
    }
    int whole = bits / 8;
    for (int i = 0; i < whole; i++) {
      if (address[i] != prefix[i]) {
        return false;
      }
    }
    int rest = bits % 8;
    return rest == 0 || ((address[whole] ^ prefix[whole]) & 0xff) >> (8 - rest) == 0;
  }
}
