package io.forebay.internal.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.spec.Discovery;
import io.forebay.spec.Origin;
import io.forebay.spec.WeightedOrigin;
import io.forebay.spi.OriginSource.Listing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

class MembershipTest {
  private static final long SECOND = 1_000_000_000;
  private static final Discovery SPEC = Discovery.addresses("http://users");
  private static final Membership NOBODY = Membership.start(SPEC, 0);

  // Made once: the million steps are about the list, not about making origins.
  private static final List<WeightedOrigin> FEW =
      IntStream.range(0, 20).mapToObj(i -> origin(i / 2).withWeight(1 + i % 2)).toList();

  private static WeightedOrigin origin(int number) {
    return new Origin("http", "10.0." + number / 256 + "." + number % 256, 80).weight(1);
  }

  private static Listing listing(int... numbers) {
    return Listing.of(IntStream.of(numbers).mapToObj(MembershipTest::origin).toList());
  }

  private static Listing good(int seconds) {
    return Listing.of(List.of(origin(1)), Duration.ofSeconds(seconds));
  }

  private static List<WeightedOrigin> origins(int... numbers) {
    return listing(numbers).origins();
  }

  @Test
  void startsWithNobodyAndAsksAtOnce() {
    assertThat(NOBODY.inForce()).isEmpty();
    assertThat(NOBODY.due(0)).isTrue();
  }

  @Test
  void timeToLiveIsBroughtWithinTheLimits() {
    assertThat(NOBODY.heard(good(60), 0, 0).askAt()).isEqualTo(60 * SECOND);
    assertThat(NOBODY.heard(good(3_600), 0, 0).askAt()).isEqualTo(300 * SECOND);
    assertThat(NOBODY.heard(listing(1), 0, 0).askAt()).isEqualTo(30 * SECOND);
  }

  @Test
  void d3TimeToLiveOfZeroIsTheShortestRefresh() {
    assertThat(NOBODY.heard(good(0), 0, 0).askAt()).isEqualTo(SECOND);
  }

  @Test
  void vanishedOriginStaysOnProbationBehindTheOthers() {
    Membership two = NOBODY.heard(listing(1, 2), 0, 0);
    Membership one = two.heard(listing(2), 5 * SECOND, 0);

    assertThat(one.inForce()).isEqualTo(origins(2, 1));
    assertThat(one.nextLeaves()).hasValue(35 * SECOND);
    assertThat(one.at(35 * SECOND - 1).inForce()).isEqualTo(origins(2, 1));
    assertThat(one.at(35 * SECOND).inForce()).isEqualTo(origins(2));
    assertThat(one.at(35 * SECOND).nextLeaves()).isEmpty();
  }

  @Test
  void originThatComesBackIsOnProbationNoMore() {
    Membership back =
        NOBODY
            .heard(listing(1, 2), 0, 0)
            .heard(listing(2), SECOND, 0)
            .heard(listing(1, 2), 2 * SECOND, 0);

    assertThat(back.inForce()).isEqualTo(origins(1, 2));
    assertThat(back.nextLeaves()).isEmpty();
    assertThat(back.at(100 * SECOND).inForce()).isEqualTo(origins(1, 2));
  }

  @Test
  void withoutProbationOriginsGoAtOnce() {
    Membership strict = Membership.start(SPEC.withProbation(Duration.ZERO), 0);

    assertThat(strict.heard(listing(1, 2), 0, 0).heard(listing(2), 1, 0).inForce())
        .isEqualTo(origins(2));
  }

  @Test
  void d1FailureAndEmptyAnswerKeepTheList() {
    Membership two = NOBODY.heard(listing(1, 2), 0, 0);

    assertThat(two.failed(SECOND, 0).inForce()).isEqualTo(origins(1, 2));
    assertThat(two.heard(listing(), SECOND, 0)).isEqualTo(two.failed(SECOND, 0));
    assertThat(two.failed(1000 * SECOND, 0).inForce()).isEqualTo(origins(1, 2));
  }

  @Test
  void failuresAreRepeatedWithGrowingPauses() {
    List<Long> pauses = new ArrayList<>();
    Membership failing = NOBODY;
    for (int i = 0; i < 8; i++) {
      failing = failing.failed(0, 0);
      pauses.add(failing.askAt() / SECOND);
    }

    assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
    assertThat(failing.failed(0, 0.999_999).askAt()).isBetween(24 * SECOND, 25 * SECOND);
    assertThat(failing.heard(listing(1), 0, 0).failed(0, 0).askAt()).isEqualTo(SECOND);
  }

  @Test
  void d6ListIsBounded() {
    Membership full = NOBODY.heard(listing(IntStream.range(0, 5_000).toArray()), 0, 0);
    assertThat(full.inForce()).hasSize(Membership.MOST);

    Membership mixed = NOBODY;
    for (int i = 0; i < 50; i++) {
      mixed = mixed.heard(listing(IntStream.range(i * 100, i * 100 + 100).toArray()), i, 0);
    }
    assertThat(mixed.inForce()).hasSize(Membership.MOST).contains(origin(4_999), origin(4_000));
    assertThat(mixed.inForce()).doesNotContain(origin(0));
  }

  @Test
  void originIsThereOnceEvenIfTheAnswerHasItTwice() {
    Listing twice = Listing.of(List.of(origin(1), origin(1).withWeight(7)));

    assertThat(NOBODY.heard(twice, 0, 0).inForce()).containsExactly(origin(1));
  }

  /** A million steps in all. */
  @Property(tries = 1_000, shrinking = ShrinkingMode.OFF)
  void agreesWithTheNaiveModel(@ForAll long seed) {
    Random random = new Random(seed);
    Discovery spec = SPEC.withProbation(Duration.ofNanos(random.nextInt(40)));
    long now = random.nextBoolean() ? 0 : Long.MAX_VALUE - random.nextInt(2_000);
    Membership membership = Membership.start(spec, now);
    NaiveMembership naive = new NaiveMembership(spec.probation().toNanos());
    for (int step = 0; step < 1_000; step++) {
      now += random.nextInt(8);
      if (random.nextInt(3) == 0) {
        membership = membership.failed(now, random.nextDouble());
      } else {
        List<WeightedOrigin> answer = someOf(random);
        membership = membership.heard(Listing.of(answer), now, 0);
        naive.heard(answer, now);
      }
      now += random.nextInt(3);
      membership = membership.at(now);
      if (!membership.inForce().equals(naive.inForce(now))) {
        assertThat(membership.inForce()).as("step %d", step).isEqualTo(naive.inForce(now));
      }
    }
  }

  private static List<WeightedOrigin> someOf(Random random) {
    List<WeightedOrigin> some = new ArrayList<>();
    for (int i = random.nextInt(8); i > 0; i--) {
      some.add(FEW.get(random.nextInt(FEW.size())));
    }
    return some;
  }
}
