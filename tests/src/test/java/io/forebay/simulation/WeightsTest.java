package io.forebay.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.forebay.health.SlowStart;
import io.forebay.internal.balance.Balancer;
import io.forebay.internal.balance.Candidate.Single;
import io.forebay.internal.balance.Choice.Chosen;
import io.forebay.internal.balance.OriginLoad;
import io.forebay.internal.balance.Pick;
import io.forebay.internal.balance.Snapshot;
import io.forebay.internal.balance.Tried;
import io.forebay.spec.Balance;
import io.forebay.spec.Balancing;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Shares by weight, over ten thousand calls. */
class WeightsTest {
  private static final int CALLS = 10_000;
  private static final long MILLI = 1_000_000;

  static Stream<Balance> weighted() {
    return Stream.of(new Balance.Weighted(), new Balance.Random(), Balance.LeastRequests.DEFAULT);
  }

  private final SplittableRandom random = new SplittableRandom(3);
  private final List<OriginLoad> loads = new ArrayList<>();
  private final int[] got = new int[4];

  private List<Single> members(int... weights) {
    List<Single> members = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      if (loads.size() == i) {
        loads.add(new OriginLoad(10_000 * MILLI, SlowStart.OFF, 0));
      }
      members.add(new Single(i, "o" + i, weights[i], 0, true, loads.get(i)));
    }
    return members;
  }

  private void call(Snapshot snapshot, long now) {
    int number = ((Chosen) snapshot.choose(new Pick(new Tried(), by -> 0, random, now))).number();
    got[number]++;
    loads.get(number).started(now);
    loads.get(number).succeeded(now, now + MILLI);
  }

  private void assertShares(double points) {
    double all = got[0] + got[1] + got[2];
    assertThat(100 * got[0] / all).isCloseTo(50, within(points));
    assertThat(100 * got[1] / all).isCloseTo(25, within(points));
    assertThat(100 * got[2] / all).isCloseTo(25, within(points));
  }

  @ParameterizedTest
  @MethodSource("weighted")
  void weightsAreSharesWithinTwoPoints(Balance by) {
    Snapshot snapshot = new Balancer(Balancing.DEFAULT.withBy(by)).over(members(2, 1, 1));
    for (int i = 0; i < CALLS; i++) {
      call(snapshot, i * MILLI);
    }
    assertShares(2);
  }

  /** A fourth one comes and goes every fifty calls. */
  @ParameterizedTest
  @MethodSource("weighted")
  void weightsAreSharesWithinThreePointsWhereOthersComeAndGo(Balance by) {
    Balancer balancer = new Balancer(Balancing.DEFAULT.withBy(by));
    Snapshot snapshot = balancer.over(members(2, 1, 1));
    for (int i = 0; i < CALLS; i++) {
      if (i % 50 == 0) {
        boolean more = i / 50 % 2 == 1;
        snapshot = balancer.over(more ? members(2, 1, 1, 3) : members(2, 1, 1));
      }
      call(snapshot, i * MILLI);
    }
    assertShares(3);
  }
}
