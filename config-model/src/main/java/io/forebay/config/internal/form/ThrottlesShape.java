package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node;
import io.forebay.spec.Durations;
import io.forebay.spec.Throttle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One limit on starts in a mapping, or several in a list, each of another period. */
record ThrottlesShape() implements Shape<List<Throttle>> {

  @Override
  public String expected() {
    return "a mapping or a list of mappings";
  }

  @Override
  public Optional<List<Throttle>> read(Node node, Place place, Scope scope) {
    if (node instanceof Node.Mapping) {
      return ThrottleKeys.THROTTLE.read(node, place, scope).map(List::of);
    }
    if (!(node instanceof Node.Sequence sequence)) {
      scope.wrong(node, place, expected(), true);
      return Optional.empty();
    }
    List<Throttle> throttles = new ArrayList<>();
    Set<Duration> periods = new HashSet<>();
    for (int i = 0; i < sequence.items().size(); i++) {
      Node item = sequence.items().get(i);
      Place at = place.item(i);
      ThrottleKeys.THROTTLE
          .read(item, at, scope)
          .filter(throttle -> isNew(throttle, periods, item, at, scope))
          .ifPresent(throttles::add);
    }
    return Optional.of(throttles).filter(all -> all.size() == sequence.items().size());
  }

  private static boolean isNew(
      Throttle throttle, Set<Duration> periods, Node item, Place at, Scope scope) {
    if (!(throttle instanceof Throttle.Windowed windowed) || periods.add(windowed.period())) {
      return true;
    }
    scope.found(
        item.at(),
        at,
        () ->
            "duplicate period (\""
                + Durations.format(windowed.period())
                + "\") found (expected: each once)");
    return false;
  }

  @Override
  public @Nullable Object write(List<Throttle> throttles, Place place, Referring references) {
    if (throttles.size() == 1) {
      return ThrottleKeys.THROTTLE.write(throttles.get(0), place, references);
    }
    List<@Nullable Object> items = new ArrayList<>();
    for (Throttle throttle : throttles) {
      items.add(ThrottleKeys.THROTTLE.write(throttle, place.item(items.size()), references));
    }
    return items;
  }

  @Override
  public Schema schema(SchemaParts parts) {
    Schema each = parts.shared("throttle", () -> ThrottleKeys.THROTTLE.schema(parts));
    return Schema.of("title", expected())
        .with(Schema.anyOf(each, Schema.type("array").with("items", each)));
  }
}
