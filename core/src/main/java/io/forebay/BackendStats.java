package io.forebay;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The pool of a backend at one moment. Immutable.
 *
 * @param max most connections; 0 means no bound
 * @param leased permits in use: exchanges between admission and the end of their body
 * @param waiting exchanges that wait for a permit
 * @param open sockets in any state
 * @param idle connections that wait for the next exchange
 * @param totals counts since the backend opened
 * @param limited what waits for the limits over the whole backend
 * @param certificates what of the configured certificates expires when
 */
public record BackendStats(
    int max,
    int leased,
    int waiting,
    int open,
    int idle,
    Totals totals,
    Limited limited,
    List<Certificate> certificates) {

  /** Copies the list. */
  public BackendStats {
    certificates = List.copyOf(certificates);
  }

  /** Where nothing is limited over the whole backend. */
  public BackendStats(
      int max,
      int leased,
      int waiting,
      int open,
      int idle,
      Totals totals,
      List<Certificate> certificates) {
    this(max, leased, waiting, open, idle, totals, Limited.NOT, certificates);
  }

  /**
   * The limits over a whole backend at one moment. Immutable.
   *
   * @param max attempts that may be in flight at the moment, which {@code adaptive_concurrency}
   *     moves; 0 means no bound
   * @param active attempts in flight; 0 where there is no bound
   * @param waiting exchanges that wait until fewer are in flight
   * @param throttled exchanges that wait until the throttles let them start
   */
  public record Limited(int max, int active, int waiting, int throttled) {
    /** Nothing is limited. */
    public static final Limited NOT = new Limited(0, 0, 0, 0);
  }

  /**
   * Counts since the backend opened. Immutable.
   *
   * @param opened sockets that were dialled
   * @param retired connections that were still open but not used any more, by reason: {@code
   *     lifetime}, {@code max_use}, {@code tls_reload}, {@code address_gone}, {@code stale}
   * @param leaked responses that were never closed
   * @param lease from a permit's grant to its return
   * @param connect dialling, without TLS
   * @param tls TLS handshakes
   * @param ttfb last byte of the request to the head of the response
   */
  public record Totals(
      long opened,
      Map<String, Long> retired,
      long leaked,
      Spent lease,
      Spent connect,
      Spent tls,
      Spent ttfb) {

    /** Copies the map. */
    public Totals {
      retired = Map.copyOf(retired);
    }
  }

  /**
   * How often, and how long. Immutable.
   *
   * @param count how often
   * @param total how long altogether
   * @param longest how long at most
   */
  public record Spent(long count, Duration total, Duration longest) implements Serializable {

    /** How long on average; zero if it never happened. */
    public Duration average() {
      return count == 0 ? Duration.ZERO : total.dividedBy(count);
    }
  }

  /**
   * A configured certificate. Immutable.
   *
   * @param role {@code ca} or {@code client}
   * @param subject whose
   * @param notAfter until when
   */
  public record Certificate(String role, String subject, Instant notAfter) {}
}
