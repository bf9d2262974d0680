package io.forebay.internal.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows our identity to every server that asks, whatever authorities it hints at: hints are often
 * incomplete, and a server that will not take it says so (Couper does the same). Remembers that a
 * server asked, which explains failures after the handshake. Thread-safe.
 */
final class IdentityKeys extends X509ExtendedKeyManager {
  private static final String ALIAS = "client";

  private final Optional<Identity> identity;
  private volatile boolean asked;

  IdentityKeys(Optional<Identity> identity) {
    this.identity = identity;
  }

  /** Whether a server has asked for a certificate. */
  boolean asked() {
    return asked;
  }

  Optional<Identity> identity() {
    return identity;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    asked = true;
    return identity
        .filter(ours -> Arrays.asList(keyTypes).contains(ours.key().getAlgorithm()))
        .map(ours -> ALIAS)
        .orElse(null);
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return chooseClientAlias(keyTypes, issuers, null);
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return identity.isPresent() ? new String[] {ALIAS} : null;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return identity.map(ours -> ours.chain().toArray(new X509Certificate[0])).orElse(null);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return identity.map(Identity::key).orElse(null);
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null; // We are a client.
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
