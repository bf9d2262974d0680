package io.forebay.internal.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.internal.balance.Candidate.Single;
import io.forebay.internal.balance.Choice.Chosen;
import io.forebay.internal.balance.Choice.None;
import io.forebay.spec.Balance;
import io.forebay.spec.Balancing;
import io.forebay.spec.Value;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/**
 * Choices agree with the naive ways, step by step, while members come, go, fall ill, recover and
 * change their weights: over a million steps in all.
 */
class BalancerLawsTest {
  private static final int STEPS = 2_000;
  private static final int MOST_MEMBERS = 7;

  @Property(tries = 120, shrinking = ShrinkingMode.OFF)
  void roundRobinAgrees(@ForAll long seed) {
    walk(new Balance.RoundRobin(), new Naive.InTurn(), seed);
  }

  @Property(tries = 120, shrinking = ShrinkingMode.OFF)
  void weightedAgrees(@ForAll long seed) {
    walk(new Balance.Weighted(), new Naive.ByDeadline(), seed);
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void randomAgrees(@ForAll long seed) {
    walk(new Balance.Random(), new Naive.ByChance(), seed);
  }

  @Property(tries = 50, shrinking = ShrinkingMode.OFF)
  void fallbackAgrees(@ForAll long seed) {
    walk(new Balance.Fallback(), new Naive.InOrder(), seed);
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void hashAgrees(@ForAll long seed) {
    walk(new Balance.Hash(Value.of("")), new Naive.ByHash(), seed);
  }

  @Property(tries = 30, shrinking = ShrinkingMode.OFF)
  void ringAgrees(@ForAll long seed) {
    walk(new Balance.Ring(Value.of(""), 4), new Naive.OnRing(4), seed);
  }

  private static void walk(Balance by, Naive naive, long seed) {
    SplittableRandom steps = new SplittableRandom(seed);
    Origins origins = Origins.calm(by, 1, 2, 3);
    naive.changed(origins.members());
    for (int i = 0; i < STEPS; i++) {
      if (steps.nextInt(10) == 0) {
        change(origins, steps);
        naive.changed(origins.members());
        continue;
      }
      String key = "k" + steps.nextInt(1_000);
      String chosen = origins.key(key).next();
      List<Single> members = origins.members();
      String expected = "NO_MEMBERS";
      if (!members.isEmpty()) {
        boolean anyUp = members.stream().anyMatch(Single::up);
        expected = anyUp ? naive.choose(members, key).id() : "ALL_DOWN";
      }
      if (!chosen.equals(expected)) { // Hundreds of thousands of assertions would take minutes.
        assertThat(chosen).as("step %d of %s", i, members).isEqualTo(expected);
      }
    }
  }

  private static void change(Origins origins, SplittableRandom steps) {
    int number = 1 + steps.nextInt(MOST_MEMBERS);
    boolean there = origins.members().stream().anyMatch(m -> m.number() == number - 1);
    if (!there) {
      int at = steps.nextInt(origins.members().size() + 1);
      origins.add(at, Origins.single(number - 1, 1 + steps.nextInt(9)));
      return;
    }
    switch (steps.nextInt(4)) {
      case 0 -> origins.remove(number);
      case 1 -> origins.down(number);
      default -> origins.up(number);
    }
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void nobodyTriedIsChosenWhileAnotherIsUp(@ForAll("ways") Balance by, @ForAll long seed) {
    SplittableRandom steps = new SplittableRandom(seed);
    for (int i = 0; i < 500; i++) {
      Origins origins = Origins.calm(by, 1, 5, 1, 2).key("k" + i);
      for (int number = 1; number <= 4; number++) {
        if (steps.nextInt(3) == 0) {
          origins.down(number);
        }
        if (steps.nextInt(2) == 0) {
          origins.tried.add(number - 1);
        }
        origins.priority(number, steps.nextInt(3));
      }
      List<Single> up = Naive.up(origins.members());
      List<Single> best = up.stream().filter(m -> !origins.tried.contains(m.number())).toList();
      Choice choice = origins.choose();
      if (up.isEmpty()) {
        assertThat(choice).isInstanceOf(None.class);
        continue;
      }
      int chosen = ((Chosen) choice).number();
      List<Single> allowed = best.isEmpty() ? up : best;
      assertThat(allowed).extracting(Single::number).contains(chosen);
      int priority = allowed.stream().mapToInt(Single::priority).min().orElseThrow();
      assertThat(origins.members().get(chosen).priority()).isEqualTo(priority);
    }
  }

  @Provide
  Arbitrary<Balance> ways() {
    return Arbitraries.of(Ways.ALL);
  }

  /** The rules, in whole numbers. */
  @Property(tries = 2_000)
  void refusalAndPanicFollowTheRules(
      @ForAll("ways") Balance by,
      @ForAll @IntRange(max = 255) int down,
      @ForAll @IntRange(min = 1, max = 8) int size,
      @ForAll @IntRange(max = 100) int quorum,
      @ForAll @IntRange(max = 100) int panic) {
    int[] weights = new int[size];
    int healthy = 0;
    int weight = 0;
    int whole = 0;
    for (int i = 0; i < size; i++) {
      weights[i] = 1 + i % 3;
      whole += weights[i];
      boolean up = ((down >> i) & 1) == 0;
      healthy += up ? 1 : 0;
      weight += up ? weights[i] : 0;
    }
    Origins origins = Origins.of(new Balancing(by, quorum, panic, 0), weights);
    for (int i = 0; i < size; i++) {
      if (((down >> i) & 1) != 0) {
        origins.down(i + 1);
      }
    }

    String chosen = origins.next();

    if (healthy == 0 && (quorum > 0 || panic == 0)) {
      assertThat(chosen).isEqualTo("ALL_DOWN");
    } else if (weight * 100 < whole * quorum) {
      assertThat(chosen).isEqualTo("QUORUM");
    } else if (by instanceof Balance.Fallback) {
      assertThat(chosen.startsWith("panic")).isEqualTo(healthy == 0);
    } else {
      assertThat(chosen.startsWith("panic")).isEqualTo(healthy * 100 < size * panic);
    }
  }
}
