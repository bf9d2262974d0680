package io.forebay.internal.pool;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okio.AsyncTimeout;
import org.jspecify.annotations.Nullable;

/** Cancels a call whose attempt takes too long. Made only where such a limit is set. */
final class AttemptTimer extends AsyncTimeout {
  private final Call call;

  private AttemptTimer(Call call) {
    this.call = call;
  }

  /** A running timer, or none where there is no limit. */
  static @Nullable AttemptTimer start(Duration limit, Call call) {
    if (limit.isZero()) {
      return null;
    }
    AttemptTimer timer = new AttemptTimer(call);
    timer.timeout(limit.toNanos(), TimeUnit.NANOSECONDS);
    timer.enter();
    return timer;
  }

  @Override
  protected void timedOut() {
    call.cancel();
  }
}
