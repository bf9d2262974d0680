package io.forebay.benchmarks.calls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The origin in a process of its own: nginx where it is installed, else {@link PlainServer}. */
final class Origin implements AutoCloseable {
  private final String name;
  private final int port;
  private final Process process;

  private Origin(String name, int port, Process process) {
    this.name = name;
    this.port = port;
    this.process = process;
  }

  /**
   * Starts it, and waits until it listens.
   *
   * @param folder where nginx has its files
   * @param nginx the program
   */
  static Origin start(Path folder, Optional<Path> nginx) throws IOException, InterruptedException {
    int port = freePort();
    List<String> command =
        nginx.isPresent() ? nginx(nginx.get(), folder, port) : Agent.java(PlainServer.class, port);
    Process process =
        new ProcessBuilder(Machine.onOriginCore(command))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("origin.txt").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    Origin origin =
        new Origin(nginx.isPresent() ? "nginx" : "the plain Java server", port, process);
    origin.awaitListening();
    return origin;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static List<String> nginx(Path program, Path folder, int port) throws IOException {
    Path configuration = folder.resolve("nginx.conf");
    Files.writeString(configuration, configuration(folder, port));
    return List.of(program.toString(), "-p", folder.toString(), "-c", configuration.toString());
  }

  private static String configuration(Path folder, int port) {
    String locations =
        Answer.ALL.stream()
            .map(a -> "location = %s { return 200 '%s'; }".formatted(a.path(), a.body()))
            .collect(Collectors.joining("\n    "));
    return """
        daemon off;
        master_process off;
        pid FOLDER/nginx.pid;
        error_log FOLDER/error.log;
        worker_rlimit_nofile 8192;
        events { worker_connections 8000; multi_accept on; }
        http {
          access_log off;
          default_type application/json;
          keepalive_requests 1000000000;
          keepalive_timeout 3600s;
          client_body_temp_path FOLDER/body;
          proxy_temp_path FOLDER/proxy;
          fastcgi_temp_path FOLDER/fastcgi;
          uwsgi_temp_path FOLDER/uwsgi;
          scgi_temp_path FOLDER/scgi;
          server {
            listen 127.0.0.1:PORT backlog=4096;
            LOCATIONS
          }
        }
        """
        .replace("LOCATIONS", locations)
        .replace("PORT", Integer.toString(port))
        .replace("FOLDER", folder.toString());
  }

  private void awaitListening() throws IOException, InterruptedException {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!listens()) {
      if (!process.isAlive() || System.nanoTime() > limit) {
        process.destroy();
        throw new IOException(name + " does not listen on port " + port);
      }
      Thread.sleep(20);
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** What it is, for people. */
  String name() {
    return name;
  }

  /** Where it serves. */
  String url() {
    return "http://127.0.0.1:" + port;
  }

  ProcessHandle process() {
    return process.toHandle();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
