package io.forebay.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * One turn of a behaviour on a connection: the request so far, and the means to misbehave.
 *
 * <p>For the connection's thread only. Whatever waits here ends with an {@link IOException} once
 * the origin closes.
 */
final class RawExchange {
  private static final byte[] FILLER = new byte[8192];

  static {
    Arrays.fill(FILLER, (byte) 'x');
  }

  /** How far the connection has come, which decides what may still be read from it. */
  enum Reach {
    /** Nothing was read. */
    ACCEPTED,
    /** The head was read, its body is still to come. */
    HEAD,
    /** The whole request was read. */
    REQUEST
  }

  private final Wire wire;
  private final Reach reach;
  private final ReceivedRequest request;
  private final CompletableFuture<Void> closing;
  private boolean persistent;
  private boolean ended;

  RawExchange(
      Wire wire,
      Reach reach,
      ReceivedRequest request,
      boolean persistent,
      CompletableFuture<Void> closing) {
    this.wire = wire;
    this.reach = reach;
    this.request = request;
    this.persistent = persistent;
    this.closing = closing;
  }

  ReceivedRequest request() {
    return request;
  }

  /** False for an answer to HEAD. */
  boolean wantsBody() {
    return !request.method().equals("HEAD");
  }

  /** Whether the socket is closed. */
  boolean ended() {
    return ended;
  }

  /** Whether the client and every answer so far agree to go on with this connection. */
  boolean persistent() {
    return persistent;
  }

  /** Head and body, followed by {@code extra}, in one write. */
  void answer(Answer answer, byte[] extra) throws IOException {
    byte[] body = wantsBody() ? answer.body() : new byte[0];
    write(BehaviourActs.concat(answer.head(persistent), body, extra));
    persistent &= !answer.closes();
  }

  void answer(Answer answer) throws IOException {
    answer(answer, new byte[0]);
  }

  /** The head byte by byte, then the body at once. */
  void dribble(Answer answer, Duration pause) throws IOException {
    for (byte next : answer.head(persistent)) {
      write(new byte[] {next});
      pause(pause);
    }
    if (wantsBody()) {
      write(answer.body());
    }
  }

  /** A 200 head with these header lines, saying {@code Connection: close} where it has to. */
  void writeOkHead(String... lines) throws IOException {
    String close = persistent ? "" : "Connection: close\r\n";
    write("HTTP/1.1 200 OK\r\n" + String.join("\r\n", lines) + "\r\n" + close + "\r\n");
  }

  void write(String text) throws IOException {
    write(text.getBytes(ISO_8859_1));
  }

  void write(byte[] bytes) throws IOException {
    wire.write(bytes);
  }

  void writeFiller(long count) throws IOException {
    long left = count;
    for (; left > FILLER.length; left -= FILLER.length) {
      write(FILLER);
    }
    write(Arrays.copyOf(FILLER, (int) left));
  }

  /** Writes until the client or the origin closes the connection. */
  void writeForEver(byte[] block) throws IOException {
    while (!closing.isDone()) {
      write(block);
    }
  }

  void pause(Duration pause) throws IOException {
    if (!pause.isZero() && isDone(closing, NANOSECONDS.convert(pause))) {
      throw new IOException("the origin closes");
    }
  }

  void await(Gate gate) throws IOException {
    isDone(CompletableFuture.anyOf(gate.arrive(), closing), Long.MAX_VALUE);
    if (closing.isDone()) {
      throw new IOException("the origin closes");
    }
  }

  /**
   * Says nothing until the client leaves, or, where nothing may be read, until the origin closes.
   */
  void silence() throws IOException {
    ended = true;
    if (reach == Reach.REQUEST) {
      wire.drain();
      return;
    }
    closing.join();
  }

  void close() {
    ended = true;
    wire.close();
  }

  void cut() throws IOException {
    ended = true;
    wire.cut();
  }

  void reset() throws IOException {
    ended = true;
    wire.reset();
  }

  /** Waits for {@code future}; false if {@code nanos} pass first. */
  private static boolean isDone(CompletableFuture<?> future, long nanos) throws IOException {
    try {
      future.get(nanos, NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException | InterruptedException e) {
      throw new IOException("the wait was cut short", e);
    }
  }
}
