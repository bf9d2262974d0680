package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.Position;
import io.forebay.spec.OriginGroup;
import io.forebay.spec.OriginNode;
import io.forebay.spec.WeightedOrigin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Origins and groups of them, side by side: those of a backend, and those of a group. */
record NodesShape() implements Shape<List<OriginNode>> {

  @Override
  public String expected() {
    return "a list of URLs or mappings";
  }

  @Override
  public Optional<List<OriginNode>> read(Node node, Place place, Scope scope) {
    if (!(node instanceof Node.Sequence sequence)) {
      scope.wrong(node, place, expected(), true);
      return Optional.empty();
    }
    if (sequence.items().isEmpty()) {
      scope.found(node.at(), place, () -> "none (expected: at least one)");
      return Optional.empty();
    }
    List<OriginNode> nodes = nodes(sequence, place, scope);
    return Optional.of(nodes).filter(all -> all.size() == sequence.items().size());
  }

  private static List<OriginNode> nodes(Node.Sequence sequence, Place place, Scope scope) {
    List<OriginNode> nodes = new ArrayList<>();
    Map<String, Position> seen = new HashMap<>();
    for (int i = 0; i < sequence.items().size(); i++) {
      Node item = sequence.items().get(i);
      Place at = place.item(i);
      node(item, at, scope)
          .filter(found -> isNew(found, seen, item, at, scope))
          .ifPresent(nodes::add);
    }
    return nodes;
  }

  private static Optional<? extends OriginNode> node(Node item, Place at, Scope scope) {
    if (!isGroup(item)) {
      Optional<WeightedOrigin> member = MemberKeys.MEMBER.read(item, at, scope);
      member.filter(MemberKeys::isPlain).ifPresent(plain -> refer(at, at, scope));
      return member;
    }
    if (level(at) > OriginGroup.DEEPEST) {
      scope.found(
          item.at(),
          at,
          () ->
              "too deep (expected: at most " + OriginGroup.DEEPEST + " groups within each other)");
      return Optional.empty();
    }
    return GroupKeys.GROUP.read(item, at, scope);
  }

  /** Whether a group is meant, even if its name is missing or misspelt. */
  private static boolean isGroup(Node item) {
    return item instanceof Node.Mapping mapping
        && (mapping.entries().containsKey(GroupKeys.NAME.name())
            || (mapping.entries().containsKey(GroupKeys.ORIGINS.name())
                && !mapping.entries().containsKey(MemberKeys.URL.name())));
  }

  /** How many lists an item is in: as many groups are within each other, it included. */
  private static int level(Place item) {
    int level = 0;
    for (@Nullable Place at = item; at != null; at = at.parent()) {
      level += at.name().startsWith("[") ? 1 : 0;
    }
    return level;
  }

  private static boolean isNew(
      OriginNode found, Map<String, Position> seen, Node item, Place at, Scope scope) {
    @Nullable Position first = seen.putIfAbsent(id(found), item.at());
    if (first != null) {
      String what = found instanceof OriginGroup ? "a group of this name" : "the origin";
      scope.found(item.at(), at, () -> what + " is there twice (first at " + first + ")");
    }
    return first == null;
  }

  /** What must be unique side by side, as {@link OriginGroup} has it. */
  private static String id(OriginNode found) {
    return found instanceof OriginGroup group
        ? group.name()
        : ((WeightedOrigin) found).origin().toString();
  }

  /** What stood at an origin, or in its URL, is written again where its URL is. */
  static void refer(Place written, Place member, Scope scope) {
    Place url = member.child(MemberKeys.URL.name());
    Place from = scope.referring().at(url).isPresent() ? url : member;
    if (!from.equals(written) && scope.referring().at(from).isPresent()) {
      scope.referring().inherit(written, from);
    }
  }

  @Override
  public Object write(List<OriginNode> nodes, Place place, Referring references) {
    List<@Nullable Object> items = new ArrayList<>();
    for (OriginNode node : nodes) {
      Place at = place.item(items.size());
      items.add(
          node instanceof OriginGroup group
              ? GroupKeys.GROUP.write(group, at, references)
              : MemberKeys.MEMBER.write((WeightedOrigin) node, at, references));
    }
    return items;
  }

  @Override
  public Schema schema(SchemaParts parts) {
    return parts.shared(
        "origins",
        () ->
            Schema.of("title", expected())
                .with("type", "array")
                .with(
                    "items",
                    Schema.anyOf(
                        MemberKeys.MEMBER.schema(parts),
                        parts.shared("group", () -> GroupKeys.GROUP.schema(parts))))
                .with("minItems", 1));
  }
}
