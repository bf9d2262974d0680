package io.forebay.internal.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The bytes of all materials, each read once, so that what is compared is what is put in force.
 * Immutable.
 */
final class Contents {
  private final Map<Source, byte[]> bytes;
  private final String digest;

  private Contents(Map<Source, byte[]> bytes) {
    this.bytes = bytes;
    digest = digest(bytes.values());
  }

  /**
   * Reads everything.
   *
   * @throws IllegalArgumentException if a file cannot be read
   */
  static Contents read(List<Source> sources) {
    Map<Source, byte[]> bytes = new LinkedHashMap<>();
    for (Source source : sources) {
      bytes.put(source, source.read());
    }
    return new Contents(bytes);
  }

  byte[] of(Source source) {
    return Objects.requireNonNull(bytes.get(source), "read before").clone();
  }

  /** Equal if and only if the bytes are: the time of a file says too little, or too much. */
  String digest() {
    return digest;
  }

  private static String digest(Iterable<byte[]> all) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      MessageDigest outer = MessageDigest.getInstance("SHA-256");
      for (byte[] content : all) {
        outer.update(sha256.digest(content)); // Digests have one length: no two rows look alike.
      }
      return Base64.getEncoder().encodeToString(outer.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }
}
