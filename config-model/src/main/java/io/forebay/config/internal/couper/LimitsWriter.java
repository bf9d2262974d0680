package io.forebay.config.internal.couper;

import io.forebay.spec.Durations;
import io.forebay.spec.Limits;
import io.forebay.spec.Throttle;
import io.forebay.spec.Throttle.Mode;
import io.forebay.spec.Throttle.PeriodWindow;
import java.util.function.Consumer;

/** Writes {@code throttle}, all that Couper has of limits. */
final class LimitsWriter {
  private static final String NOT_THERE = ": left out, as Couper has no such attribute";

  private final HclText out;
  private final Consumer<String> note;

  /**
   * A writer of one backend's blocks.
   *
   * @param note takes what cannot be written: the key, and what became of it
   */
  LimitsWriter(HclText out, Consumer<String> note) {
    this.out = out;
    this.note = note;
  }

  void write(Limits limits) {
    unless(limits.breaker().isEmpty(), "breaker");
    unless(limits.maxConcurrent() == 0, "max_concurrent");
    unless(limits.adaptive().isEmpty(), "adaptive_concurrency");
    for (Throttle throttle : limits.throttles()) {
      if (throttle instanceof Throttle.Windowed windowed) {
        write(windowed);
      } else {
        note.accept("throttle.rate" + NOT_THERE);
      }
    }
  }

  private void unless(boolean usual, String key) {
    if (!usual) {
      note.accept(key + NOT_THERE);
    }
  }

  private void write(Throttle.Windowed throttle) {
    out.open("throttle");
    out.attribute("period", HclText.quoted(Durations.format(throttle.period())));
    out.attribute("per_period", Integer.toString(throttle.perPeriod()));
    if (throttle.periodWindow() != PeriodWindow.SLIDING) {
      out.attribute("period_window", HclText.quoted(throttle.periodWindow().text()));
    }
    if (throttle.mode() != Mode.WAIT) {
      out.attribute("mode", HclText.quoted(throttle.mode().text()));
    }
    out.close();
  }
}
