package io.forebay.internal.origins;

import io.forebay.internal.balance.Balancer;
import io.forebay.internal.balance.Candidate;
import io.forebay.spec.OriginGroup;
import io.forebay.spec.OriginNode;
import io.forebay.spec.Origins;
import io.forebay.spec.WeightedOrigin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the members of a fleet into their places: side by side, or in groups. Keeps the balancers of
 * the groups, which must outlive a change. Used by one thread at a time.
 */
final class Candidates {
  private final Origins origins;
  private final Map<String, Balancer> balancers = new HashMap<>();

  Candidates(Origins origins) {
    this.origins = origins;
  }

  /** The candidates that these members are. */
  List<Candidate> of(Roster members) {
    if (origins instanceof Origins.Grouped grouped) {
      return placed("", grouped.nodes(), members);
    }
    List<Candidate> all = new ArrayList<>();
    members.all().forEach(member -> all.add(member.candidate(member.entry())));
    return all;
  }

  private List<Candidate> placed(String path, List<OriginNode> nodes, Roster members) {
    List<Candidate> placed = new ArrayList<>();
    for (OriginNode node : nodes) {
      if (node instanceof OriginGroup group) {
        placed.add(group(path + "/" + group.name(), group, members));
      } else if (node instanceof WeightedOrigin place) {
        members.at(place.origin()).ifPresent(member -> placed.add(member.candidate(place)));
      }
    }
    return placed;
  }

  private Candidate group(String path, OriginGroup group, Roster members) {
    Balancer balancer = balancers.computeIfAbsent(path, first -> new Balancer(group.balancing()));
    return new Candidate.Group(
        group.name(),
        group.weight(),
        group.priority(),
        balancer,
        placed(path, group.members(), members));
  }
}
