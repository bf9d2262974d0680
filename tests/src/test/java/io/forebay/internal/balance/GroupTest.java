package io.forebay.internal.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.forebay.internal.balance.Candidate.Group;
import io.forebay.internal.balance.Candidate.Single;
import io.forebay.internal.balance.Choice.Chosen;
import io.forebay.internal.balance.Choice.None;
import io.forebay.internal.balance.Choice.Reason;
import io.forebay.spec.Balance;
import io.forebay.spec.Balancing;
import io.forebay.spec.Value;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Groups in groups: directors of directors. */
class GroupTest {
  private static final Balancing CALM = Balancing.DEFAULT.withPanicThreshold(0);

  private final Tried tried = new Tried();
  private final SplittableRandom random = new SplittableRandom(3);
  private final Balancer outer = new Balancer(CALM);
  private final Balancer left = new Balancer(CALM);
  private final Balancer right = new Balancer(CALM);

  private static Single single(int number, boolean up) {
    return new Single(number, "s" + number, 1, 0, up, Load.IDLE);
  }

  private static Group group(String id, Balancer balancer, Candidate... members) {
    return new Group(id, 1, 0, balancer, List.of(members));
  }

  private Choice choose(Snapshot snapshot) {
    return snapshot.choose(new Pick(tried, by -> 0, random, 0));
  }

  private int next(Snapshot snapshot) {
    return ((Chosen) choose(snapshot)).number();
  }

  /** D14 of nested directors (Varnish directors_c00002). */
  @Test
  void innerPointersAdvanceOnlyWhenChosen() {
    Snapshot snapshot =
        outer.over(
            List.of(
                group("a", left, single(1, true), single(3, true)),
                group("b", right, single(2, true), single(4, true))));

    assertThat(IntStream.range(0, 6).map(i -> next(snapshot))).containsExactly(1, 2, 3, 4, 1, 2);
  }

  @Test
  void pointersOutliveAChangeElsewhere() {
    Group b = group("b", right, single(2, true), single(4, true));
    next(outer.over(List.of(group("a", left, single(1, true), single(3, true)), b)));

    Snapshot changed = outer.over(List.of(group("a", left, single(1, false), single(3, true)), b));

    assertThat(IntStream.range(0, 4).map(i -> next(changed))).containsExactly(2, 3, 4, 3);
  }

  @Test
  void groupIsDownByItsOwnQuorum() {
    Balancer strict = new Balancer(CALM.withQuorum(60));
    Group a = group("a", strict, single(1, true), single(2, false));
    Snapshot snapshot = outer.over(List.of(a, group("b", right, single(3, true))));

    assertThat(IntStream.range(0, 3).map(i -> next(snapshot))).containsOnly(3);
  }

  @Test
  void groupOfDownGroupsIsDown() {
    Group a = group("a", left, single(1, false));
    Snapshot snapshot = outer.over(List.of(group("b", right, a)));

    assertThat(snapshot.up()).isFalse();
    assertThat(((None) choose(snapshot)).reason()).isEqualTo(Reason.ALL_DOWN);
  }

  @Test
  void panicOutsideIgnoresHealthAndQuorumInside() {
    Balancer panicking = new Balancer(Balancing.DEFAULT);
    Balancer strict = new Balancer(CALM.withQuorum(100));
    Snapshot snapshot =
        panicking.over(
            List.of(
                group("a", strict, single(1, false), single(2, true)),
                group("b", right, single(3, false))));

    assertThat(snapshot.up()).isFalse();
    assertThat(choose(snapshot)).isEqualTo(new Chosen(2, true));
    assertThat(choose(snapshot)).isEqualTo(new Chosen(3, true));
  }

  @Test
  void emptyGroupIsDownAndNotChosenInPanic() {
    Balancer panicking = new Balancer(Balancing.DEFAULT);
    Group empty = new Group("a", 1, 0, left, List.of());

    Snapshot snapshot = panicking.over(List.of(empty, group("b", right, single(3, false))));
    assertThat(IntStream.range(0, 4).map(i -> next(snapshot))).containsOnly(3);

    None none = (None) choose(outer.over(List.of(empty)));
    assertThat(none).isEqualTo(new None(Reason.NO_MEMBERS, "no origin to choose from"));
  }

  @Test
  void emptyGroupIsNoPriority() {
    Balancer fallback = new Balancer(Balancing.DEFAULT.withBy(new Balance.Fallback()));
    Group empty = new Group("a", 1, 0, left, List.of());
    Snapshot snapshot =
        fallback.over(List.of(empty, single(1, false), single(2, false), single(3, false)));

    assertThat(IntStream.range(0, 4).map(i -> next(snapshot))).containsOnly(1);
  }

  @Test
  void groupWhoseMembersWereAllTriedIsPassedOver() {
    Snapshot snapshot =
        outer.over(
            List.of(
                group("a", left, single(1, true), single(3, true), single(5, false)),
                group("b", right, single(2, true))));
    tried.add(1);
    tried.add(3);

    assertThat(IntStream.range(0, 4).map(i -> next(snapshot))).containsOnly(2);
    tried.add(2);
    assertThat(IntStream.range(0, 40).map(i -> next(snapshot)).distinct().sorted())
        .containsExactly(1, 2, 3);
  }

  /** With the same number inside and outside, each group would send all to one of its members. */
  @Test
  void keysOfAGroupSpreadOverItsMembers() {
    Balancing byHash = CALM.withBy(new Balance.Hash(Value.of("")));
    Snapshot snapshot =
        new Balancer(byHash)
            .over(
                List.of(
                    group("a", new Balancer(byHash), single(0, true), single(1, true)),
                    group("b", new Balancer(byHash), single(2, true), single(3, true))));
    int[] counts = new int[4];
    for (int i = 0; i < 10_000; i++) {
      long key = Keys.of("key-" + i);
      counts[((Chosen) snapshot.choose(new Pick(tried, by -> key, random, 0))).number()]++;
    }

    assertThat(counts)
        .satisfies(c -> IntStream.of(c).forEach(n -> assertThat(n).isBetween(2_300, 2_700)));
  }

  @Test
  void groupBearsWhatItsMembersBear() {
    Numbers busy = new Numbers(5, 40, 2, 1);
    Numbers idle = new Numbers(1, 20, 0, 0.5);
    Candidate.Single one = new Single(1, "a", 3, 0, true, busy);
    Candidate.Single two = new Single(2, "b", 1, 0, true, idle);
    Candidate.Single down = new Single(3, "c", 9, 0, false, busy);

    Load load = outer.over(List.of(one, two, down)).load();

    assertThat(load.inFlight()).isEqualTo(6);
    assertThat(load.latency(0)).isEqualTo(30);
    assertThat(load.penalty(0)).isEqualTo(2);
    assertThat(load.warmth(0)).isEqualTo(0.875, within(1e-9));
  }

  @Test
  void namesAreUniqueInAGroup() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> outer.over(List.of(single(1, true), single(1, true))))
        .withMessage("two candidates 's1'");
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Single(0, "s", 0, 0, true, Load.IDLE))
        .withMessage("weight: 0 (expected: 1-65535)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Single(-1, "s", 1, 0, true, Load.IDLE))
        .withMessage("number: -1 (expected: >= 0)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Group("s", 1, -1, left, List.of()))
        .withMessage("priority: -1 (expected: >= 0)");
  }
}
