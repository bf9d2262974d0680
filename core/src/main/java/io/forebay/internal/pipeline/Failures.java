package io.forebay.internal.pipeline;

import io.forebay.BackendCancelledException;
import io.forebay.BackendConnectException;
import io.forebay.BackendException;
import io.forebay.BackendException.Facts;
import io.forebay.BackendRefusedException;
import io.forebay.BackendTimeoutException;
import io.forebay.BackendTimeoutException.Limit;
import io.forebay.BackendTransferException;
import io.forebay.BackendTransferException.Received;
import io.forebay.ErrorKind;
import io.forebay.Outcome;
import io.forebay.internal.net.LookupException;
import io.forebay.internal.net.ProxyException;
import io.forebay.internal.net.ProxyRoute;
import io.forebay.internal.pipeline.Answers.Beginning;
import io.forebay.internal.pool.Exchange;
import io.forebay.internal.pool.OriginPool;
import io.forebay.internal.pool.Trail;
import io.forebay.internal.tls.TlsFailures;
import io.forebay.spec.Durations;
import io.forebay.spec.Timeouts;
import io.forebay.spi.Phase;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Says once, in our words, why an exchange came to nothing.
 *
 * <p>OkHttp's exception types alone are ambiguous: the same {@code SocketTimeoutException} is
 * thrown for five limits. Together with how far the exchange came they are not.
 */
public final class Failures {
  private final Timeouts timeouts;

  Failures(Timeouts timeouts) {
    this.timeouts = timeouts;
  }

  /** Nothing was sent, and this is why. */
  static BackendRefusedException refused(Exchange exchange, ErrorKind kind, String problem) {
    return new BackendRefusedException(
        facts(exchange, kind, Outcomes.refused(kind)),
        exchange.told().withoutTokens(problem),
        null);
  }

  /** A token that it needs cannot be had; nothing was sent. */
  static BackendRefusedException noToken(Exchange exchange, String problem, Exception cause) {
    ErrorKind kind = ErrorKind.BACKEND_TOKEN_REQUEST;
    return new BackendRefusedException(
        facts(exchange, kind, Outcomes.refused(kind)), problem, cause);
  }

  /** The response was lost on its way. */
  static BackendTransferException transfer(Exchange exchange, ErrorKind kind, String problem) {
    return withheld(exchange, kind, problem, Beginning.NONE);
  }

  /** The response came, and is not handed on. */
  static BackendTransferException withheld(
      Exchange exchange, ErrorKind kind, String problem, Beginning body) {
    return new BackendTransferException(
        facts(exchange, kind, Outcomes.withheld(kind)),
        exchange.told().withoutTokens(problem) + where(exchange),
        received(exchange, body));
  }

  /** Of the response as it came: the one that is shown may have been edited. */
  private static @Nullable Received received(Exchange exchange, Beginning body) {
    Response answered = exchange.answered();
    return answered == null
        ? null
        : new Received(
            answered.code(),
            ConnectionHeaders.ofResponse(answered).toMultimap(),
            body.bytes().toByteArray(),
            body.complete());
  }

  /** Whether a body was silent for too long. */
  static boolean isSilence(Exception failure) {
    return failure instanceof BackendTimeoutException timeout
        && timeout.limit() == Limit.BETWEEN_BYTES;
  }

  /** The failure in our words; one of ours stays as it is. */
  public BackendException translate(Exchange exchange, Exception failure) {
    if (failure instanceof BackendException ours) {
      return ours;
    }
    Trail trail = exchange.trail();
    BackendException told = trail == null ? null : trail.toldAs(failure);
    return told == null ? translated(exchange, failure) : told;
  }

  private BackendException translated(Exchange exchange, Exception failure) {
    if (exchange.limits().totalPassed() && (exchange.isCanceled() || isTimeout(failure))) {
      return total(exchange, failure);
    }
    if (exchange.attemptPassed()) {
      return timeout(
          exchange, Limit.ATTEMPT, exchange.attemptLimit(), "attempt took too long", failure);
    }
    if (exchange.isCanceled()
        || exchange.superseded()
        || failure instanceof InterruptedException
        || interrupted(failure)) {
      return cancelled(exchange, failure);
    }
    if (cutOff(exchange)) {
      return cancelled(exchange, failure);
    }
    if (isTimeout(failure)) {
      return timedOut(exchange, failure);
    }
    return failed(exchange, exchange.breach(failure));
  }

  /** The limit on the whole exchange ran out. */
  BackendTimeoutException total(Exchange exchange, @Nullable Exception cause) {
    return timeout(exchange, Limit.TOTAL, exchange.limits().total(), "deadline exceeded", cause);
  }

  /** A limit that cannot be met, found before anything was sent. */
  BackendTimeoutException tooLate(
      Exchange exchange, Limit limit, Duration configured, String reason) {
    String problem =
        limit.key()
            + " "
            + Durations.format(configured)
            + " cannot be met in phase "
            + exchange.phase().text()
            + where(exchange)
            + ": "
            + reason;
    Facts facts = facts(exchange, ErrorKind.BACKEND_TIMEOUT, Outcomes.in(exchange.phase()));
    return new BackendTimeoutException(facts, limit, configured, problem, null);
  }

