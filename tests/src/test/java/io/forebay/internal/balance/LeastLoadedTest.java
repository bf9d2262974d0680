package io.forebay.internal.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.forebay.spec.Balance;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeastLoadedTest {
  private static final Balance TWO = Balance.LeastRequests.DEFAULT;

  @Property(tries = 500)
  void moreLoadedOfTwoIsNeverChosen(
      @ForAll @IntRange(max = 50) int one,
      @ForAll @IntRange(max = 50) int other,
      @ForAll @IntRange(min = 1, max = 5) int weight) {
    Origins origins =
        Origins.calm(TWO, weight, 1).load(1, Numbers.busy(one)).load(2, Numbers.busy(other));

    List<String> chosen = origins.next(20);

    if (one < other * weight) {
      assertThat(chosen).containsOnly("s1");
    } else if (one > other * weight) {
      assertThat(chosen).containsOnly("s2");
    }
  }

  @Property(tries = 200)
  void mostLoadedOfManyIsNeverChosen(@ForAll @IntRange(min = 1, max = 8) int most) {
    Origins origins = Origins.calm(TWO, 1, 3, 1, 1, 9, 1, 2, 1);
    for (int number = 1; number <= 8; number++) {
      origins.load(number, Numbers.busy(number == most ? 1_000 : number));
    }

    assertThat(origins.next(200)).doesNotContain("s" + most);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 8, 100})
  void asManyChoicesAsOriginsFindTheLeastLoaded(int choices) {
    Origins origins = Origins.calm(new Balance.LeastRequests(choices), 1, 1, 1);
    origins.load(1, Numbers.busy(2)).load(2, Numbers.busy(1)).load(3, Numbers.busy(2));

    assertThat(origins.next(100)).containsOnly("s2");
  }

  /** Two of four: the least loaded is drawn as first or second half of the time. */
  @Test
  void fewChoicesDoNotSendEverybodyToTheSame() {
    Origins origins = Origins.calm(TWO, 1, 1, 1, 1);
    origins.load(2, Numbers.busy(1)).load(3, Numbers.busy(2)).load(4, Numbers.busy(3));

    assertThat(origins.shares(10_000).get("s1")).isEqualTo(50, within(2.0));
  }

  @ParameterizedTest
  @MethodSource("byLoad")
  void failuresWeighLikeExchangesInFlight(Balance by) {
    Origins origins = Origins.calm(by, 1, 1).load(1, Numbers.busy(9)).load(2, Numbers.failing(10));

    assertThat(origins.next(50)).containsOnly("s1");
  }

  static List<Balance> byLoad() {
    return List.of(TWO, new Balance.LeastRequests(5), Balance.Ewma.DEFAULT);
  }

  @Test
  void fasterOfTwoIsChosen() {
    Origins origins = Origins.calm(Balance.Ewma.DEFAULT, 1, 1);
    origins.load(1, Numbers.slow(50)).load(2, Numbers.slow(49));
    assertThat(origins.next(50)).containsOnly("s2");

    assertThat(origins.load(2, new Numbers(1, 49, 0, 1)).next(50)).containsOnly("s1");
  }

  @Test
  void weightDividesTheLatency() {
    Origins origins = Origins.calm(Balance.Ewma.DEFAULT, 3, 1);

    origins.load(1, Numbers.slow(29)).load(2, Numbers.slow(10));
    assertThat(origins.next(50)).containsOnly("s1");
    assertThat(origins.load(1, Numbers.slow(31)).next(50)).containsOnly("s2");
  }

  @Test
  void whoIsNotKnownIsTakenToBeAsFastAsTheOther() {
    Origins origins = Origins.calm(Balance.Ewma.DEFAULT, 1, 1);

    origins.load(1, Numbers.slow(50)).load(2, Numbers.busy(1));
    assertThat(origins.next(50)).containsOnly("s1");
    assertThat(origins.load(1, new Numbers(2, 50, 0, 1)).next(50)).containsOnly("s2");
  }

  static List<Balance> minding() {
    return List.of(
        new Balance.RoundRobin(),
        new Balance.Weighted(),
        new Balance.Random(),
        TWO,
        new Balance.LeastRequests(9));
  }

  /** 0.25 of one share against three whole ones. */
  @ParameterizedTest
  @MethodSource("minding")
  void coldOriginGetsItsPartOfAShare(Balance by) {
    Origins origins = Origins.calm(by, 1, 1, 1, 1).load(2, Numbers.cold(0.25));

    assertThat(origins.shares(10_000).get("s2")).isEqualTo(7.7, within(1.0));
  }

  /** As after a restart of everything. */
  @ParameterizedTest
  @MethodSource("minding")
  void coldOriginsShareAlike(Balance by) {
    Origins origins = Origins.calm(by, 1, 1, 1);
    for (int number = 1; number <= 3; number++) {
      origins.load(number, Numbers.cold(0.1));
    }

    assertThat(origins.shares(10_000).values())
        .hasSize(3)
        .allSatisfy(share -> assertThat(share).isEqualTo(33.3, within(2.0)));
  }
}
