package io.forebay.internal.balance;

import java.util.ArrayList;
import java.util.List;

/**
 * Which priorities serve: how much each, and whether it minds health. Those without a share come in
 * where an exchange has tried all of the others.
 */
final class Plan {

  /**
   * A priority that serves.
   *
   * @param tier whose seats
   * @param share the part of the traffic that starts there, 0 to 1; together 1
   * @param panic whether health is ignored
   */
  record Use(Tier tier, double share, boolean panic) {

    /** Who may be chosen. */
    List<Seat> usable() {
      return panic ? tier.peopled() : tier.up();
    }
  }

  private Plan() {}

  /**
   * The plan for these priorities, in the order in which they are used.
   *
   * @param panicThreshold percent, see {@link io.forebay.spec.Balancing}
   * @param overprovisioning percent, or 0 for none
   */
  static List<Use> of(List<Tier> tiers, int panicThreshold, int overprovisioning) {
    List<Use> uses =
        overprovisioning == 0
            ? firstHealthy(tiers, panicThreshold)
            : spilling(tiers, panicThreshold, overprovisioning);
    return uses.stream().filter(use -> !use.usable().isEmpty()).toList();
  }

  private static List<Use> firstHealthy(List<Tier> tiers, int panicThreshold) {
    List<Tier> alive = tiers.stream().filter(tier -> tier.reaches(0)).toList();
    if (alive.stream().anyMatch(tier -> tier.reaches(panicThreshold))) {
      return firstOf(alive, false);
    }
    if (panicThreshold == 0) {
      return firstOf(tiers, true); // Nobody is up, so this is for whoever ignores that.
    }
    List<Tier> all = new ArrayList<>(alive);
    tiers.stream().filter(tier -> !alive.contains(tier)).forEach(all::add);
    return firstOf(all, true);
  }

  private static List<Use> firstOf(List<Tier> tiers, boolean panic) {
    List<Use> uses = new ArrayList<>();
    for (Tier tier : tiers) {
      uses.add(new Use(tier, uses.isEmpty() ? 1 : 0, panic));
    }
    return uses;
  }

  /** Source: Envoy's priority levels. */
  private static List<Use> spilling(List<Tier> tiers, int panicThreshold, int overprovisioning) {
    double[] able = new double[tiers.size()];
    double sum = 0;
    for (int i = 0; i < able.length; i++) {
      able[i] = Math.min(1, tiers.get(i).health() * overprovisioning / 100);
      sum += able[i];
    }
    if (sum == 0) {
      return bySize(tiers);
    }
    List<Use> uses = new ArrayList<>();
    double left = 1;
    for (int i = 0; i < able.length; i++) {
      Tier tier = tiers.get(i);
      double share = sum >= 1 ? Math.min(left, able[i]) : able[i] / sum;
      left -= share;
      boolean mayPanic = sum < 1 && panicThreshold > 0;
      uses.add(new Use(tier, share, mayPanic && !tier.reaches(panicThreshold)));
    }
    return uses;
  }

  /** Nobody is up: everybody ignores that alike. */
  private static List<Use> bySize(List<Tier> tiers) {
    double seats = tiers.stream().mapToInt(tier -> tier.seats().size()).sum();
    return tiers.stream().map(tier -> new Use(tier, tier.seats().size() / seats, true)).toList();
  }
}
