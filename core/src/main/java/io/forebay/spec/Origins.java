package io.forebay.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where a backend's requests go: one origin, several, or those that something finds. */
public sealed interface Origins {

  /**
   * The origin that stands for all: what the URLs of requests are made from before one is chosen.
   */
  Origin first();

  /** Whether there is one, and never another. */
  boolean lone();

  /**
   * Every origin that is known without asking anybody, once, with the weight and priority of its
   * first place; none where something finds them.
   */
  List<WeightedOrigin> members();

  /** One. */
  static Origins only(Origin origin) {
    return new Listed(List.of(origin.weight(1)));
  }

  /** These, alone or in groups. */
  static Origins of(List<? extends OriginNode> nodes) {
    boolean flat = nodes.stream().allMatch(WeightedOrigin.class::isInstance);
    return flat
        ? new Listed(nodes.stream().map(WeightedOrigin.class::cast).toList())
        : new Grouped(List.copyOf(nodes));
  }

  /**
   * These and no others, some of them in groups.
   *
   * @param nodes origins and groups, in the order of their definition; at least one, nothing twice.
   *     An origin may belong to several groups
   */
  record Grouped(List<OriginNode> nodes) implements Origins {

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if it is empty, or has something twice
     */
    public Grouped {
      nodes = List.copyOf(nodes);
      OriginGroup.checkMembers("origins", nodes);
    }

    @Override
    public List<WeightedOrigin> members() {
      Map<Origin, WeightedOrigin> found = new LinkedHashMap<>();
      collect(nodes, found);
      return List.copyOf(found.values());
    }

    private static void collect(List<OriginNode> nodes, Map<Origin, WeightedOrigin> found) {
      for (OriginNode node : nodes) {
        if (node instanceof OriginGroup group) {
          collect(group.members(), found);
        } else if (node instanceof WeightedOrigin member) {
          found.putIfAbsent(member.origin(), member);
        }
      }
    }

    @Override
    public Origin first() {
      return members().get(0).origin();
    }

    @Override
    public boolean lone() {
      return false;
    }

    /** The origins and groups, separated by commas. */
    @Override
    public String toString() {
      return String.join(", ", nodes.stream().map(OriginNode::toString).toList());
    }
  }

  /**
   * These and no others.
   *
   * @param members in the order of their definition; at least one, no origin twice
   */
  record Listed(List<WeightedOrigin> members) implements Origins {

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if it is empty, or has an origin twice
     */
    public Listed {
      members = List.copyOf(members);
      OriginGroup.checkMembers("origins", members);
    }

    @Override
    public Origin first() {
      return members.get(0).origin();
    }

    @Override
    public boolean lone() {
      return members.size() == 1;
    }

    /** The origins, separated by commas. */
    @Override
    public String toString() {
      return String.join(", ", members.stream().map(WeightedOrigin::toString).toList());
    }
  }

  /**
   * Those that something finds, which may be others at any time.
   *
   * @param how what finds them
   */
  record Discovered(Discovery how) implements Origins {

    @Override
    public Origin first() {
      return how.kind().template();
    }

    /** Never: there may always be another. */
    @Override
    public boolean lone() {
      return false;
    }

    /** None. */
    @Override
    public List<WeightedOrigin> members() {
      return List.of();
    }

    /** What is looked up. */
    @Override
    public String toString() {
      return how.toString();
    }
  }
}
