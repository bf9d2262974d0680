package io.forebay.spec;

import java.util.Optional;

/**
 * What we show of ourselves to an origin that asks (mutual TLS). Immutable; never printed.
 *
 * @param certificate the chain, our own certificate first; or a PKCS12 file that also holds the key
 *     (Couper {@code client_certificate}, Fastly {@code ssl_client_cert})
 * @param key the private key: PKCS#8, encrypted PKCS#8, PKCS#1 or SEC1; empty only if the
 *     certificate's text or file holds it too (Couper {@code client_private_key}, Fastly {@code
 *     ssl_client_key})
 * @param password of the key or the PKCS12 file; empty: none
 */
public record ClientIdentity(
    Material certificate, Optional<Material> key, Optional<Value> password) {

  /**
   * Looks for a key as far as that can be told without reading files.
   *
   * @throws IllegalArgumentException if the certificate is PEM in place and there is no key,
   *     neither in it nor beside it
   */
  public ClientIdentity {
    if (key.isEmpty() && certificate instanceof Material.Inline inline && lacksKey(inline.text())) {
      throw new IllegalArgumentException(
          "tls: missing client private key: tls.client_certificate has none"
              + " (expected: tls.client_key, or a PKCS12 file)");
    }
  }

  private static boolean lacksKey(String text) {
    return text.contains("-----BEGIN ") && !text.contains("PRIVATE KEY-----");
  }

  /** Says where it comes from. */
  @Override
  public String toString() {
    return "certificate " + certificate + key.map(k -> ", key " + k).orElse("");
  }
}
