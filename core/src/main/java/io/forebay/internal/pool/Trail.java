package io.forebay.internal.pool;

import io.forebay.BackendException;
import io.forebay.spi.Telemetry;
import io.forebay.spi.Telemetry.Answer;
import io.forebay.spi.Telemetry.AttemptTrail;
import io.forebay.spi.Telemetry.Departure;
import io.forebay.spi.Telemetry.Ending;
import io.forebay.spi.Telemetry.ExchangeTrail;
import io.forebay.spi.Telemetry.Refusal;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows an exchange; what fails of it costs the exchange nothing. An attempt beside another
 * has one of its own, over the same exchange. Used on the thread of its attempts.
 */
public final class Trail {
  private static final Logger log = LoggerFactory.getLogger(Trail.class);

  private final Telemetry telemetry;
  private final AtomicInteger attempts;
  private @Nullable ExchangeTrail exchange;
  private @Nullable AttemptTrail attempt;
  private @Nullable Exception failed;
  private @Nullable BackendException told;

  /** A trail that has not begun. */
  public Trail(Telemetry telemetry) {
    this(telemetry, new AtomicInteger(), null);
  }

  private Trail(Telemetry telemetry, AtomicInteger attempts, @Nullable ExchangeTrail exchange) {
    this.telemetry = telemetry;
    this.attempts = attempts;
    this.exchange = exchange;
  }

  /** The exchange begins, on this thread. */
  void begin(String label, String method) {
    exchange = guarded(() -> telemetry.begin(label, method));
  }

  /** The trail of an attempt beside this one. */
  Trail beside() {
    return new Trail(telemetry, attempts, exchange);
  }

  /**
   * An attempt is about to leave; one that could not be placed before goes on.
   *
   * @param departure made of the attempt's number
   * @return the headers that it carries in addition
   */
  public Map<String, String> departs(IntFunction<Departure> departure) {
    ExchangeTrail following = exchange;
    if (following == null) {
      return Map.of();
    }
    AttemptTrail leaving = attempt;
    if (leaving == null) {
      Departure next = departure.apply(attempts.incrementAndGet());
      leaving = guarded(() -> following.attempt(next));
      attempt = leaving;
    }
    return leaving == null ? Map.of() : headers(leaving);
  }

  /** Copied where what is wrong with them harms nobody. */
  private Map<String, String> headers(AttemptTrail leaving) {
    Map<String, String> headers = guarded(() -> Map.copyOf(leaving.headers()));
    return headers == null ? Map.of() : headers;
  }

  /** Whether an attempt is under way, be it that the pool has not placed it yet. */
  public boolean departed() {
    return attempt != null;
  }

  /** The attempt under way has its answer. */
  public void answered(Answer answer) {
    ended(new Ending(Optional.of(answer), Optional.empty()));
  }

  /**
   * The attempt under way has failed, if there is one.
   *
   * @param as the failure in our words, which stay the same for whoever asks later
   */
  public void failed(Exception failure, BackendException as, Optional<Answer> answer) {
    if (attempt != null) {
      failed = failure;
      told = as;
      ended(new Ending(answer, Optional.of(as)));
    }
  }

  private void ended(Ending ending) {
    AttemptTrail ended = attempt;
    attempt = null;
    if (ended != null) {
      told(() -> ended.ended(ending));
    }
  }

  /** What a failure was told as; null: it was not. */
  public @Nullable BackendException toldAs(Exception failure) {
    return failed == failure ? told : null;
  }

  /** The exchange has failed, which is told where no attempt tells it. */
  public void refused(Supplier<Refusal> refusal) {
    ExchangeTrail following = exchange;
    if (following != null && attempts.get() == 0) {
      told(() -> following.refused(refusal.get()));
    }
  }

  private void told(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException e) {
      warn(e);
    }
  }

  private <T> @Nullable T guarded(Supplier<T> asked) {
    try {
      return Objects.requireNonNull(asked.get());
    } catch (RuntimeException e) {
      warn(e);
      return null;
    }
  }

  private void warn(RuntimeException e) {
    log.warn("telemetry {} failed", telemetry.getClass().getName(), e);
  }
}
