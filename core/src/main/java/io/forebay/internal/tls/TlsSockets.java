package io.forebay.internal.tls;

import io.forebay.internal.wire.GuardedTlsSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One instance for the life of an origin, because OkHttp takes another instance for another pool;
 * the sockets come from the state of the moment. Thread-safe.
 */
final class TlsSockets extends SSLSocketFactory {
  private final Supplier<TlsState> state;
  private final PeerNames names;
  private final List<String> suites;
  private final boolean guarded;

  TlsSockets(Supplier<TlsState> state, PeerNames names, List<String> suites, boolean guarded) {
    this.state = state;
    this.names = names;
    this.suites = suites;
    this.guarded = guarded;
  }

  /** Whether the socket's handshake used the state of the moment; true if it is not from here. */
  boolean current(Socket socket) {
    return !(socket instanceof GuardedTlsSocket followed)
        || followed.generation() == state.get().generation();
  }

  @Override
  public Socket createSocket(Socket raw, String host, int port, boolean autoClose)
      throws IOException {
    TlsState now = state.get();
    SSLSocket socket =
        create(now, sockets -> sockets.createSocket(raw, names.peer(host), port, autoClose));
    return new GuardedTlsSocket(socket, raw, now.generation(), guarded);
  }

  @Override
  public Socket createSocket() throws IOException {
    return create(SSLSocketFactory::createSocket);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return create(sockets -> sockets.createSocket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return create(sockets -> sockets.createSocket(host, port, local, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return create(sockets -> sockets.createSocket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return create(sockets -> sockets.createSocket(host, port, local, localPort));
  }

  private SSLSocket create(Creation creation) throws IOException {
    return create(state.get(), creation);
  }

  private SSLSocket create(TlsState now, Creation creation) throws IOException {
    SSLSocket socket = (SSLSocket) creation.from(now.sockets());
    names
        .sni()
        .ifPresent(
            name -> {
              SSLParameters parameters = socket.getSSLParameters();
              parameters.setServerNames(List.of(name));
              socket.setSSLParameters(parameters);
            });
    if (!suites.isEmpty()) {
      // OkHttp offers only what is enabled, and the JDK enables less than it supports.
      socket.setEnabledCipherSuites(suites.toArray(new String[0]));
    }
    return socket;
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return suites.isEmpty()
        ? state.get().sockets().getDefaultCipherSuites()
        : suites.toArray(new String[0]);
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return state.get().sockets().getSupportedCipherSuites();
  }

  /** How the JDK's factory makes a socket. */
  private interface Creation {
    Socket from(SSLSocketFactory sockets) throws IOException;
  }
}
