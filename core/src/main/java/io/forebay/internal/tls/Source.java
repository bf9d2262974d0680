package io.forebay.internal.tls;

import io.forebay.spec.ClientIdentity;
import io.forebay.spec.Material;
import io.forebay.spec.TlsSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A material and the key that it was given under. Immutable; prints as key and place, never as
 * content.
 *
 * @param key as in text, without {@code _file}
 * @param material where the bytes are
 */
record Source(String key, Material material) {
  private static final String CA = "tls.ca";
  private static final String CERTIFICATE = "tls.client_certificate";
  private static final String KEY = "tls.client_key";

  /** Every material of the spec. */
  static List<Source> all(TlsSpec spec) {
    List<Source> sources = new ArrayList<>(authorities(spec));
    spec.identity()
        .ifPresent(
            identity -> {
              sources.add(certificate(identity));
              key(identity).ifPresent(sources::add);
            });
    return sources;
  }

  static List<Source> authorities(TlsSpec spec) {
    List<Source> sources = new ArrayList<>();
    for (Material material : spec.trust().ca()) {
      sources.add(new Source(CA, material));
    }
    return sources;
  }

  static Source certificate(ClientIdentity identity) {
    return new Source(CERTIFICATE, identity.certificate());
  }

  static Optional<Source> key(ClientIdentity identity) {
    return identity.key().map(material -> new Source(KEY, material));
  }

  /** The file that it is in. */
  Optional<Path> file() {
    return material instanceof Material.InFile file ? Optional.of(file.path()) : Optional.empty();
  }

  /**
   * The bytes as they are now.
   *
   * @throws IllegalArgumentException if the file cannot be read or is empty
   */
  byte[] read() {
    if (material instanceof Material.InFile file) {
      return read(file.path());
    }
    return ((Material.Inline) material).text().getBytes(StandardCharsets.UTF_8);
  }

  private byte[] read(Path path) {
    byte[] content;
    try {
      content = Files.readAllBytes(path);
    } catch (IOException e) {
      throw new IllegalArgumentException(unreadable(reason(path, e)), e);
    }
    if (content.length == 0) {
      throw new IllegalArgumentException(unreadable("empty file"));
    }
    return content;
  }

  /**
   * DER as it stands in a file; out of Base64 where it is given as text.
   *
   * @throws MalformedException if it is not Base64
   */
  byte[] der(byte[] content) {
    if (file().isPresent()) {
      return content;
    }
    try {
      String base64 = new String(content, StandardCharsets.ISO_8859_1).replaceAll("\\s", "");
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("neither PEM nor DER in Base64");
    }
  }

  private String unreadable(String reason) {
    return "tls: read error: " + reason + ": " + this + " (expected: a file in PEM or DER)";
  }

  private static String reason(Path path, IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    return Files.isDirectory(path) ? "a directory" : e.getClass().getSimpleName();
  }

  /** The key, and where its content comes from. */
  @Override
  public String toString() {
    if (material instanceof Material.InFile file) {
      return key + "_file " + file.path();
    }
    String reference = ((Material.Inline) material).reference();
    return reference.isEmpty() ? key : key + " " + reference;
  }
}
