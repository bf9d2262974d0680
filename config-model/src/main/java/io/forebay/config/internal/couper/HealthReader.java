package io.forebay.config.internal.couper;

import io.forebay.config.internal.couper.Block.Attribute;
import io.forebay.health.HealthSpec;
import io.forebay.health.StatusRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code beta_health}. */
final class HealthReader {
  private static final Set<String> ATTRIBUTES =
      Set.of(
          "interval",
          "timeout",
          "failure_threshold",
          "expected_status",
          "expected_text",
          "path",
          "headers");

  private final Evaluator evaluator;
  private final String place;
  private final HealthSpec.Builder builder = new HealthSpec.Builder();
  private Optional<Duration> interval = Optional.empty();
  private Optional<Duration> timeout = Optional.empty();

  private HealthReader(Evaluator evaluator, String place) {
    this.evaluator = evaluator;
    this.place = place;
  }

  /**
   * Reads a block.
   *
   * @param usualPath the path and query of the origin, which is asked for where no path is given
   */
  static Optional<HealthSpec> read(
      Block block, String backend, String usualPath, Evaluator evaluator) {
    String place = backend + ": beta_health";
    Schema.check(block, place, ATTRIBUTES, Set.of(), evaluator.report());
    HealthReader reader = new HealthReader(evaluator, place);
    Argument whole =
        new Argument(backend, "beta_health", new Known.Nothing(block.at()), evaluator.report());
    if (!usualPath.isEmpty() && block.body().attribute("path").isEmpty()) {
      whole.attempt("path", () -> reader.builder.path(usualPath));
    }
    block.body().attributes().values().forEach(reader::attribute);
    reader.schedule(whole);
    return whole.attempt("probe", reader.builder::build);
  }

  private void schedule(Argument whole) {
    Duration usual = HealthSpec.DEFAULT.schedule().interval();
    interval.ifPresent(builder::interval);
    timeout.ifPresent(builder::timeout);
    if (timeout.isPresent() && timeout.get().compareTo(interval.orElse(usual)) > 0) {
      whole.note("timeout: above the interval, which it becomes");
    }
  }

  private void attribute(Attribute attribute) {
    Argument argument =
        new Argument(
            place, attribute.name(), evaluator.known(attribute.value()), evaluator.report());
    switch (attribute.name()) {
      case "interval" -> interval = duration(argument);
      case "timeout" -> timeout = duration(argument);
      case "failure_threshold" -> threshold(argument);
      case "expected_status" -> statuses(argument);
      case "expected_text" -> argument.text().ifPresent(builder::expectedText);
      case "path" ->
          argument
              .text()
              .filter(text -> !text.isEmpty())
              .ifPresent(text -> argument.attempt("path", () -> builder.path(text)));
      case "headers" -> headers(argument);
      default -> {
        // A finding already.
      }
    }
  }

  private static Optional<Duration> duration(Argument argument) {
    Optional<Duration> found = argument.duration();
    if (found.isPresent() && found.get().isZero()) {
      argument.wrong(() -> "0s (expected: above zero)");
      return Optional.empty();
    }
    return found;
  }

  private void threshold(Argument argument) {
    Optional<Integer> threshold = argument.whole();
    if (threshold.isPresent() && threshold.get() < 0) {
      argument.wrong(() -> "must be a whole number, between 0 and " + Integer.MAX_VALUE);
      return;
    }
    threshold.ifPresent(builder::failureThreshold);
  }

  private void statuses(Argument argument) {
    if (argument.value() instanceof Known.Single) {
      argument.wrong(() -> "list of number required");
      return;
    }
    List<StatusRange> statuses = new ArrayList<>();
    for (Known item : argument.items(false).map(Known.Many::items).orElse(List.of())) {
      Argument part = argument.part("[" + statuses.size() + "]", item);
      part.whole()
          .flatMap(status -> part.attempt("status", () -> StatusRange.of(status)))
          .ifPresent(statuses::add);
    }
    builder.expectedStatus(statuses);
  }

  private void headers(Argument argument) {
    for (Known.Field field : argument.tree().map(Known.Tree::fields).orElse(List.of())) {
      Argument part = argument.part(field.name(), field.value());
      if (field.name().equalsIgnoreCase("Host")) {
        part.note("follows from the origin: left out, as in Couper");
        continue;
      }
      part.text()
          .map(text -> text.replaceAll("[\\r\\n\\x00]", ""))
          .ifPresent(text -> header(part, field.name(), text));
    }
  }

  private void header(Argument part, String name, String text) {
    boolean good =
        part.attempt("header", () -> new HealthSpec.Builder().header(name, text).build())
            .isPresent();
    if (good) {
      builder.header(name, text);
    }
  }
}
