package io.forebay.internal.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Follows one connection. Reading happens on one thread at a time; {@link #begin} is called by
 * whoever is about to send a request, when nobody reads.
 */
public interface WireGuard {

  /** Lets everything pass. */
  WireGuard NONE = new Unguarded();

  /** The socket whose reads the guard limits. */
  interface ReadLimit {
    /** Limits the next reads, in place of what the socket's user asked for. */
    void limitReads(int millis) throws IOException;

    /** What the socket's user asked for is in force again. */
    void unlimitReads() throws IOException;

    /** Whether something can be read that the stream does not tell as available, or its end. */
    default boolean readable() throws IOException {
      return false;
    }
  }

  /** The stream with the guard in front. */
  InputStream over(InputStream in, ReadLimit socket);

  /**
   * A request is about to be sent, of which nothing has been written.
   *
   * @param method its method
   * @param upgrade whether it asks for another protocol
   * @param headMillis longest wait for the whole head of its response; 0: any
   * @return whether the connection may be used: false if something is left over from before
   * @throws IOException if the connection broke HTTP before
   */
  boolean begin(String method, boolean upgrade, int headMillis) throws IOException;

  /**
   * What ended the connection, if it broke HTTP; any thread may ask. OkHttp tells those who share
   * an HTTP/2 connection only that it is gone.
   */
  default @Nullable ProtocolViolation violation() {
    return null;
  }

  /** Whether certainly nothing was read since then, in {@code System.nanoTime()}. */
  default boolean silentSince(long nanos) {
    return false;
  }

  /** Follows HTTP/1.1. */
  static WireGuard http1() {
    return new Http1Guard();
  }

  /** Follows HTTP/2. */
  static WireGuard http2() {
    return new Http2Guard();
  }

  /** The guard of a connection's socket. */
  static WireGuard of(Socket socket) {
    return socket instanceof Guarded guarded ? guarded.guard() : NONE;
  }

  /** A socket with a guard. */
  interface Guarded {
    /** Its guard. */
    WireGuard guard();

    /** A place for what the owner of its connection has to remember about it. */
    AtomicReference<@Nullable Object> note();
  }

  /** Lets everything pass. */
  final class Unguarded implements WireGuard {
    private Unguarded() {}

    @Override
    public InputStream over(InputStream in, ReadLimit socket) {
      return in;
    }

    @Override
    public boolean begin(String method, boolean upgrade, int headMillis) {
      return true;
    }
  }
}
