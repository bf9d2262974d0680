package io.forebay.internal.pipeline;

import io.forebay.BackendException;
import io.forebay.ErrorKind;
import io.forebay.Outcome;
import io.forebay.internal.pool.Exchange;
import io.forebay.internal.wire.ProtocolViolation;
import io.forebay.spi.Phase;
import java.net.ProtocolException;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Decides what became of an exchange that failed. */
final class Outcomes {
  private Outcomes() {}

  /** We refused it, for this kind of reason. */
  static Outcome refused(ErrorKind kind) {
    return switch (kind) {
      case CONFIGURATION, BACKEND_OPENAPI_REQUEST -> Outcome.CONFIG;
      case BACKEND -> Outcome.CLOSED;
      default -> Outcome.LOCAL_REFUSED;
    };
  }

  /** A limit ran out, or the transport failed, in this phase and for no other reason known. */
  static Outcome in(Phase phase) {
    if (phase == Phase.BODY) {
      return Outcome.TRUNCATED;
    }
    if (phase.onTheWire()) {
      return Outcome.UNKNOWN;
    }
    return phase.compareTo(Phase.DNS) >= 0 ? Outcome.NOT_SENT : Outcome.LOCAL_REFUSED;
  }

  /** The transport failed. */
  static Outcome of(Exception failure, Exchange exchange) {
    if (failure instanceof ProtocolViolation violation) {
      return violation.isExcess() ? Outcome.LIMIT : Outcome.PROTOCOL;
    }
    Phase phase = exchange.phase();
    boolean answering = phase == Phase.WAIT || phase == Phase.BODY;
    if (answering && failure instanceof RuntimeException) {
      return Outcome.PROTOCOL; // OkHttp stumbled over what came.
    }
    if (phase == Phase.BODY
        && exchange.answered() == null
        && failure instanceof ProtocolException) {
      return Outcome.PROTOCOL; // Such as a status that has no body, along with one.
    }
    if (phase == Phase.BODY) {
      return Outcome.TRUNCATED;
    }
    if (exchange.nothingSent()) {
      return Outcome.NOT_SENT;
    }
    if (Resends.unseen(failure, exchange)) {
      return Outcome.NOT_PROCESSED;
    }
    return failure instanceof ProtocolException && phase.onTheWire() ? Outcome.PROTOCOL : in(phase);
  }

  /**
   * The response behind a failure that is about its contents: to who judges the origin, it is an
   * answer like any other. Null: the failure is of another kind.
   */
  static @Nullable Response refusedAnswer(BackendException failure, Exchange exchange) {
    return failure.kind() == ErrorKind.BACKEND_OPENAPI_RESPONSE ? exchange.answered() : null;
  }

  /** The last attempt may not have arrived, but one before it may have. */
  static Outcome ofAllAttempts(Outcome last, Exchange exchange) {
    boolean unseen =
        last == Outcome.NOT_SENT || last == Outcome.NOT_PROCESSED || last == Outcome.LOCAL_REFUSED;
    return unseen && exchange.sentBefore() ? Outcome.UNKNOWN : last;
  }

  /** A response that came whole cannot be handed on, for this kind of reason. */
  static Outcome withheld(ErrorKind kind) {
    return kind == ErrorKind.BACKEND_RESPONSE_TOO_LARGE ? Outcome.LIMIT : Outcome.CONFIG;
  }
}
