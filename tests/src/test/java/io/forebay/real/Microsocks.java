package io.forebay.real;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Starts microsocks as a SOCKS 5 proxy, logging {@code … connected to host:port} per tunnel. */
final class Microsocks {
  private Microsocks() {}

  /**
   * A proxy.
   *
   * @param options further arguments, such as {@code -u user -P pass}
   */
  static RealServer start(String... options) throws IOException {
    Path program = Installed.program("microsocks", "microsocks");
    return RealServer.start(
        (folder, port) ->
            Stream.concat(
                    Stream.of(program.toString(), "-i", "127.0.0.1", "-p", Integer.toString(port)),
                    Stream.of(options))
                .toList());
  }

  /** Where it tunnelled to, one {@code host:port} a tunnel. */
  static List<String> tunnels(RealServer proxy) throws IOException {
    return proxy.lines("output.txt").stream()
        .filter(line -> line.contains("connected to "))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .toList();
  }
}
