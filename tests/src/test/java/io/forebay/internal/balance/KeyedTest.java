package io.forebay.internal.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.forebay.spec.Balance;
import io.forebay.spec.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The ways that depend on a key. */
class KeyedTest {
  private static final int KEYS = 5_000;
  private static final Balance HASH = new Balance.Hash(Value.of(""));
  private static final Balance RING = Balance.Ring.of(Value.of(""));

  static List<Balance> keyed() {
    return List.of(HASH, RING);
  }

  private static List<String> all(Origins origins) {
    List<String> chosen = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      chosen.add(origins.key("key-" + i).next());
    }
    return chosen;
  }

  private static Map<String, Double> shares(List<String> chosen) {
    Map<String, Double> shares = new TreeMap<>();
    chosen.forEach(id -> shares.merge(id, 100.0 / chosen.size(), Double::sum));
    return shares;
  }

  /** The digest of the empty text ends in a495991b 7852b855. */
  @Test
  void keyIsTheEndOfItsDigest() {
    assertThat(Keys.of("")).isEqualTo(0x1b9995a4_55b85278L);
    assertThat(Keys.of("/3")).isEqualTo(Keys.of("/3".getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @MethodSource("keyed")
  void keysOfTheHealthyStayWhenAnotherFallsIll(Balance by) {
    Origins origins = Origins.calm(by, 1, 1, 1, 1);
    List<String> before = all(origins);

    List<String> after = all(origins.down(3));

    for (int i = 0; i < KEYS; i++) {
      if (before.get(i).equals("s3")) {
        assertThat(after.get(i)).isNotEqualTo("s3");
      } else {
        assertThat(after.get(i)).isEqualTo(before.get(i));
      }
    }
    assertThat(all(origins.up(3))).isEqualTo(before);
  }

  @Test
  void ringSpreadsTheKeysOfTheSick() {
    Origins origins = Origins.calm(RING, 1, 1, 1, 1).down(3);

    assertThat(shares(all(origins)).values())
        .hasSize(3)
        .allSatisfy(share -> assertThat(share).isEqualTo(33.3, within(6.0)));
  }

  /** The second quarter of the numbers from 2^31 on lies in the second and last third. */
  @Test
  void hashHandsTheKeysOfTheSickToWhoeverLiesAtTheSamePlace() {
    Map<String, Double> shares = shares(all(Origins.calm(HASH, 1, 1, 1, 1).down(3)));

    assertThat(shares.get("s1")).isEqualTo(25, within(2.0));
    assertThat(shares.get("s2")).isEqualTo(25 + 25 * 2 / 3.0, within(2.0));
    assertThat(shares.get("s4")).isEqualTo(25 + 25 / 3.0, within(2.0));
  }

  @ParameterizedTest
  @MethodSource("keyed")
  void keysAreSharedByWeight(Balance by) {
    Map<String, Double> shares = shares(all(Origins.calm(by, 2, 1, 1)));

    assertThat(shares.get("s1")).isEqualTo(50, within(5.0));
    assertThat(shares.get("s2")).isEqualTo(25, within(5.0));
  }

  @Test
  void ringMovesOnlyTheShareOfWhoComes() {
    Origins origins = Origins.calm(RING, 1, 1, 1);
    List<String> before = all(origins);

    List<String> after = all(origins.add(1, Origins.single(3, 1)));

    int moved = 0;
    for (int i = 0; i < KEYS; i++) {
      if (!after.get(i).equals(before.get(i))) {
        assertThat(after.get(i)).isEqualTo("s4");
        moved++;
      }
    }
    assertThat(100.0 * moved / KEYS).isEqualTo(25, within(5.0));
  }

  @Test
  void ringDoesNotDependOnTheOrderOfOrigins() {
    Origins origins = Origins.calm(RING, 1, 1);
    List<String> before = all(origins);

    assertThat(all(origins.remove(1).add(1, Origins.single(0, 1)))).isEqualTo(before);
  }

  /** Next on the ring, or among the others with the same number: each time the same one. */
  @ParameterizedTest
  @MethodSource("keyed")
  void secondAttemptOfAKeyKeepsItsOriginToo(Balance by) {
    Origins origins = Origins.calm(by, 1, 1, 1).key("user-17");
    String first = origins.next();
    origins.tried.add(Integer.parseInt(first.substring(1)) - 1);

    assertThat(origins.next(50)).containsOnly(origins.next()).doesNotContain(first);
  }

  @Test
  void hugeRingIsThinnedOut() {
    Balance huge = new Balance.Ring(Value.of(""), Balance.Ring.MOST_VNODES);

    assertThat(shares(all(Origins.calm(huge, 1, 1))).get("s1")).isEqualTo(50, within(3.0));
  }

  @ParameterizedTest
  @MethodSource("keyed")
  void chanceIsNotAsked(Balance by) {
    Origins origins = Origins.calm(by, 1, 1, 1).load(1, Numbers.cold(0.1));
    RandomGenerator none =
        () -> {
          throw new AssertionError("asked for chance");
        };
    for (long key = 0; key < 1L << 32; key += 1L << 27) {
      long point = key;
      origins.snapshot().choose(new Pick(origins.tried, by2 -> point, none, 0));
    }
  }
}
