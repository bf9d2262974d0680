package io.forebay.spec;

import java.time.Duration;

/**
 * The system's probes on idle TCP connections. Immutable. Whole seconds, as sockets count them;
 * where the platform has no such option, only switching on takes effect.
 *
 * @param time idle time before the first probe; default 300 s (Fastly {@code tcp_keepalive_time})
 * @param interval pause between probes; default 10 s (Fastly {@code tcp_keepalive_interval})
 * @param probes unanswered probes that end the connection; default 3 (Fastly {@code
 *     tcp_keepalive_probes})
 */
public record TcpKeepalive(Duration time, Duration interval, int probes) {

  /** Fastly's effective values. */
  public static final TcpKeepalive DEFAULT =
      new TcpKeepalive(Duration.ofSeconds(300), Duration.ofSeconds(10), 3);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a duration is below a second, or there is no probe
   */
  public TcpKeepalive {
    if (time.toSeconds() < 1 || interval.toSeconds() < 1 || probes < 1) {
      throw new IllegalArgumentException(
          "tcp_keepalive: time "
              + Durations.format(time)
              + ", interval "
              + Durations.format(interval)
              + ", probes "
              + probes
              + " (expected: at least 1s, 1s and 1)");
    }
  }
}