  private BackendException timedOut(Exchange exchange, Exception failure) {
    return switch (exchange.phase()) {
      case DNS, CONNECT, TLS ->
          timeout(exchange, Limit.CONNECT, exchange.limits().connect(), "i/o timeout", failure);
      case WAIT ->
          timeout(
              exchange,
              Limit.TTFB,
              exchange.limits().ttfb(),
              "timeout awaiting response headers",
              failure);
      case SEND ->
          timeout(
              exchange,
              Limit.BETWEEN_BYTES,
              timeouts.betweenBytes(),
              "no progress sending",
              failure);
      default ->
          timeout(
              exchange, Limit.BETWEEN_BYTES, timeouts.betweenBytes(), "body is silent", failure);
    };
  }

  private static BackendTimeoutException timeout(
      Exchange exchange, Limit limit, Duration configured, String text, @Nullable Exception cause) {
    String problem =
        limit.key()
            + " "
            + Durations.format(configured)
            + " reached in phase "
            + exchange.phase().text()
            + where(exchange)
            + ": "
            + text;
    ErrorKind kind = limit == Limit.CONNECT ? ErrorKind.BACKEND : ErrorKind.BACKEND_TIMEOUT;
    Facts facts = facts(exchange, kind, Outcomes.in(exchange.phase()));
    return new BackendTimeoutException(facts, limit, configured, problem, cause);
  }

  private BackendException cancelled(Exchange exchange, Exception failure) {
    String problem =
        (cutOff(exchange) ? "cut off by closing the backend" : "cancelled by the caller")
            + " in phase "
            + exchange.phase().text()
            + where(exchange);
    Facts facts = facts(exchange, ErrorKind.BACKEND, Outcome.CANCELLED);
    return new BackendCancelledException(facts, problem, failure);
  }

  private static boolean cutOff(Exchange exchange) {
    OriginPool pool = exchange.pool();
    return pool != null && pool.cutOff();
  }

  private BackendException failed(Exchange exchange, Exception failure) {
    Phase phase = exchange.phase();
    if (failure instanceof ProxyException) {
      Facts facts =
          new Facts(
              ErrorKind.BACKEND,
              Phase.CONNECT,
              Outcomes.ofAllAttempts(Outcome.NOT_SENT, exchange),
              exchange.report());
      return new BackendConnectException(facts, firstLine(failure) + where(exchange), failure);
    }
    Facts facts = facts(exchange, ErrorKind.BACKEND, Outcomes.of(failure, exchange));
    if (phase.onTheWire()) {
      return new BackendTransferException(facts, transferProblem(exchange, failure), failure);
    }
    if (phase.compareTo(Phase.DNS) >= 0) {
      String problem =
          "connecting to '"
              + exchange.report().origin()
              + "'"
              + via(exchange)
              + " failed: "
              + reason(exchange, failure);
      return new BackendConnectException(facts, problem, failure);
    }
    return new BackendRefusedException(
        facts(exchange, ErrorKind.CONFIGURATION, Outcome.CONFIG),
        "cannot be sent (phase " + phase.text() + "): " + reason(exchange, failure),
        failure);
  }

  private static String transferProblem(Exchange exchange, Exception failure) {
    String what =
        switch (exchange.phase()) {
          case SEND -> "sending the request failed";
          case WAIT -> "no response came";
          default -> "the response broke off";
        };
    return what + where(exchange) + ": " + firstLine(failure) + hint(exchange, failure);
  }

  private static String via(Exchange exchange) {
    ProxyRoute route = exchange.wire().pool().route();
    return route.isDirect() ? "" : " through proxy " + route;
  }

  /** TLS 1.3 refuses a client's certificate only after the handshake. */
  private static String hint(Exchange exchange, Exception failure) {
    if (exchange.phase() == Phase.BODY || exchange.reusedConnection()) {
      return "";
    }
    return TlsFailures.lateRefusal(failure, exchange.wire().pool().tls())
        .map(text -> "; " + text)
        .orElse("");
  }

  /** Why, in short: texts of OkHttp and the JDK name hosts and causes, never headers or queries. */
  private static String reason(Exchange exchange, Exception failure) {
    if (exchange.phase() == Phase.TLS || failure instanceof SSLException) {
      return TlsFailures.describe(failure, exchange.wire().pool().tls());
    }
    if (failure instanceof LookupException) {
      return firstLine(failure);
    }
    if (failure instanceof UnknownHostException) {
      return "no such host";
    }
    if (failure instanceof ConnectException && failure.getCause() != null) {
      return String.valueOf(failure.getCause().getMessage());
    }
    return firstLine(failure);
  }

  private static String firstLine(Exception failure) {
    String message = failure.getMessage();
    if (message == null || message.isBlank()) {
      return failure.getClass().getSimpleName();
    }
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  private static boolean isTimeout(Exception failure) {
    return failure instanceof SocketTimeoutException
        || failure.getCause() instanceof SocketTimeoutException
        || (failure instanceof InterruptedIOException && "timeout".equals(failure.getMessage()));
  }

  private static boolean interrupted(Exception failure) {
    return !isTimeout(failure)
        && (failure instanceof InterruptedIOException
            || failure.getCause() instanceof InterruptedIOException);
  }

  private static Facts facts(Exchange exchange, ErrorKind kind, Outcome outcome) {
    Outcome all = Outcomes.ofAllAttempts(outcome, exchange);
    return new Facts(kind, exchange.phase(), all, exchange.report());
  }

  private static String where(Exchange exchange) {
    var report = exchange.report();
    return " (origin " + report.origin() + ", attempt " + report.attempts() + ")";
  }
}
