package io.forebay.internal.pool;

import io.forebay.internal.net.Dialling;
import io.forebay.internal.wire.ProtocolViolation;
import io.forebay.internal.wire.WireGuard;
import okhttp3.Connection;
import okhttp3.Protocol;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** The connection that an attempt runs on, and what left over it. Used by the attempt's thread. */
final class UsedConnection {
  private final boolean multiplexed;
  private final boolean reused;
  private final Dialling.@Nullable Established socket;
  private final WireGuard guard;
  private final long messagesBefore;
  private boolean headersHandedOn;

  /**
   * Nothing has left yet.
   *
   * @param reused whether it served another exchange before
   * @param socket its socket; null: it is not known
   */
  UsedConnection(Connection connection, boolean reused, Dialling.@Nullable Established socket) {
    this.reused = reused;
    this.socket = socket;
    multiplexed = connection.protocol() != Protocol.HTTP_1_1;
    guard = WireGuard.of(connection.socket());
    messagesBefore = socket == null ? 0 : socket.messagesWritten();
  }

  /** Whether it served another exchange before. */
  boolean reused() {
    return reused;
  }

  /** OkHttp has written the head of the request, or keeps it for the body. */
  void headersHandedOn() {
    headersHandedOn = true;
  }

  /**
   * Whether certainly nothing of the request left, which was about to be written: nothing at all
   * did since; or the connection was found closed while its HTTP/2 headers, which wait for its
   * body, were written.
   */
  boolean nothingSent(@Nullable Request sent) {
    if (socket == null) {
      return false;
    }
    boolean headersKept = multiplexed && !headersHandedOn && sent != null && sent.body() != null;
    return headersKept || socket.messagesWritten() == messagesBefore;
  }

  /** The breach of HTTP that this failure comes from, where there was one; else the failure. */
  Exception breach(Exception failure) {
    ProtocolViolation violation = guard.violation();
    return violation == null || failure instanceof ProtocolViolation
        ? failure
        : violation.insteadOf(failure);
  }
}
