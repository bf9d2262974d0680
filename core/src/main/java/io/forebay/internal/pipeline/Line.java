package io.forebay.internal.pipeline;

import io.forebay.ErrorKind;
import io.forebay.internal.pool.Exchange;
import io.forebay.internal.pool.PermitQueue;
import io.forebay.spec.Durations;
import java.io.IOException;
import java.time.Duration;

/**
 * Why who waited in a line was not let through: for a permit of a pool, or a place of a backend.
 *
 * @param wanted what is waited for
 * @param bound what the number of them is called
 * @param within longest wait
 * @param failures tells what a limit or a cancellation is
 */
record Line(String wanted, String bound, Duration within, Failures failures) {

  /** The failure of an exchange that was not granted what it wanted. */
  IOException refusal(PermitQueue.Outcome outcome, Exchange exchange, PermitQueue queue) {
    return switch (outcome) {
      case CLOSED -> Failures.refused(exchange, ErrorKind.BACKEND, "the backend is closed");
      case CANCELLED -> failures.translate(exchange, new IOException("Canceled"));
      case CROWDED -> busy(exchange, queue, "too many exchanges wait for a " + wanted);
      case NESTED ->
          busy(
              exchange,
              queue,
              "called from within a call to the same backend, whose "
                  + wanted
                  + " it would wait for");
      default ->
          exchange.limits().totalPassed()
              ? failures.total(exchange, null)
              : busy(exchange, queue, "no " + wanted + " within " + Durations.format(within));
    };
  }

  private IOException busy(Exchange exchange, PermitQueue queue, String problem) {
    PermitQueue.Counts now = queue.counts();
    return Failures.refused(
        exchange,
        ErrorKind.BACKEND_BUSY,
        problem
            + " ("
            + bound
            + "="
            + now.max()
            + ", active="
            + now.leased()
            + ", waiting="
            + now.waiting()
            + ")");
  }
}
