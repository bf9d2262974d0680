package io.forebay.internal.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A failure and how long it took. */
record Timed(Throwable failure, Duration after) {

  static Timed failure(ThrowingCallable call) {
    long from = System.nanoTime();
    Throwable failure = catchThrowable(call);
    return new Timed(failure, Duration.ofNanos(System.nanoTime() - from));
  }

  /** It took about so long; generous, for other work on the machine. */
  Timed took(Duration about) {
    assertThat(failure).isNotNull();
    assertThat(after).isBetween(about.minusMillis(20), about.plusMillis(1500));
    return this;
  }
}
