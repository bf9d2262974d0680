package io.forebay.internal.pipeline;

import io.forebay.internal.limit.ThrottleLine.Slot;
import io.forebay.internal.pool.Exchange;
import io.forebay.spi.Phase;
import java.io.IOException;
import okhttp3.Request;
import okhttp3.Response;

/**
 * ADMIT, after the permit: who had to wait for that starts later than its slot said, and several
 * such would start at once. So a slot is made one of this moment, or waited for again, in front of
 * all; it is for this time only that a permit waits for a slot.
 */
final class StartStep implements Step {
  private final Failures failures;

  StartStep(Failures failures) {
    this.failures = failures;
  }

  @Override
  public Phase phase() {
    return Phase.ADMIT;
  }

  @Override
  public Response apply(Exchange exchange, Request request, Next next) throws IOException {
    exchange.enter(Phase.ADMIT);
    Slot slot = ThrottleStep.take(exchange, failures); // Who was not admitted then has none yet.
    slot.renew(exchange.limits().totalNanosLeft());
    if (exchange.wire().isCanceled()) {
      slot.cancel();
    }
    ThrottleStep.await(exchange, slot, failures);
    return next.proceed(exchange, request);
  }

  @Override
  public String describe() {
    return "its slot is one of this moment";
  }
}
