package io.forebay.internal.net;

import io.forebay.spec.SocketSpec;
import io.forebay.spec.TcpKeepalive;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is set on every TCP socket of a backend before it dials. */
final class SocketTuning {
  private final @Nullable InetAddress bindAddress;
  private final @Nullable TcpKeepalive keepalive;

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException if the bind address is no IP literal, or none of this machine
   */
  SocketTuning(SocketSpec spec) {
    bindAddress = spec.bindAddress().map(SocketTuning::local).orElse(null);
    keepalive = spec.keepalive().orElse(null);
  }

  private static InetAddress local(String text) {
    InetAddress address = Literals.parse(text);
    if (address == null) {
      throw new IllegalArgumentException(
          "bind_address: '" + text + "' (expected: an IP address of this machine)");
    }
    try (Socket probe = new Socket()) {
      probe.bind(new InetSocketAddress(address, 0));
      return address;
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "bind_address: '" + text + "' is no address of this machine (" + e.getMessage() + ")", e);
    }
  }

  /** Sets everything on a socket that is about to dial. */
  void apply(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    TcpKeepalive probes = keepalive;
    if (probes != null) {
      socket.setKeepAlive(true);
      apply(probes, socket);
    }
    if (bindAddress != null) {
      socket.bind(new InetSocketAddress(bindAddress, 0));
    }
  }

  /**
   * The options are found by their names among those that the socket has: they belong to the module
   * jdk.net and to platforms that count probes.
   */
  private static void apply(TcpKeepalive probes, Socket socket) throws IOException {
    Map<String, Integer> values =
        Map.of(
            "TCP_KEEPIDLE", seconds(probes.time().toSeconds()),
            "TCP_KEEPINTERVAL", seconds(probes.interval().toSeconds()),
            "TCP_KEEPCOUNT", probes.probes());
    for (SocketOption<?> option : socket.supportedOptions()) {
      Integer value = values.get(option.name());
      if (value != null && option.type() == Integer.class) {
        @SuppressWarnings("unchecked") // Its type is Integer, as was just seen.
        SocketOption<Integer> number = (SocketOption<Integer>) option;
        socket.setOption(number, value);
      }
    }
  }

  /** Linux takes 1 to 32767. */
  private static int seconds(long seconds) {
    return (int) Math.min(Short.MAX_VALUE, seconds);
  }
}
