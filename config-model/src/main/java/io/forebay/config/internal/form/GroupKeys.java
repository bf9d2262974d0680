package io.forebay.config.internal.form;

import io.forebay.spec.Balancing;
import io.forebay.spec.OriginGroup;
import io.forebay.spec.OriginNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys of a group among {@code origins}, in which there may be groups again. */
final class GroupKeys {
  private static final OriginGroup USUAL =
      new OriginGroup("usual", 1, 0, Balancing.DEFAULT, List.of(Setting.USUAL.origin().weight(1)));

  static final Key<OriginGroup, String> NAME =
      Key.of(
          "group",
          Shapes.scalar(
              "the name of a group",
              text -> Optional.of(name(text)),
              References::escaped,
              Scalars.ANY),
          group -> Optional.of(group.name()));
  static final Key<OriginGroup, List<OriginNode>> ORIGINS =
      Key.of("origins", new NodesShape(), group -> Optional.of(group.members()));
  private static final Key<OriginGroup, Integer> WEIGHT =
      Key.of("weight", MemberKeys.WEIGHTS, OriginGroup::weight, USUAL.weight());
  private static final Key<OriginGroup, Integer> PRIORITY =
      Key.of("priority", MemberKeys.PRIORITIES, OriginGroup::priority, USUAL.priority());
  private static final BalancingKeys<OriginGroup> BALANCING =
      new BalancingKeys<>(OriginGroup::balancing);

  /** A group. */
  static final Shape<OriginGroup> GROUP =
      CheckedShapes.block(keys(), Together.required(NAME, ORIGINS), GroupKeys::group);

  private GroupKeys() {}

  private static List<Key<OriginGroup, ?>> keys() {
    List<Key<OriginGroup, ?>> keys = new ArrayList<>(List.of(NAME, WEIGHT, PRIORITY));
    keys.addAll(BALANCING.all());
    keys.add(ORIGINS);
    return keys;
  }

  private static String name(Text text) {
    return CheckedShapes.checked(
        text.value(), name -> new OriginGroup(name, 1, 0, USUAL.balancing(), USUAL.members()));
  }

  private static OriginGroup group(Bound bound) {
    return new OriginGroup(
        CheckedShapes.required(bound, NAME),
        bound.get(WEIGHT).orElse(USUAL.weight()),
        bound.get(PRIORITY).orElse(USUAL.priority()),
        BALANCING.balancing(bound),
        CheckedShapes.required(bound, ORIGINS));
  }
}
