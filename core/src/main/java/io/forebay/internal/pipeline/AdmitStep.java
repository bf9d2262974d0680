package io.forebay.internal.pipeline;

import io.forebay.ErrorKind;
import io.forebay.health.HealthOverride;
import io.forebay.health.HealthState;
import io.forebay.internal.pool.Exchange;
import io.forebay.internal.pool.Interruption;
import io.forebay.internal.pool.PermitQueue;
import io.forebay.spec.Durations;
import io.forebay.spi.Phase;
import java.io.IOException;
import java.time.Duration;
import okhttp3.Request;
import okhttp3.Response;

/**
 * ADMIT: before SHAPE, so that a refused exchange costs no work and no token. The health gate comes
 * before the permit: who would be refused need not wait. The permit comes back when OkHttp ends the
 * call, which is when the response's body closes.
 */
final class AdmitStep implements Step {
  private final int most;
  private final Duration permitTimeout;
  private final boolean useWhenUnhealthy;
  private final Line line;

  /**
   * Admits.
   *
   * @param most the permits of an origin at first; 0: any number
   */
  AdmitStep(int most, Duration permitTimeout, boolean useWhenUnhealthy, Failures failures) {
    this.most = most;
    this.permitTimeout = permitTimeout;
    this.useWhenUnhealthy = useWhenUnhealthy;
    line = new Line("permit", "max", permitTimeout, failures);
  }

  @Override
  public Phase phase() {
    return Phase.ADMIT;
  }

  @Override
  public Response apply(Exchange exchange, Request request, Next next) throws IOException {
    exchange.enter(Phase.ADMIT);
    passGate(exchange);
    takePermit(exchange);
    return next.proceed(exchange, request);
  }

  private void passGate(Exchange exchange) throws IOException {
    if (useWhenUnhealthy) {
      return;
    }
    HealthState state = exchange.wire().health();
    if (!state.healthy()) {
      throw Failures.refused(
          exchange,
          ErrorKind.BACKEND_UNHEALTHY,
          "the origin is unhealthy" + probes(state) + ": " + state.error());
    }
  }

  private static String probes(HealthState state) {
    boolean said = state.override() == HealthOverride.AUTO && state.failures() > 0;
    return said ? " after " + state.failures() + " failed probes in a row" : "";
  }

  private void takePermit(Exchange exchange) throws IOException {
    PermitQueue.Outcome outcome = permitOutcome(exchange);
    if (outcome != PermitQueue.Outcome.GRANTED) {
      throw line.refusal(outcome, exchange, exchange.wire().pool().permits());
    }
  }

  private static PermitQueue.Outcome permitOutcome(Exchange exchange) throws IOException {
    try {
      return exchange.wire().awaitPermit();
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }

  @Override
  public String describe() {
    return (useWhenUnhealthy ? "no health gate" : "health gate")
        + ", permit of "
        + (most == 0 ? "any number" : most)
        + " within "
        + Durations.format(permitTimeout);
  }
}
