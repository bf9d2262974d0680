package io.forebay.internal.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A socket behind a proxy: it dials the proxy and shakes hands with it as part of connecting.
 *
 * <p>Closing closes the TCP socket, without a word to the proxy: a goodbye in TLS could block.
 */
final class ProxiedImpl extends ClientImpl {
  private final ProxyHandshake handshake;
  private final SocketTuning tuning;
  private final ConnectLimit limit;
  private volatile @Nullable Socket dialled;
  private volatile boolean closed;
  private ProxyHandshake.@Nullable Streams streams;

  ProxiedImpl(ProxyHandshake handshake, SocketTuning tuning, ConnectLimit limit) {
    this.handshake = handshake;
    this.tuning = tuning;
    this.limit = limit;
  }

  @Override
  protected void connect(SocketAddress address, int timeoutMillis) throws IOException {
    InetSocketAddress target = (InetSocketAddress) address;
    List<InetAddress> proxies = handshake.proxies(target);
    IOException failure = null;
    for (int i = 0; i < proxies.size(); i++) {
      limit.nextProxyOf(proxies.size() - i);
      try {
        connect(new InetSocketAddress(proxies.get(i), handshake.port(target)), target);
        limit.nextProxyOf(1); // The others need nothing now.
        return;
      } catch (ProxyException e) {
        throw e; // It was reached, and answered.
      } catch (IOException e) {
        failure = first(failure, e);
      }
    }
    throw failure == null ? new SocketException("no address to dial") : failure;
  }

  private static IOException first(@Nullable IOException first, IOException next) {
    if (first == null) {
      return next;
    }
    first.addSuppressed(next);
    return first;
  }

  private void connect(InetSocketAddress proxy, InetSocketAddress target) throws IOException {
    Socket raw = new Raw();
    dialled = raw;
    try {
      refuseIfClosed();
      tuning.apply(raw);
      raw.connect(proxy, limit.millisLeft());
      streams = handshake.shake(raw, target);
      refuseIfClosed();
      this.address = target.getAddress();
      this.port = target.getPort();
      this.localport = raw.getLocalPort();
    } catch (IOException | RuntimeException e) {
      raw.close();
      refuseIfClosed(); // Whatever it was, that was why.
      throw e;
    }
  }

  private void refuseIfClosed() throws SocketException {
    if (closed) {
      throw new SocketException("Socket closed");
    }
  }

  private Socket dialled() throws SocketException {
    Socket socket = dialled;
    if (socket == null) {
      throw new SocketException("Socket is not connected");
    }
    return socket;
  }

  private ProxyHandshake.Streams streams() throws SocketException {
    ProxyHandshake.Streams both = streams;
    if (both == null) {
      throw new SocketException("Socket is not connected");
    }
    return both;
  }

  @Override
  protected InputStream getInputStream() throws IOException {
    return streams().input();
  }

  @Override
  protected OutputStream getOutputStream() throws IOException {
    return streams().output();
  }

  @Override
  protected int available() throws IOException {
    return streams().input().available();
  }

  @Override
  protected void close() throws IOException {
    closed = true;
    Socket socket = dialled;
    if (socket != null) {
      socket.close();
    }
  }

  @Override
  protected void shutdownInput() throws IOException {
    dialled().shutdownInput();
  }

  @Override
  protected void shutdownOutput() throws IOException {
    dialled().shutdownOutput();
  }

  @Override
  public void setOption(int option, Object value) throws SocketException {
    Socket socket = dialled;
    if (socket != null && option == SocketOptions.SO_TIMEOUT) {
      socket.setSoTimeout((Integer) value);
    }
    // The others are the tuning's.
  }

  @Override
  public Object getOption(int option) throws SocketException {
    Socket socket = dialled();
    return switch (option) {
      case SocketOptions.SO_TIMEOUT -> socket.getSoTimeout();
      case SocketOptions.SO_BINDADDR -> socket.getLocalAddress();
      case SocketOptions.SO_KEEPALIVE -> socket.getKeepAlive();
      case SocketOptions.TCP_NODELAY -> socket.getTcpNoDelay();
      default -> throw new SocketException("no such option on a socket behind a proxy");
    };
  }

  /** The TCP socket to the proxy. */
  private final class Raw extends Socket implements ConnectLimit.Limits {
    @Override
    public InputStream getInputStream() throws IOException {
      return limit.over(super.getInputStream(), this);
    }

    @Override
    public void soTimeout(int millis) throws SocketException {
      setSoTimeout(millis);
    }

    @Override
    public int wanted() {
      return -1; // The socket in front of it knows.
    }
  }
}
