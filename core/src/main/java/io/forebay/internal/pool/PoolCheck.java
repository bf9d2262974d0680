package io.forebay.internal.pool;

import io.forebay.Environment;
import io.forebay.internal.net.Network;
import io.forebay.internal.tls.OriginTls;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TransportSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds what would keep a pool from being opened, without opening it. Certificates that many
 * backends share are read once, so one check is for one moment. Not thread-safe.
 */
public final class PoolCheck {
  private final Environment environment;
  private final Map<String, String> variables = System.getenv();
  private final Map<TlsSpec, Optional<String>> tlsProblems = new HashMap<>();

  /** A check of pools in an environment. */
  public PoolCheck(Environment environment) {
    this.environment = environment;
  }

  /**
   * Checks the pool of one origin.
   *
   * @throws IllegalArgumentException if it could not be opened; says what {@link OriginPool} would
   *     say
   */
  public void check(TransportSpec transport) {
    // A network opens nothing by being made.
    Network unused =
        Network.of(transport, variables, environment.names(), environment.clock()::nanoTime);
    if (transport.origin().tls()) {
      check(transport.effectiveTls());
    }
  }

  private void check(TlsSpec spec) {
    tlsProblems
        .computeIfAbsent(spec, OriginTls::problem)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem);
            });
  }
}
