package io.forebay.internal.tls;

import io.forebay.spec.TrustSpec;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Decides who is believed. */
final class Trust {
  private Trust() {}

  /** A trust manager for the spec; {@code ca} is what its materials hold now. */
  static X509ExtendedTrustManager of(TrustSpec spec, List<X509Certificate> ca, PeerNames names) {
    if (!spec.validate()) {
      return new AcceptAll();
    }
    String who =
        ca.isEmpty()
            ? "the platform's certificates"
            : spec.platform() ? "tls.ca or the platform's certificates" : "tls.ca";
    return new CheckingTrust(chains(spec, ca), names, spec.pins(), who);
  }

  private static X509ExtendedTrustManager chains(TrustSpec spec, List<X509Certificate> ca) {
    if (ca.isEmpty()) {
      return Platform.TRUST;
    }
    List<X509Certificate> all = new ArrayList<>(ca);
    if (spec.platform()) {
      all.addAll(Arrays.asList(Platform.TRUST.getAcceptedIssuers()));
    }
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (int i = 0; i < all.size(); i++) {
        store.setCertificateEntry("ca-" + i, all.get(i));
      }
      return manager(store);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("tls.ca: cannot be trusted: " + e.getMessage(), e);
    }
  }

  private static X509ExtendedTrustManager manager(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager trust) {
        return trust;
      }
    }
    throw new IllegalStateException("this JVM has no X.509 trust manager");
  }

  /** Read once: the platform has well over a hundred certificates. */
  private static final class Platform {
    static final X509ExtendedTrustManager TRUST = read();

    private static X509ExtendedTrustManager read() {
      try {
        return manager(null);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("the platform's certificates cannot be read", e);
      }
    }
  }
}
