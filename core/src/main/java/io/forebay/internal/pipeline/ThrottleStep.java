package io.forebay.internal.pipeline;

import io.forebay.BackendException;
import io.forebay.BackendTimeoutException.Limit;
import io.forebay.ErrorKind;
import io.forebay.internal.limit.ThrottleLine;
import io.forebay.internal.limit.ThrottleLine.Slot;
import io.forebay.internal.pool.Exchange;
import io.forebay.internal.pool.Interruption;
import io.forebay.internal.pool.WireCall;
import io.forebay.spec.Throttle;
import io.forebay.spi.Phase;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import okhttp3.Request;
import okhttp3.Response;

/**
 * ADMIT: within the origin's re-sends, because each time that a request goes out counts; before the
 * breaker, which would take the wait for slowness, and before the permit, which who waits does not
 * hold. Whom the breaker or the health gate would refuse does not wait, and whoever does not reach
 * the wire gives the slot back.
 */
final class ThrottleStep implements Step {
  private final List<Throttle> throttles;
  private final Failures failures;

  ThrottleStep(List<Throttle> throttles, Failures failures) {
    this.throttles = throttles;
    this.failures = failures;
  }

  @Override
  public Phase phase() {
    return Phase.ADMIT;
  }

  @Override
  public Response apply(Exchange exchange, Request request, Next next) throws IOException {
    exchange.enter(Phase.ADMIT);
    WireCall wire = exchange.wire();
    if (wire.admitted()) {
      take(exchange, failures);
    }
    int before = exchange.attempts();
    boolean sent = false;
    try {
      Response response = next.proceed(exchange, request);
      sent = true;
      return response;
    } catch (IOException e) {
      sent = exchange.attempts() > before && !ResendStep.isUnplaced(e);
      throw e;
    } catch (RuntimeException e) {
      sent = exchange.attempts() > before;
      throw e;
    } finally {
      Slot slot = wire.slot();
      if (slot != null && !sent) {
        slot.giveBack();
      }
      wire.slot(null);
    }
  }

  /** Takes a slot, or the one that was asked for ahead. */
  static Slot take(Exchange exchange, Failures failures) throws IOException {
    WireCall wire = exchange.wire();
    Slot slot = wire.slot();
    if (slot == null) {
      slot = wire.throttle().orElseThrow().join(exchange.limits().totalNanosLeft(), null);
      wire.slot(slot);
    }
    await(exchange, slot, failures);
    return slot;
  }

  /** Waits until it may start. */
  static void await(Exchange exchange, Slot slot, Failures failures) throws IOException {
    switch (outcome(exchange, slot)) {
      case GRANTED -> {
        return;
      }
      case CLOSED -> throw Failures.refused(exchange, ErrorKind.BACKEND, "the backend is closed");
      case CANCELLED -> throw failures.translate(exchange, new IOException("Canceled"));
      case LATE -> throw late(exchange, slot, failures);
      case BLOCKED -> throw exceeded(exchange, slot.reason());
      case CROWDED -> throw exceeded(exchange, "too many wait already: " + slot.reason());
      default -> throw failures.total(exchange, null);
    }
  }

  private static ThrottleLine.Outcome outcome(Exchange exchange, Slot slot) throws IOException {
    if (slot.outcome() != ThrottleLine.Outcome.WAITING) {
      return slot.outcome();
    }
    long from = System.nanoTime();
    try {
      return slot.await(exchange.limits().totalNanosLeft());
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    } finally {
      exchange.waited(System.nanoTime() - from);
    }
  }

  /** Nobody waits for what cannot come in time. */
  private static BackendException late(Exchange exchange, Slot slot, Failures failures) {
    return failures.tooLate(exchange, Limit.TOTAL, exchange.limits().total(), slot.reason());
  }

  private static BackendException exceeded(Exchange exchange, String reason) {
    return Failures.refused(
        exchange, ErrorKind.BACKEND_THROTTLE_EXCEEDED, "the throttle is exceeded: " + reason);
  }

  @Override
  public String describe() {
    return throttles.stream()
        .map(throttle -> throttle.text() + ", " + others(throttle.mode()))
        .collect(Collectors.joining("; ", "at most ", ""));
  }

  private static String others(Throttle.Mode mode) {
    return mode == Throttle.Mode.WAIT ? "others wait" : "others are refused";
  }
}
