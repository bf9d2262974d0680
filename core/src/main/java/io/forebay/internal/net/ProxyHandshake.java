package io.forebay.internal.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;

/** What comes between dialling a proxy and the stream that OkHttp sees. Thread-safe. */
interface ProxyHandshake {

  /** Where to dial, best first, so that the stream ends up at {@code target}. */
  List<InetAddress> proxies(InetSocketAddress target) throws IOException;

  /** The proxy's port, where the target's is another; else the target's. */
  int port(InetSocketAddress target);

  /** Shakes hands over a socket that has just been dialled; reads are under the connect limit. */
  Streams shake(Socket dialled, InetSocketAddress target) throws IOException;

  /** Both directions. */
  record Streams(InputStream input, OutputStream output) {}
}
