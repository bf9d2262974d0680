package io.forebay.internal.pool;

import io.forebay.spec.TlsSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Puts a {@link TlsSpec} into force on a client. */
final class Tls {
  private Tls() {}

  /**
   * Configures certificates and names.
   *
   * @throws IllegalArgumentException if the certificates cannot be read
   */
  static void apply(TlsSpec spec, OkHttpClient.Builder client) {
    if (!spec.validate()) {
      use(client, new TrustAll());
      client.hostnameVerifier((host, session) -> true);
      return;
    }
    spec.ca().ifPresent(pem -> use(client, trusting(certificates(pem))));
  }

  private static void use(OkHttpClient.Builder client, X509TrustManager trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust}, null);
      client.sslSocketFactory(context.getSocketFactory(), trust);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    }
  }

  private static Collection<? extends Certificate> certificates(String pem) {
    try {
      byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes));
      if (found.isEmpty()) {
        throw new IllegalArgumentException("tls.ca: no certificate found (expected: PEM)");
      }
      return found;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("tls.ca: not a certificate (expected: PEM)", e);
    }
  }

  private static X509TrustManager trusting(Collection<? extends Certificate> more) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int n = 0;
      List<Certificate> all =
          new ArrayList<>(Arrays.asList(trustManager(null).getAcceptedIssuers()));
      all.addAll(more);
      for (Certificate certificate : all) {
        store.setCertificateEntry("ca-" + n++, certificate);
      }
      return trustManager(store);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("tls.ca: cannot be trusted: " + e.getMessage(), e);
    }
  }

  private static X509TrustManager trustManager(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager trust) {
        return trust;
      }
    }
    throw new IllegalStateException("this JVM has no X.509 trust manager");
  }

  /** Accepts whatever comes; the extended form also switches the JDK's own name check off. */
  private static final class TrustAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
