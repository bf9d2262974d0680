package io.forebay.internal.pipeline;

import io.forebay.internal.pool.Exchange;
import io.forebay.internal.pool.Methods;
import io.forebay.spi.Phase;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import okhttp3.Request;
import okhttp3.RequestBody;

/** Tells whether a failed request may be sent again. */
final class Resends {
  private Resends() {}

  /**
   * Whether the origin certainly did not look at the request: it said so by its protocol, an HTTP/2
   * stream refused or beyond the last one that a closing connection serves (RFC 9113 section 8.7);
   * or the connection was closed here before anything of the request left.
   */
  static boolean notProcessed(IOException failure, Exchange exchange, Request request) {
    return unseen(failure, exchange) && replayable(request);
  }

  /** Whether the origin certainly did not look at the request, sendable again or not. */
  static boolean unseen(Exception failure, Exchange exchange) {
    return refused(failure)
        || (exchange.nothingSent() && !(failure instanceof InterruptedIOException));
  }

  /**
   * Whether this stream was refused. A thread that was writing hears of its closed connection first
   * and of the refusal when it then looks for an answer: OkHttp adds the second to the first.
   */
  private static boolean refused(Exception failure) {
    if (saysRefused(failure)) {
      return true;
    }
    for (Throwable later : failure.getSuppressed()) {
      if (saysRefused(later)) {
        return true;
      }
    }
    return false;
  }

  /** OkHttp does not export these two classes: their names are part of our contract tests. */
  private static boolean saysRefused(Throwable failure) {
    String type = failure.getClass().getSimpleName();
    return type.equals("ConnectionShutdownException")
        || (type.equals("StreamResetException")
            && String.valueOf(failure.getMessage()).contains("REFUSED_STREAM"));
  }

  /** Whether an idempotent request met a connection that was dead before it came. */
  static boolean repeatable(IOException failure, Exchange exchange, Request request) {
    boolean unanswered = exchange.phase() == Phase.SEND || exchange.phase() == Phase.WAIT;
    return unanswered
        && exchange.reusedConnection()
        && !(failure instanceof InterruptedIOException)
        && !(failure instanceof ProtocolException) // Something came, and it was wrong.
        && Methods.idempotent(request.method())
        && replayable(request);
  }

  static boolean replayable(Request request) {
    RequestBody body = request.body();
    return body == null || (!body.isOneShot() && !body.isDuplex());
  }

  /** Whether a failure is, or another address's failure beside it, of this kind. */
  static boolean find(IOException failure, Class<? extends IOException> kind) {
    if (kind.isInstance(failure)) {
      return true;
    }
    for (Throwable other : failure.getSuppressed()) {
      if (kind.isInstance(other)) {
        return true;
      }
    }
    return false;
  }
}
