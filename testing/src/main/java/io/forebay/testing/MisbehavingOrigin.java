package io.forebay.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * An HTTP/1.1 origin on 127.0.0.1 that misbehaves as it is told, for testing clients.
 *
 * <pre>{@code
 * try (MisbehavingOrigin origin = MisbehavingOrigin.start()) {
 *   origin.enqueue(Behaviour.ok("first"), Behaviour.truncatedBody(100, 50));
 *   // … two calls to origin.url() …
 *   origin.awaitRequests(2, Duration.ofSeconds(5));
 * }
 * }</pre>
 *
 * <p>What meets a request is the longest fitting {@link #route}, else the next entry of the script
 * ({@link #enqueue}), else the default ({@link #respond}). A new connection is met only by a script
 * entry at the head of the queue, or a default, that acts {@linkplain Behaviour#onAccept on
 * accept}.
 *
 * <p>Requests are read strictly: what RFC 9112 does not allow is answered with 400 and the reason,
 * a head of more than 64 KiB with 431, and neither is counted as a request.
 *
 * <p>Thread-safe. Each connection has a daemon thread of its own. Whoever starts the origin closes
 * it. Until then it holds as many connections as clients open; of requests it remembers as much as
 * {@link OriginOptions} says.
 */
public final class MisbehavingOrigin implements AutoCloseable {
  private static final int BACKLOG = 1024;
  private static final Duration CLOSING_LIMIT = Duration.ofSeconds(5);

  private final ServerSocket listener;
  private final String url;
  private final CompletableFuture<Void> closing = new CompletableFuture<>();
  private final Script script = new Script();
  private final RequestLog log;
  private final ConnectionTable connections;
  private final Connection.Service service;
  private final Thread acceptor;

  private MisbehavingOrigin(ServerSocket listener, OriginOptions options) {
    this.listener = listener;
    this.url = (options.isTls() ? "https" : "http") + "://127.0.0.1:" + listener.getLocalPort();
    this.log = new RequestLog("origin " + url, options.keptRequests());
    this.connections = new ConnectionTable("origin " + url);
    this.service = new Connection.Service(options, script, log, closing);
    this.acceptor = daemon("accept", this::acceptAll);
  }

  /**
   * Listens for plain HTTP on a port that the system chooses; answers 200 without content until
   * told otherwise.
   *
   * @throws UncheckedIOException if the system has no port
   */
  public static MisbehavingOrigin start() {
    return start(OriginOptions.plain());
  }

  /**
   * Listens as {@code options} say; answers 200 without content until told otherwise.
   *
   * @throws UncheckedIOException if the port is taken
   */
  public static MisbehavingOrigin start(OriginOptions options) {
    MisbehavingOrigin origin = new MisbehavingOrigin(listen(options.port()), options);
    origin.acceptor.start();
    return origin;
  }

  private static ServerSocket listen(int port) {
    try {
      return new ServerSocket(port, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    } catch (IOException e) {
      throw new UncheckedIOException("origin: cannot listen on 127.0.0.1:" + port, e);
    }
  }

  /** Sets what meets a request, or a connection, when no route fits and the script is used up. */
  public MisbehavingOrigin respond(Behaviour behaviour) {
    script.respond(behaviour);
    return this;
  }

  /**
   * Appends to the script. Each entry is used once, in this order: by one request, or, if it acts
   * on accept, by one connection. A request over an open connection that meets such an entry uses
   * it up.
   */
  public MisbehavingOrigin enqueue(Behaviour... behaviours) {
    script.enqueue(List.of(behaviours));
    return this;
  }

  /**
   * Sets what meets every request whose target begins with {@code pathPrefix}, before the script is
   * asked. The longest prefix wins; the same prefix again replaces.
   *
   * @throws IllegalArgumentException if {@code pathPrefix} does not start with a slash, or {@code
   *     behaviour} acts on accept, when there is no path yet
   */
  public MisbehavingOrigin route(String pathPrefix, Behaviour behaviour) {
    script.route(pathPrefix, behaviour);
    return this;
  }

  /** Scheme, host and port, without a slash at the end: {@code http://127.0.0.1:40321}. */
  public String url() {
    return url;
  }

  /** The port it listens on; stays the same after closing. */
  public int port() {
    return listener.getLocalPort();
  }

  /** How many connections were accepted since the start, dead ones included. */
  public int connectionsAccepted() {
    return connections.accepted();
  }

  /**
   * How many accepted connections the origin has not closed. One whose client has left is closed as
   * soon as the origin reads or writes; while it never does, or waits, the connection counts.
   */
  public int openConnections() {
    return connections.open();
  }

  /** The largest {@link #openConnections()} so far. */
  public int peakConnections() {
    return connections.peak();
  }

  /** The requests received and kept, oldest first, in the order in which they were complete. */
  public List<ReceivedRequest> requests() {
    return log.all();
  }

  /** How many requests were received since the start, forgotten ones included. */
  public int requestCount() {
    return log.count();
  }

  /**
   * Waits until at least {@code count} requests have been received since the start. They are
   * counted before they are answered.
   *
   * @throws AssertionError if {@code limit} passes first, or the thread is interrupted
   * @throws IllegalArgumentException if {@code limit} is negative
   */
  public void awaitRequests(int count, Duration limit) {
    log.awaitCount(count, limit);
  }

  /**
   * Waits until at least {@code count} connections have been accepted since the start.
   *
   * @throws AssertionError if {@code limit} passes first, or the thread is interrupted
   * @throws IllegalArgumentException if {@code limit} is negative
   */
  public void awaitConnections(int count, Duration limit) {
    connections.awaitAccepted(count, limit);
  }

  /**
   * Waits until exactly {@code count} connections are open, in the sense of {@link
   * #openConnections()}.
   *
   * @throws AssertionError if {@code limit} passes first, or the thread is interrupted
   * @throws IllegalArgumentException if {@code limit} is negative
   */
  public void awaitOpenConnections(int count, Duration limit) {
    connections.awaitOpen(count, limit);
  }

  /**
   * The oldest kept request that was not taken before, waiting for one if need be. {@link
   * #requests()} keeps it.
   *
   * @throws AssertionError if {@code limit} passes first, or the thread is interrupted
   * @throws IllegalArgumentException if {@code limit} is negative
   */
  public ReceivedRequest takeRequest(Duration limit) {
    return log.take(limit);
  }

  /**
   * Stops listening, closes every connection, ends every wait inside a behaviour, and returns when
   * all threads have ended, or at once if the caller is interrupted. What was received stays
   * readable. Closing again does nothing.
   *
   * @throws IllegalStateException if a thread still runs after 5 s
   */
  @Override
  public void close() {
    closing.complete(null);
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(url + ": cannot stop listening", e);
    } finally {
      endThreads();
    }
  }

  private void acceptAll() {
    for (int number = 1; !closing.isDone(); number++) {
      Socket socket;
      try {
        socket = listener.accept();
      } catch (IOException e) {
        if (closing.isDone()) {
          return;
        }
        throw new UncheckedIOException(url + ": cannot accept", e);
      }
      open(number, new Connection(number, socket, service));
    }
  }

  private void open(int number, Connection connection) {
    Runnable serving =
        () -> {
          try {
            connection.serve();
          } finally {
            connections.remove(number);
          }
        };
    connections.add(number, connection, daemon(Integer.toString(number), serving));
  }

  private Thread daemon(String suffix, Runnable work) {
    Thread thread = new Thread(work, "misbehaving-origin-" + port() + "-" + suffix);
    thread.setDaemon(true);
    return thread;
  }

  /** Joins the acceptor first: after it no connection is added. */
  private void endThreads() {
    long deadline = System.nanoTime() + CLOSING_LIMIT.toNanos();
    join(acceptor, deadline);
    connections.abortAll();
    for (Thread thread : connections.threads()) {
      join(thread, deadline);
    }
  }

  private void join(Thread thread, long deadline) {
    try {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      thread.join(Math.max(1, left));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    if (thread.isAlive()) {
      throw new IllegalStateException(url + ": still running after closing: " + thread.getName());
    }
  }
}
