package io.forebay.internal.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Checks chain, name and pins within the handshake, so that the server learns of a refusal by an
 * alert, and says in one line what it refused. Thread-safe.
 *
 * <p>OkHttp checks the name once more afterwards. Pins are checked here only: OkHttp looks for them
 * in a chain that it builds from the certificates trusted when its client was built, which is wrong
 * after those changed, and skips them where the host is spelt otherwise.
 */
final class CheckingTrust extends DelegatingTrust {
  private final X509ExtendedTrustManager delegate;
  private final PeerNames names;
  private final Pins pins;
  private final Refusals refusals;

  CheckingTrust(X509ExtendedTrustManager delegate, PeerNames names, List<String> pins, String who) {
    this.delegate = delegate;
    this.names = names;
    List<X509Certificate> issuers = List.of(delegate.getAcceptedIssuers());
    this.pins = new Pins(pins, issuers);
    refusals = new Refusals(issuers, who);
  }

  @Override
  X509ExtendedTrustManager delegate() {
    return delegate;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain, null, () -> delegate.checkServerTrusted(chain, type));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    SSLSession session = socket instanceof SSLSocket tls ? tls.getHandshakeSession() : null;
    check(chain, session, () -> delegate.checkServerTrusted(chain, type, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(
        chain,
        engine.getHandshakeSession(),
        () -> delegate.checkServerTrusted(chain, type, engine));
  }

  private void check(X509Certificate[] chain, @Nullable SSLSession session, Check ofChain)
      throws CertificateException {
    List<X509Certificate> sent = List.of(chain);
    if (sent.isEmpty()) {
      throw new CertificateRefusedException("the server sent no certificate");
    }
    refusals.refuseIfNothingIsTrusted();
    try {
      ofChain.run();
    } catch (CertificateException e) {
      throw refusals.of(sent, e, Instant.now());
    }
    if (session != null && !names.match(session.getPeerHost(), sent.get(0))) {
      throw Refusals.ofName(sent.get(0), names, session.getPeerHost());
    }
    pins.check(sent);
  }

  /** The delegate's part. */
  private interface Check {
    void run() throws CertificateException;
  }
}
