package io.forebay;

import io.forebay.spi.Phase;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An exchange that came to no response. Every failure on the wire path is one of these; an origin's
 * 4xx or 5xx is a response and no exception.
 *
 * <p>The message says where, what was wrong, what was expected, and the numbers; it never holds a
 * secret, a query or a header value.
 */
public abstract sealed class BackendException extends IOException
    permits BackendRefusedException,
        BackendTimeoutException,
        BackendConnectException,
        BackendTransferException,
        BackendCancelledException {
  private static final long serialVersionUID = 1L;

  /** Whether the origin may have acted on the request. */
  public enum Processed {
    /** Certainly not: sending it again is safe whatever the method. */
    NO,
    /** At least a part was written: only an idempotent request may be sent again. */
    MAYBE
  }

  /**
   * What is known about a failure. Immutable.
   *
   * @param kind what went wrong
   * @param phase how far the exchange came
   * @param outcome what became of the exchange
   * @param report where it went and what it took
   */
  public record Facts(ErrorKind kind, Phase phase, Outcome outcome, ExchangeReport report)
      implements Serializable {}

  /** What is known. */
  private final Facts facts;

  BackendException(Facts facts, String problem, @Nullable Throwable cause) {
    super("backend '" + facts.report().label() + "': " + problem, cause);
    this.facts = facts;
  }

  /** The backend's label. */
  public String label() {
    return facts.report().label();
  }

  /** What went wrong, in Couper's words. */
  public ErrorKind kind() {
    return facts.kind();
  }

  /** The HTTP status that a gateway would answer with. */
  public int suggestedStatus() {
    return facts.kind().status();
  }

  /** How far the exchange came. */
  public Phase phase() {
    return facts.phase();
  }

  /** What became of the exchange: what re-sends and verdicts go by. */
  public Outcome outcome() {
    return facts.outcome();
  }

  /** Whether the origin may have acted on the request. */
  public Processed requestProcessed() {
    return switch (facts.outcome()) {
      case NOT_SENT, NOT_PROCESSED, LOCAL_REFUSED, CLOSED -> Processed.NO;
      case CANCELLED, CONFIG -> facts.phase().onTheWire() ? Processed.MAYBE : Processed.NO;
      default -> Processed.MAYBE;
    };
  }

  /** The origin's URL. */
  public String origin() {
    return facts.report().origin();
  }

  /** The attempt that failed, from 1; 0 if nothing was tried on the wire. */
  public int attempt() {
    return facts.report().attempts();
  }

  /** Time from sending to the failure. */
  public Duration elapsed() {
    return facts.report().timings().total();
  }

  /** Where the exchange went and what it took. */
  public ExchangeReport report() {
    return facts.report();
  }
}
