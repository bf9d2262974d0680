package io.forebay.real;

import io.forebay.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program of the system that serves on the loopback until it is closed, in a folder of its own.
 */
final class RealServer implements AutoCloseable {
  private final Path folder;
  private final int port;
  private final Process process;

  private RealServer(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /** Makes the command once folder and port are known. */
  interface Command {
    List<String> in(Path folder, int port) throws IOException;
  }

  static RealServer start(Command command) throws IOException {
    Path folder = Files.createTempDirectory("forebay-real");
    int port = freePort();
    Process process =
        new ProcessBuilder(command.in(folder, port))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.txt").toFile())
            .start();
    RealServer server = new RealServer(folder, port, process);
    try {
      Waiting.until("it listens on " + port, server::listens);
    } catch (AssertionError e) {
      String output = Files.readString(folder.resolve("output.txt"));
      server.close();
      throw new AssertionError(e.getMessage() + ": " + output, e);
    }
    return server;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  int port() {
    return port;
  }

  /** The lines of a file in its folder, such as an access log. */
  List<String> lines(String file) throws IOException {
    Path path = folder.resolve(file);
    return Files.exists(path) ? Files.readAllLines(path) : List.of();
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    }
  }
}
