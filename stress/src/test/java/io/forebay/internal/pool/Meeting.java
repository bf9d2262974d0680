package io.forebay.internal.pool;

import io.forebay.Environment;
import io.forebay.health.HealthState;
import io.forebay.spec.Origin;
import io.forebay.spec.PoolSpec;
import io.forebay.spec.TransportSpec;
import io.forebay.spi.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A backend's pool with one permit, which somebody holds, and another who wants it. No network. */
final class Meeting {
  private static final TransportSpec TRANSPORT =
      TransportSpec.of(Origin.of("http://127.0.0.1:1"))
          .withPool(PoolSpec.DEFAULT.withMaxConnections(1));

  final OriginPool pool = new OriginPool("race", TRANSPORT, Environment.system());
  final StillCall call = new StillCall();
  final WireCall exchange;
  private final StillCall held = new StillCall();
  private final WireCall holder;
  private final Admission admission;

  Meeting(Clock clock) {
    admission =
        new Admission(
            "race",
            pool,
            HealthState::unprobed,
            () -> true,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Duration.ofMinutes(1),
            Duration.ZERO,
            clock);
    holder = exchange(held);
    holder.permit(pool.permits().join());
    exchange = exchange(call);
  }

  private WireCall exchange(StillCall of) {
    Exchange made = new Exchange(admission, Map.of());
    made.starting();
    made.wire().callStart(of);
    ThreadCalls.takeStarted();
    return made.wire();
  }

  /** Asks without a thread; {@code run} follows when the permit is settled. */
  void ask(Runnable run) {
    admission.whenSettled(exchange, run);
  }

  /** Who holds the permit is done. */
  void release() {
    holder.callEnd(held);
  }

  /** The other is cancelled, as OkHttp does it. */
  void cancel() {
    call.cancel();
    exchange.canceled(call);
  }

  /** The other ends as OkHttp ends it: once, with a response or without. */
  void end(boolean granted) {
    if (granted) {
      exchange.callEnd(call);
    } else {
      exchange.callFailed(call, new IOException("no permit"));
    }
  }
}
