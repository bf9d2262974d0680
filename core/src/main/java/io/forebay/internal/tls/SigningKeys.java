package io.forebay.internal.tls;

import io.forebay.spec.Material;
import java.security.PrivateKey;
import java.util.Optional;

/** Keys for signatures, in all forms that the keys of connections have. */
public final class SigningKeys {
  private SigningKeys() {}

  /**
   * A private key.
   *
   * @param key what it was given under
   * @throws IllegalArgumentException if there is none, or it is broken
   */
  public static PrivateKey read(String key, Material material) {
    Source source = new Source(key, material);
    return PrivateKeys.read(source, source.read(), Optional.empty());
  }

  /**
   * The bytes of a key that both sides know.
   *
   * @throws IllegalArgumentException if its file cannot be read or is empty
   */
  public static byte[] secret(String key, Material material) {
    return new Source(key, material).read();
  }
}
