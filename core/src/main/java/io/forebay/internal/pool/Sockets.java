package io.forebay.internal.pool;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;

/**
 * Makes and counts the sockets of one origin: a slot is taken when dialling starts and given back
 * when the socket is closed, whatever happened between. Exact by construction, and never more than
 * the cap.
 *
 * <p>OkHttp only ever asks for an unconnected socket; asking for a connected one is refused.
 */
final class Sockets extends SocketFactory {
  private final int max;
  private final AtomicInteger count = new AtomicInteger();
  private final Set<BackendSocket> open = ConcurrentHashMap.newKeySet();

  /** A factory for at most {@code max} sockets at a time; 0 means any number. */
  Sockets(int max) {
    this.max = max;
  }

  @Override
  public Socket createSocket() {
    return new BackendSocket(this, Exchange.current());
  }

  void take(BackendSocket socket) throws NoSlotException {
    int now = count.incrementAndGet();
    if (max > 0 && now > max) {
      count.decrementAndGet();
      throw new NoSlotException(max, now - 1);
    }
    open.add(socket);
  }

  void give(BackendSocket socket) {
    if (open.remove(socket)) {
      count.decrementAndGet();
    }
  }

  int openCount() {
    return count.get();
  }

  /** Closes every socket, under way or not. */
  void closeAll() {
    for (BackendSocket socket : open) {
      socket.abort();
    }
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    throw connected();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    throw connected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    throw connected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    throw connected();
  }

  private static IOException connected() {
    return new IOException("only unconnected sockets are made here");
  }
}
