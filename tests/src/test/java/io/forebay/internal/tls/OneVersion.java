package io.forebay.internal.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Server sockets of one version only, the way that MockWebServer asks for them. */
final class OneVersion extends SSLSocketFactory {
  private final SSLSocketFactory all;
  private final String version;

  OneVersion(SSLSocketFactory all, String version) {
    this.all = all;
    this.version = version;
  }

  @Override
  public Socket createSocket(Socket raw, String host, int port, boolean autoClose)
      throws IOException {
    SSLSocket socket = (SSLSocket) all.createSocket(raw, host, port, autoClose);
    socket.setEnabledProtocols(new String[] {version});
    return socket;
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return all.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return all.getSupportedCipherSuites();
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException();
  }
}
