package io.forebay.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A real HTTP origin on this machine. It says what it was asked, except under {@code /v2/missing},
 * {@code /healthz}, {@code /silence}, {@code /stall} and {@code /drip}.
 */
final class LocalOrigin implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile boolean ill;

  private LocalOrigin(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  static LocalOrigin start() throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    LocalOrigin origin =
        new LocalOrigin(HttpServer.create(anyPort, 0), Executors.newCachedThreadPool());
    origin.server.setExecutor(origin.threads);
    origin.server.createContext("/", origin::echo);
    origin.server.createContext("/v2/missing", exchange -> answer(exchange, 404, "no such thing"));
    origin.server.createContext("/healthz", origin::health);
    origin.server.createContext("/silence", origin::silence);
    origin.server.createContext("/stall", origin::stall);
    origin.server.createContext("/drip", origin::drip);
    origin.server.start();
    return origin;
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  /** From now on the health check fails, and what is only echoed is answered with 500. */
  void fallIll() {
    ill = true;
  }

  /** From now on all is well again. */
  void recover() {
    ill = false;
  }

  private void echo(HttpExchange exchange) throws IOException {
    if (ill) {
      answer(exchange, 500, "ill");
      return;
    }
    String tenant = exchange.getRequestHeaders().getFirst("X-Tenant");
    String sent = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    answer(
        exchange,
        200,
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + (tenant == null ? "" : " for " + tenant)
            + (sent.isEmpty() ? "" : " with " + sent));
  }

  private void health(HttpExchange exchange) throws IOException {
    answer(exchange, ill ? 503 : 200, ill ? "ill" : "well");
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  /** Reads the request and never answers. */
  private void silence(HttpExchange exchange) {
    closesWithin(Long.MAX_VALUE);
    exchange.close();
  }

  /** Sends the head and a piece of the body, and then nothing. */
  private void stall(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().write("a piece".getBytes(UTF_8));
    exchange.getResponseBody().flush();
    closesWithin(Long.MAX_VALUE);
    exchange.close();
  }

  /** Sends a byte every 40 ms, without end. */
  private void drip(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    do {
      exchange.getResponseBody().write('.');
      exchange.getResponseBody().flush();
    } while (!closesWithin(40));
    exchange.close();
  }

  private boolean closesWithin(long millis) {
    try {
      return closing.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
