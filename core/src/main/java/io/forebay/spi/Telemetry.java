package io.forebay.spi;

import io.forebay.spec.Origin;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import okhttp3.Protocol;

/**
 * Follows exchanges and every attempt of theirs, for metrics and traces. Given with {@code
 * Environment.withTelemetry}; the module {@code forebay-opentelemetry} has one.
 *
 * <p>Thread-safe, quick, and without I/O: it runs within the calls that it follows. What it throws
 * is logged and dropped, and changes nothing about them. Health probes are not followed.
 */
@FunctionalInterface
public interface Telemetry {

  /**
   * An exchange begins. On the thread that starts the call, also where the call is asynchronous: so
   * what is current there may become the parent of what is told later.
   *
   * @param label the backend's
   * @param method as the caller asked
   */
  ExchangeTrail begin(String label, String method);

  /** Follows one exchange; used by two threads at once where an attempt is hedged. */
  interface ExchangeTrail {

    /**
     * An attempt is about to leave: the first one, a retry, a hedge, or the same request again
     * after a dead connection or a 401. Permits, tokens and edits are behind it, and its contract
     * and its connection before it.
     */
    AttemptTrail attempt(Departure departure);

    /** The exchange failed before there was any attempt, which nobody else tells. */
    void refused(Refusal refusal);
  }

  /** Follows one attempt, on the thread that makes it. */
  interface AttemptTrail {

    /**
     * What the request carries in addition, in place of what it had by these names; such as {@code
     * traceparent}. Asked again where the pool could not place the attempt at once. What no request
     * may carry is left out, with a warning.
     */
    Map<String, String> headers();

    /** It is over: the response's head is there, or none comes. Told once. */
    void ended(Ending ending);
  }

  /** An attempt that is about to leave. Only good until {@link ExchangeTrail#attempt} returns. */
  interface Departure {

    /** Which one of its exchange, from 1. */
    int number();

    /** The method that is sent. */
    String method();

    /** Where it goes. */
    Origin origin();

    /**
     * Whom the definition names: the same as {@link #origin}, or the name by which that was found.
     * There are only as many as are defined.
     */
    Origin server();

    /** The whole URL as logs show it: what the definition declares secret is {@code ***}. */
    String url();
  }

  /**
   * How an attempt ended. Immutable.
   *
   * @param answer the head of the response, before any edit; empty: none came
   * @param failure a {@code BackendException}; with an answer: that one is refused, such as by a
   *     contract
   */
  record Ending(Optional<Answer> answer, Optional<IOException> failure) {}

  /**
   * The head of a response. Immutable.
   *
   * @param status of the origin
   * @param protocol that it came by
   */
  record Answer(int status, Protocol protocol) {}

  /**
   * An exchange that was refused before it was sent. Immutable.
   *
   * @param failure a {@code BackendException}
   * @param server whom the definition names; empty where an origin was to be chosen and none was
   */
  record Refusal(IOException failure, Optional<Origin> server) {}
}
