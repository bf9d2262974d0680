package io.forebay.health;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the numbers of one policy or the other, and refuses a mixture. Not thread-safe. */
final class PolicyChoice {
  private @Nullable Integer failures;
  private @Nullable Integer successes;
  private @Nullable Integer window;
  private @Nullable Integer threshold;
  private @Nullable Integer initial;

  /** What was said first, for each policy. */
  private final List<String> inARow = new ArrayList<>();

  private final List<String> inWindow = new ArrayList<>();

  void failureThreshold(int count) {
    failures = said("failure_threshold", count, inARow, inWindow);
  }

  void successThreshold(int count) {
    successes = said("success_threshold", count, inARow, inWindow);
  }

  void window(int count) {
    window = said("window", count, inWindow, inARow);
  }

  void threshold(int count) {
    threshold = said("threshold", count, inWindow, inARow);
  }

  void initial(int count) {
    initial = said("initial", count, inWindow, inARow);
  }

  private static int said(String name, int count, List<String> kind, List<String> other) {
    String words = name + ": " + count;
    if (!other.isEmpty()) {
      throw new IllegalArgumentException(
          words
              + " after "
              + other.get(0)
              + " (expected: failure_threshold and success_threshold, or window, threshold and"
              + " initial)");
    }
    kind.add(words);
    return count;
  }

  HealthPolicy policy() {
    return inWindow.isEmpty() ? consecutive() : sliding();
  }

  private HealthPolicy consecutive() {
    Consecutive usual = Consecutive.DEFAULT;
    return new Consecutive(
        failures == null ? usual.failureThreshold() : failures,
        successes == null ? usual.successThreshold() : successes);
  }

  private HealthPolicy sliding() {
    if ((window == null) != (threshold == null)) {
      throw new IllegalArgumentException(
          (window == null
                  ? "threshold: " + threshold + " without window"
                  : "window: " + window + " without threshold")
              + " (expected: both or neither)");
    }
    SlidingWindow usual =
        window == null || threshold == null
            ? SlidingWindow.DEFAULT
            : SlidingWindow.of(window, threshold);
    return initial == null ? usual : new SlidingWindow(usual.window(), usual.threshold(), initial);
  }
}
