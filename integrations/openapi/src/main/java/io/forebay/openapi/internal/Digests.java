package io.forebay.openapi.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/**
 * What files held when they were read: their times say too little, or too much. Immutable.
 *
 * @param asked the file that was asked for, perhaps a link
 * @param real where it led
 * @param files the digests of the bytes, by real paths
 */
public record Digests(Path asked, Path real, Map<Path, String> files) {
  /** The longest file that is read. */
  static final int MOST_BYTES = 32 << 20;

  /** Copies the map. */
  public Digests {
    files = Map.copyOf(files);
  }

  /** The bytes of a file; one more than the most if it is longer. */
  static byte[] read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MOST_BYTES + 1);
    }
  }

  static String of(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }

  /** Whether all files are there, at the same place and with the same content. Reads them. */
  boolean current() {
    try {
      if (!asked.toRealPath().equals(real)) {
        return false;
      }
      for (Map.Entry<Path, String> file : files.entrySet()) {
        if (!Files.isRegularFile(file.getKey())
            || !of(read(file.getKey())).equals(file.getValue())) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
