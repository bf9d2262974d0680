package io.forebay.internal.balance;

import io.forebay.internal.balance.Choice.None;
import io.forebay.internal.balance.Choice.Reason;
import io.forebay.spec.Balance;
import io.forebay.spec.Balancing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Shares traffic in one way, for as long as its backend lives. For every change, of members,
 * weights or health, it makes a {@link Snapshot} that calls choose over. It keeps what must outlive
 * a snapshot, such as whose turn it is. Thread-safe; but what takes effect is the snapshot that is
 * published last, so changes should be made and published one at a time.
 */
public final class Balancer {
  private static final double ROUNDING = 1e-9;

  private final Balancing rules;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by lock. By the number of the tier.
  private final Map<Integer, Policy> policies = new HashMap<>();

  /** A balancer that has chosen nobody yet. */
  public Balancer(Balancing rules) {
    this.rules = rules;
  }

  /**
   * Prepares for choosing among these, and in their groups.
   *
   * @throws IllegalArgumentException if two of them have the same id
   */
  public Snapshot over(List<? extends Candidate> candidates) {
    return over(candidates, 0);
  }

  private Snapshot over(List<? extends Candidate> candidates, int depth) {
    checkIds(candidates);
    boolean keyed = rules.by() instanceof Balance.Keyed;
    List<Seat> seats = new ArrayList<>();
    for (Candidate candidate : candidates) {
      seats.add(seat(candidate, keyed ? depth + 1 : depth));
    }
    lock.lock();
    try {
      return new Snapshot(
          List.copyOf(seats), refusal(seats), levels(seats, depth), rules.by(), depth);
    } finally {
      lock.unlock();
    }
  }

  private static void checkIds(List<? extends Candidate> candidates) {
    Set<String> ids = new HashSet<>();
    for (Candidate candidate : candidates) {
      if (!ids.add(candidate.id())) {
        throw new IllegalArgumentException("two candidates '" + candidate.id() + "'");
      }
    }
  }

  private static Seat seat(Candidate candidate, int depth) {
    if (candidate instanceof Candidate.Group group) {
      return new Seat(group, group.balancer().over(group.members(), depth));
    }
    return new Seat((Candidate.Single) candidate);
  }

  private @Nullable None refusal(List<Seat> seats) {
    if (seats.stream().noneMatch(Seat::peopled)) {
      return new None(Reason.NO_MEMBERS, "no origin to choose from");
    }
    long whole = 0;
    long healthy = 0;
    int up = 0;
    for (Seat seat : seats) {
      whole += seat.weight();
      healthy += seat.up() ? seat.weight() : 0;
      up += seat.up() ? 1 : 0;
    }
    boolean mayPanic = rules.panicThreshold() > 0 && rules.quorum() == 0;
    if (up == 0 && !mayPanic) {
      return new None(
          Reason.ALL_DOWN, "all origins failed or unhealthy (healthy=0 of " + seats.size() + ")");
    }
    if (healthy * 100 < whole * rules.quorum()) {
      String numbers = "(healthy=%d of %d, quorum=%d%%)".formatted(healthy, whole, rules.quorum());
      return new None(Reason.QUORUM, "quorum weight not reached " + numbers);
    }
    return null;
  }

  private List<Level> levels(List<Seat> seats, int depth) {
    List<Tier> tiers = tiers(seats);
    policies.keySet().retainAll(tiers.stream().map(Tier::priority).toList());
    List<Level> levels = new ArrayList<>();
    double end = 0;
    for (Plan.Use use : Plan.of(tiers, rules.panicThreshold(), rules.overprovisioning())) {
      end += use.share();
      Policy policy =
          policies.computeIfAbsent(use.tier().priority(), priority -> policy(rules.by(), depth));
      List<Seat> usable = use.usable();
      Policy.Chooser chooser = policy.over(use.tier().seats(), usable);
      levels.add(new Level(usable, chooser, end > 1 - ROUNDING ? 1 : end, use.panic()));
    }
    return levels;
  }

  private List<Tier> tiers(List<Seat> seats) {
    Map<Integer, List<Seat>> byPriority = new TreeMap<>();
    for (Seat seat : seats) {
      byPriority.computeIfAbsent(seat.priority(), priority -> new ArrayList<>()).add(seat);
    }
    List<Tier> tiers = new ArrayList<>();
    byPriority.forEach(
        (priority, all) -> {
          if (rules.by() instanceof Balance.Fallback) {
            all.forEach(seat -> tiers.add(new Tier(priority, List.of(seat))));
          } else {
            tiers.add(new Tier(priority, List.copyOf(all)));
          }
        });
    tiers.removeIf(tier -> tier.peopled().isEmpty());
    return tiers;
  }

  private static Policy policy(Balance by, int depth) {
    if (by instanceof Balance.Weighted) {
      return new ByDeadline();
    }
    if (by instanceof Balance.Random) {
      return new ByChance();
    }
    if (by instanceof Balance.LeastRequests least) {
      return LeastLoaded.byRequests(least.choices());
    }
    if (by instanceof Balance.Ewma) {
      return LeastLoaded.byLatency();
    }
    if (by instanceof Balance.Fallback) {
      return new InOrder();
    }
    if (by instanceof Balance.Ring ring) {
      return new OnRing(ring, depth);
    }
    return by instanceof Balance.Keyed keyed ? new ByHash(keyed, depth) : new InTurn();
  }
}
