package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.Node.Kind;
import io.forebay.config.internal.tree.Position;
import io.forebay.spec.Origin;
import io.forebay.spec.Origins;
import io.forebay.spec.WeightedOrigin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Several origins: a URL each, or a mapping where a weight or a priority is to be said. */
record OriginsShape() implements Shape<Origins.Listed> {
  private static final WeightedOrigin USUAL = Setting.USUAL.origin().weight(1);
  private static final Key<WeightedOrigin, Origin> URL =
      Key.of("url", Shapes.ORIGIN, member -> Optional.of(member.origin()));
  private static final Key<WeightedOrigin, Integer> WEIGHT =
      Key.of(
          "weight", CheckedShapes.whole(USUAL::withWeight), WeightedOrigin::weight, USUAL.weight());
  private static final Key<WeightedOrigin, Integer> PRIORITY =
      Key.of(
          "priority",
          CheckedShapes.whole(USUAL::withPriority),
          WeightedOrigin::priority,
          USUAL.priority());

  private static final Shape<WeightedOrigin> MEMBER =
      new ShortShape<>(
          Shapes.scalar(
              "an absolute URL or a mapping",
              text -> Optional.of(Origin.of(text.value()).weight(1)),
              member -> member.origin().toString(),
              Kind.TEXT),
          CheckedShapes.block(List.of(URL, WEIGHT, PRIORITY), OriginsShape::member),
          OriginsShape::isPlain);

  private static WeightedOrigin member(Bound bound) {
    return new WeightedOrigin(
        CheckedShapes.required(bound, URL),
        bound.get(WEIGHT).orElse(USUAL.weight()),
        bound.get(PRIORITY).orElse(USUAL.priority()));
  }

  private static boolean isPlain(WeightedOrigin member) {
    return member.equals(member.origin().weight(1));
  }

  /** Whether one URL says all of it: there is another key for that. */
  static boolean isPlain(Origins origins) {
    return origins.equals(Origins.only(origins.first()));
  }

  @Override
  public String expected() {
    return "a list of URLs or mappings";
  }

  @Override
  public Optional<Origins.Listed> read(Node node, Place place, Scope scope) {
    if (!(node instanceof Node.Sequence sequence)) {
      scope.wrong(node, place, expected(), true);
      return Optional.empty();
    }
    if (sequence.items().isEmpty()) {
      scope.found(node.at(), place, () -> "none (expected: at least one)");
      return Optional.empty();
    }
    List<WeightedOrigin> members = members(sequence, place, scope);
    if (members.size() < sequence.items().size()) {
      return Optional.empty();
    }
    Origins.Listed origins = new Origins.Listed(members);
    if (isPlain(origins)) {
      // It is written as the key "origin", which has no text of its own to write again.
      refer(place.sibling(Keys.ORIGIN.name()), place.item(0), scope);
    }
    return Optional.of(origins);
  }

  private static List<WeightedOrigin> members(Node.Sequence sequence, Place place, Scope scope) {
    List<WeightedOrigin> members = new ArrayList<>();
    Map<Origin, Position> seen = new HashMap<>();
    for (int i = 0; i < sequence.items().size(); i++) {
      Node node = sequence.items().get(i);
      Place at = place.item(i);
      Optional<WeightedOrigin> member = MEMBER.read(node, at, scope);
      if (member.isPresent() && isNew(member.get().origin(), seen, node, at, scope)) {
        members.add(member.get());
        if (isPlain(member.get())) {
          refer(at, at, scope);
        }
      }
    }
    return members;
  }

  private static boolean isNew(
      Origin origin, Map<Origin, Position> seen, Node node, Place at, Scope scope) {
    @Nullable Position first = seen.putIfAbsent(origin, node.at());
    if (first != null) {
      scope.found(node.at(), at, () -> "the origin is there twice (first at " + first + ")");
    }
    return first == null;
  }

  /** What stood at a member, or in its URL, is written again where its URL is. */
  private static void refer(Place written, Place member, Scope scope) {
    Place url = member.child(URL.name());
    Place from = scope.referring().at(url).isPresent() ? url : member;
    if (!from.equals(written) && scope.referring().at(from).isPresent()) {
      scope.referring().inherit(written, from);
    }
  }

  @Override
  public Object write(Origins.Listed origins, Place place, Referring references) {
    List<@Nullable Object> items = new ArrayList<>();
    for (WeightedOrigin member : origins.members()) {
      items.add(MEMBER.write(member, place.item(items.size()), references));
    }
    return items;
  }
}
