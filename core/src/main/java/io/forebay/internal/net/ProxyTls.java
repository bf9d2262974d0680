package io.forebay.internal.net;

import io.forebay.spec.ProxySpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * TLS to an HTTP proxy. OkHttp dials the proxy's addresses and speaks HTTP to it, and finds the
 * connection encrypted; an https origin is then a handshake inside this one.
 */
final class ProxyTls implements ProxyHandshake {
  private final ProxySpec.Fixed proxy;
  private final SSLSocketFactory factory;

  ProxyTls(ProxySpec.Fixed proxy, SSLSocketFactory factory) {
    this.proxy = proxy;
    this.factory = factory;
  }

  @Override
  public List<InetAddress> proxies(InetSocketAddress target) {
    return List.of(target.getAddress());
  }

  @Override
  public int port(InetSocketAddress target) {
    return target.getPort();
  }

  @Override
  public Streams shake(Socket dialled, InetSocketAddress target) throws IOException {
    try {
      // Not to be closed with it: whoever closes, closes the socket beneath.
      SSLSocket tls = (SSLSocket) factory.createSocket(dialled, proxy.host(), proxy.port(), false);
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      parameters.setApplicationProtocols(new String[] {"http/1.1"});
      tls.setSSLParameters(parameters);
      tls.startHandshake();
      return new Streams(tls.getInputStream(), tls.getOutputStream());
    } catch (SSLException e) {
      throw new ProxyException(proxy, "failed in TLS: " + e.getMessage(), e);
    }
  }
}
