package io.forebay.spec;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Origins that are chosen among as one, and then among themselves: a director of directors (VCL). A
 * group is up while it would serve without ignoring health. Immutable.
 *
 * @param name what tells it from others beside it, as in logs; not empty
 * @param weight its share; 1 to 65,535
 * @param priority who is asked first: 0 before 1, and so on
 * @param balancing how one of its members is chosen
 * @param members origins and groups, at least one, at most {@value #DEEPEST} groups within each
 *     other; no origin and no name twice
 */
public record OriginGroup(
    String name, int weight, int priority, Balancing balancing, List<OriginNode> members)
    implements OriginNode {
  /** How many groups may lie within each other. */
  public static final int DEEPEST = 8;

  /**
   * Copies the list and checks the parts.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public OriginGroup {
    members = List.copyOf(members);
    if (name.isBlank()) {
      throw new IllegalArgumentException("group: without a name (expected: one)");
    }
    WeightedOrigin.check(weight, priority);
    checkMembers("group '" + name + "'", members);
    if (depth(members) >= DEEPEST) {
      throw new IllegalArgumentException(
          "group '" + name + "': more than " + DEEPEST + " groups within each other");
    }
  }

  static void checkMembers(String where, List<? extends OriginNode> members) {
    if (members.isEmpty()) {
      throw new IllegalArgumentException(where + ": none (expected: at least one)");
    }
    if (members.size() == 1) {
      return;
    }
    Set<String> seen = new HashSet<>();
    for (OriginNode member : members) {
      String id =
          member instanceof OriginGroup group
              ? group.name()
              : ((WeightedOrigin) member).origin().toString();
      if (!seen.add(id)) {
        throw new IllegalArgumentException(where + ": " + id + " is there twice");
      }
    }
  }

  private static int depth(List<OriginNode> members) {
    int deepest = 0;
    for (OriginNode member : members) {
      if (member instanceof OriginGroup group) {
        deepest = Math.max(deepest, 1 + depth(group.members()));
      }
    }
    return deepest;
  }

  /** Name and members, and what is not the default. */
  @Override
  public String toString() {
    return name
        + " "
        + members
        + (weight == 1 ? "" : " weight " + weight)
        + (priority == 0 ? "" : " priority " + priority);
  }
}
