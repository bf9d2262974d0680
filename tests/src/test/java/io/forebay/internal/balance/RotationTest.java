package io.forebay.internal.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.forebay.internal.balance.Candidate.Single;
import io.forebay.spec.Balance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The ways that go round, and the shares that they and chance keep. */
class RotationTest {
  private static final Balance ROUND_ROBIN = new Balance.RoundRobin();
  private static final Balance WEIGHTED = new Balance.Weighted();

  @Test
  void roundRobinGoesOnWhereItWasWhenSomebodyLeaves() {
    Origins origins = Origins.calm(ROUND_ROBIN, 1, 1, 1, 1);
    assertThat(origins.next(2)).containsExactly("s1", "s2");

    assertThat(origins.remove(3).next(3)).containsExactly("s4", "s1", "s2");
    assertThat(origins.remove(2).next(3)).containsExactly("s4", "s1", "s4");
  }

  @Test
  void roundRobinGoesOnWhereItWasWhenSomebodyComes() {
    Origins origins = Origins.calm(ROUND_ROBIN, 1, 1, 1);
    assertThat(origins.next(2)).containsExactly("s1", "s2");

    origins.add(2, Origins.single(3, 1)); // Now 1, 2, 4, 3.

    assertThat(origins.next(5)).containsExactly("s4", "s3", "s1", "s2", "s4");
  }

  @Test
  void roundRobinStartsAnewBehindWhoeverIsLeft() {
    Origins origins = Origins.calm(ROUND_ROBIN, 1, 1, 1);
    assertThat(origins.next()).isEqualTo("s1");

    assertThat(origins.remove(1).remove(2).remove(3).next()).isEqualTo("NO_MEMBERS");
    assertThat(origins.add(0, Origins.single(0, 1)).next()).isEqualTo("s1");
  }

  @ParameterizedTest
  @MethodSource("inTurn")
  void shareOfTheEjectedIsSpreadEvenly(Balance by) {
    Origins origins = Origins.calm(by, 1, 1, 1, 1);
    origins.next(5);

    Map<String, Double> shares = origins.down(2).shares(900);

    assertThat(shares).containsOnlyKeys("s1", "s3", "s4");
    assertThat(shares.values())
        .allSatisfy(share -> assertThat(share).isEqualTo(100 / 3.0, within(0.12)));
  }

  static List<Balance> inTurn() {
    return List.of(ROUND_ROBIN, WEIGHTED);
  }

  /** Who fails the first attempt gives the second to each of the others alike. */
  @ParameterizedTest
  @MethodSource("inTurn")
  void secondAttemptsAreSpreadEvenly(Balance by) {
    Origins origins = Origins.calm(by, 1, 1, 1, 1);
    origins.tried.add(1);

    assertThat(origins.shares(900).values())
        .hasSize(3)
        .allSatisfy(share -> assertThat(share).isEqualTo(100 / 3.0, within(0.12)));
  }

  @ParameterizedTest
  @CsvSource({
    "1 1 1, s1 s2 s3 s1 s2 s3",
    "2 1 1, s1 s2 s1 s3 s1 s2 s1 s3",
    "5 1 1, s1 s1 s1 s2 s1 s1 s3",
    "200 100 100, s1 s2 s1 s3",
    "3 2, s1 s2 s1 s1 s2",
  })
  void turnsOfTheWeightyAreSpread(String weights, String expected) {
    int[] numbers = List.of(weights.split(" ", -1)).stream().mapToInt(Integer::parseInt).toArray();
    List<String> turns = List.of(expected.split(" ", -1));

    assertThat(Origins.calm(WEIGHTED, numbers).next(turns.size())).isEqualTo(turns);
  }

  /** However often the round is laid out anew, and even if no turn is taken in between. */
  @Test
  void changesCostNobodyATurn() {
    Origins origins = Origins.calm(WEIGHTED, 1, 1, 1, 1, 1, 1, 1, 1);
    Map<String, Integer> turns = new HashMap<>();
    for (int i = 0; i < 800; i++) {
      origins.down(8).up(8);
      turns.merge(origins.next(), 1, Integer::sum);
    }

    assertThat(turns).hasSize(8).allSatisfy((id, count) -> assertThat(count).isEqualTo(100));
  }

  @Test
  void fineWeightsAreRounded() {
    Map<String, Double> shares = Origins.calm(WEIGHTED, 65_535, 65_534, 1).shares(100_000);

    assertThat(shares.get("s1")).isEqualTo(50.0, within(0.1));
    assertThat(shares.get("s2")).isEqualTo(50.0, within(0.1));
    assertThat(shares.get("s3")).isPositive().isLessThan(0.02);
  }

  static List<Balance> byWeight() {
    return List.of(
        WEIGHTED,
        new Balance.Random(),
        Balance.LeastRequests.DEFAULT,
        new Balance.LeastRequests(10));
  }

  @ParameterizedTest
  @MethodSource("byWeight")
  void sharesFollowTheWeights(Balance by) {
    Map<String, Double> shares = Origins.calm(by, 2, 1, 1).shares(10_000);

    assertThat(shares.get("s1")).isEqualTo(50, within(2.0));
    assertThat(shares.get("s2")).isEqualTo(25, within(2.0));
    assertThat(shares.get("s3")).isEqualTo(25, within(2.0));
  }

  @ParameterizedTest
  @MethodSource("byWeight")
  void sharesFollowTheWeightsThroughChanges(Balance by) {
    Origins origins = Origins.calm(by, 2, 1, 1, 4);
    SplittableRandom steps = new SplittableRandom(7);
    Map<String, Double> expected = new HashMap<>();
    Map<String, Double> actual = new HashMap<>();
    for (int i = 0; i < 200; i++) {
      int number = 1 + steps.nextInt(4);
      if (Naive.up(origins.members()).size() > 2) {
        origins.down(number);
      } else {
        origins.up(1, 2, 3, 4);
      }
      List<Single> up = Naive.up(origins.members());
      for (Single member : up) {
        double share = 0.5 * member.weight() / Naive.weight(up);
        expected.merge(member.id(), share, Double::sum);
      }
      origins.next(50).forEach(id -> actual.merge(id, 0.01, Double::sum));
    }

    expected.forEach(
        (id, share) -> assertThat(actual.get(id)).as(id).isEqualTo(share, within(3.0)));
  }

  /** With ten of them, and a change after every choice. */
  @ParameterizedTest
  @MethodSource("inTurn")
  void nobodyStarvesHoweverOftenOthersChange(Balance by) {
    Origins origins = Origins.calm(by, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    List<String> chosen = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      chosen.add(origins.down(1 + i % 3).next());
      origins.up(1 + i % 3);
    }

    for (int number = 4; number <= 10; number++) {
      assertThat(chosen).filteredOn(("s" + number)::equals).hasSizeGreaterThanOrEqualTo(90);
    }
  }
}
