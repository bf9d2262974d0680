package io.forebay.testing;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link MisbehavingOrigin} listens and how much it remembers. Immutable.
 *
 * <p>Starts with {@link #plain()} or {@link #tls(SSLContext)}; each {@code with…} returns a changed
 * copy.
 */
public final class OriginOptions {
  private static final int DEFAULT_BODY_LIMIT = 64 * 1024;
  private static final int DEFAULT_KEPT_REQUESTS = 10_000;

  /** Null: plain. */
  private final @Nullable Tls tls;

  private final int port;
  private final int bodyLimit;
  private final int keptRequests;

  private record Tls(SSLContext context, List<String> protocols, boolean clientCertificate) {}

  private OriginOptions(@Nullable Tls tls, int port, int bodyLimit, int keptRequests) {
    this.tls = tls;
    this.port = port;
    this.bodyLimit = bodyLimit;
    this.keptRequests = keptRequests;
  }

  /** Plain HTTP on a port that the system chooses. */
  public static OriginOptions plain() {
    return new OriginOptions(null, 0, DEFAULT_BODY_LIMIT, DEFAULT_KEPT_REQUESTS);
  }

  /** HTTPS on a port that the system chooses, with the keys and trust of {@code context}. */
  public static OriginOptions tls(SSLContext context) {
    Objects.requireNonNull(context, "context");
    return plain().with(new Tls(context, List.of(), false));
  }

  /**
   * Offers only these TLS versions, named as in JSSE: {@code TLSv1.2}, {@code TLSv1.3}. Default:
   * those of the context.
   *
   * @throws IllegalStateException if the origin is plain
   * @throws IllegalArgumentException if {@code protocols} is empty, or the context lacks one
   */
  public OriginOptions withTlsProtocols(String... protocols) {
    Tls old = requireTls();
    List<String> chosen = List.of(protocols);
    List<String> known = List.of(old.context().getSupportedSSLParameters().getProtocols());
    if (chosen.isEmpty() || !known.containsAll(chosen)) {
      throw new IllegalArgumentException(
          "TLS protocols: %s (expected: some of %s)".formatted(chosen, known));
    }
    return with(new Tls(old.context(), chosen, old.clientCertificate()));
  }

  /**
   * Refuses a client that presents no certificate trusted by the context. Default: none is asked
   * for.
   *
   * @throws IllegalStateException if the origin is plain
   */
  public OriginOptions withClientCertificateRequired() {
    Tls old = requireTls();
    return with(new Tls(old.context(), old.protocols(), true));
  }

  /**
   * Listens on {@code port}; 0, the default, lets the system choose.
   *
   * @throws IllegalArgumentException if {@code port} is not from 0 to 65535
   */
  public OriginOptions withPort(int port) {
    Check.between("port", port, 0, 65535);
    return new OriginOptions(tls, port, bodyLimit, keptRequests);
  }

  /**
   * Keeps at most this many bytes of each request's body; the rest is read, counted and dropped.
   * Default: 64 KiB. Zero: no body is kept.
   *
   * @throws IllegalArgumentException if {@code bytes} is negative
   */
  public OriginOptions withBodyLimit(int bytes) {
    Check.notNegative("body limit", bytes);
    return new OriginOptions(tls, port, bytes, keptRequests);
  }

  /**
   * Keeps the newest {@code count} requests; older ones are counted but forgotten. Default: 10,000.
   *
   * @throws IllegalArgumentException if {@code count} is not positive
   */
  public OriginOptions withKeptRequests(int count) {
    Check.between("kept requests", count, 1, Integer.MAX_VALUE);
    return new OriginOptions(tls, port, bodyLimit, count);
  }

  int port() {
    return port;
  }

  int bodyLimit() {
    return bodyLimit;
  }

  int keptRequests() {
    return keptRequests;
  }

  boolean isTls() {
    return tls != null;
  }

  /** The server side of TLS over {@code raw}, before its handshake. Closing stays with raw. */
  SSLSocket secure(Socket raw) throws IOException {
    Tls chosen = requireTls();
    String client = raw.getInetAddress().getHostAddress();
    SSLSocket secured =
        (SSLSocket)
            chosen.context().getSocketFactory().createSocket(raw, client, raw.getPort(), false);
    secured.setUseClientMode(false);
    secured.setNeedClientAuth(chosen.clientCertificate());
    if (!chosen.protocols().isEmpty()) {
      secured.setEnabledProtocols(chosen.protocols().toArray(String[]::new));
    }
    return secured;
  }

  private OriginOptions with(Tls changed) {
    return new OriginOptions(changed, port, bodyLimit, keptRequests);
  }

  private Tls requireTls() {
    if (tls == null) {
      throw new IllegalStateException("the origin is plain (expected: TLS)");
    }
    return tls;
  }
}
