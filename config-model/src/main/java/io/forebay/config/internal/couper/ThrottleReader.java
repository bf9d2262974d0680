package io.forebay.config.internal.couper;

import io.forebay.config.internal.couper.Block.Attribute;
import io.forebay.config.internal.tree.Shown;
import io.forebay.spec.Throttle;
import io.forebay.spec.Throttle.Mode;
import io.forebay.spec.Throttle.PeriodWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the {@code throttle} blocks of a backend, and {@code beta_rate_limit}, their old name. */
final class ThrottleReader {
  private static final Set<String> ATTRIBUTES =
      Set.of("period", "per_period", "period_window", "mode");

  private final Evaluator evaluator;
  private final Report report;
  private final Set<Duration> periods = new HashSet<>();

  private ThrottleReader(Evaluator evaluator) {
    this.evaluator = evaluator;
    this.report = evaluator.report();
  }

  /** What they say; a block with something wrong is left out. */
  static List<Throttle> read(Block backend, String place, Evaluator evaluator) {
    ThrottleReader reader = new ThrottleReader(evaluator);
    List<Throttle> throttles = new ArrayList<>();
    for (Block block : backend.body().blocks()) {
      if (NestedBlocks.THROTTLES.contains(block.type())) {
        reader.throttle(block, place + ": " + block.type()).ifPresent(throttles::add);
      }
    }
    return throttles;
  }

  private Optional<Throttle> throttle(Block block, String place) {
    if (block.type().equals("beta_rate_limit")) {
      report.note(
          block.at(), "block \"beta_rate_limit\" is deprecated, please use \"throttle\" instead");
    }
    Schema.check(block, place, ATTRIBUTES, Set.of(), report);
    Schema.required(block, place, Set.of("period", "per_period"), report);
    Optional<Duration> period = argument(block, place, "period").flatMap(this::period);
    Optional<Integer> perPeriod =
        argument(block, place, "per_period").flatMap(ThrottleReader::perPeriod);
    String window = word(block, place, "period_window", Set.of("sliding", "fixed"));
    String mode = word(block, place, "mode", Set.of("wait", "block"));
    if (period.isEmpty() || perPeriod.isEmpty()) {
      return Optional.empty(); // Found or noted.
    }
    Argument whole = new Argument(place, "per_period", new Known.Nothing(block.at()), report);
    return whole.attempt(
        "throttle",
        () ->
            new Throttle.Windowed(
                period.get(),
                perPeriod.get(),
                window.equals("fixed") ? PeriodWindow.FIXED : PeriodWindow.SLIDING,
                mode.equals("block") ? Mode.BLOCK : Mode.WAIT));
  }

  private Optional<Argument> argument(Block block, String place, String name) {
    Optional<Attribute> attribute = block.body().attribute(name);
    return attribute.map(
        found -> new Argument(place, name, evaluator.known(found.value()), report));
  }

  private Optional<Duration> period(Argument argument) {
    Optional<Duration> period = argument.duration();
    if (period.isEmpty()) {
      return period;
    }
    if (period.get().isZero()) {
      argument.wrong(() -> "'period' must not be 0 (zero)");
      return Optional.empty();
    }
    if (!periods.add(period.get())) {
      argument.wrong(
          () -> "duplicate period (\"" + argument.text().map(Shown::of).orElse("") + "\") found");
      return Optional.empty();
    }
    return period;
  }

  private static Optional<Integer> perPeriod(Argument argument) {
    Optional<Integer> number = argument.whole();
    if (number.isPresent() && number.get() <= 0) {
      int found = number.get();
      argument.wrong(
          () -> found == 0 ? "'per_period' must not be 0 (zero)" : found + " (expected: >= 1)");
      return Optional.empty();
    }
    return number;
  }

  /** The word; empty where there is none. */
  private String word(Block block, String place, String name, Set<String> words) {
    Optional<Argument> argument = argument(block, place, name);
    Optional<String> word = argument.flatMap(Argument::text);
    if (word.isPresent() && !words.contains(word.get())) {
      Argument wrong = argument.get();
      wrong.wrong(
          () ->
              "unsupported '"
                  + name
                  + "' (\""
                  + (wrong.secret() ? "***" : Shown.of(word.get()))
                  + "\") given (expected: one of "
                  + new TreeSet<>(words)
                  + ")");
    }
    return word.orElse("");
  }
}
