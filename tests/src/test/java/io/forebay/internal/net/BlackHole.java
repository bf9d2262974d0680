package io.forebay.internal.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A port where dialling never ends: its queue is full, so the system drops what arrives. */
public final class BlackHole implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket();
  private final List<Socket> queued = new ArrayList<>();

  public BlackHole(String address, int port) throws IOException {
    listener.bind(new InetSocketAddress(InetAddress.getByName(address), port), 1);
    try {
      while (true) {
        Socket socket = new Socket();
        queued.add(socket);
        socket.connect(listener.getLocalSocketAddress(), 100);
      }
    } catch (SocketTimeoutException e) {
      // Full.
    }
  }

  public BlackHole() throws IOException {
    this("127.0.0.1", 0);
  }

  public int port() {
    return listener.getLocalPort();
  }

  SocketAddress address() {
    return listener.getLocalSocketAddress();
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : queued) {
      socket.close();
    }
    listener.close();
  }
}
