package io.forebay.internal.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.forebay.internal.balance.QueueSimulation.Node;
import io.forebay.spec.Balance;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where load goes when an origin is slow, silent, or fails fast; ids are those of the faults. */
class DegradedOriginsTest {
  private static final Balance LEAST = Balance.LeastRequests.DEFAULT;
  private static final Balance EWMA = Balance.Ewma.DEFAULT;

  static Stream<Arguments> rates() {
    return Stream.of(LEAST, EWMA)
        .flatMap(by -> Stream.of(10, 100, 1_000, 5_000).map(rate -> Arguments.of(by, rate)));
  }

  static List<Balance> byLoad() {
    return List.of(LEAST, EWMA);
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 500, 2_000})
  void h6EwmaLeavesTheSlowOne(int rate) {
    QueueSimulation simulation =
        new QueueSimulation(EWMA, rate, Node.takes(50), Node.takes(50), Node.takes(50)).run(5);

    simulation.becomes(1, Node.takes(500)).run(10);
    simulation.run(20);

    assertThat(simulation.share(1)).isLessThan(1);
    assertThat(simulation.p99()).isLessThan(1.5 * 55);
  }

  /** In proportion to what it gets done: one in twenty-one. */
  @ParameterizedTest
  @ValueSource(ints = {500, 2_000})
  void h6LeastRequestsGivesTheSlowOneWhatItGetsDone(int rate) {
    QueueSimulation simulation =
        new QueueSimulation(LEAST, rate, Node.takes(50), Node.takes(500), Node.takes(50)).run(10);

    assertThat(simulation.run(20).share(1)).isEqualTo(5, within(2.5));
  }

  @ParameterizedTest
  @MethodSource("rates")
  void h7SilentOneIsLeft(Balance by, int rate) {
    QueueSimulation simulation =
        new QueueSimulation(by, rate, Node.takes(15), Node.takes(15)).run(3);

    simulation.becomes(1, Node.failsAfter(5_000)).run(10);

    assertThat(simulation.successes()).isGreaterThan(90);
  }

  @ParameterizedTest
  @MethodSource("rates")
  void h7SilentFromTheStartIsLeft(Balance by, int rate) {
    QueueSimulation simulation =
        new QueueSimulation(by, rate, Node.takes(15), Node.failsAfter(5_000)).run(20);

    assertThat(simulation.successes()).isGreaterThan(90);
  }

  @ParameterizedTest
  @MethodSource("rates")
  void h9FastFailureAttractsNoLoad(Balance by, int rate) {
    QueueSimulation simulation =
        new QueueSimulation(by, rate, Node.takes(120), Node.failsAfter(0.2)).run(3);

    assertThat(simulation.run(10).share(1)).isLessThan(15);
  }

  @ParameterizedTest
  @MethodSource("rates")
  void h9FastFailureOfOneThatWasWellAttractsNoLoad(Balance by, int rate) {
    QueueSimulation simulation =
        new QueueSimulation(by, rate, Node.takes(120), Node.takes(120)).run(10);

    simulation.becomes(1, Node.failsAfter(0.2)).run(3);

    assertThat(simulation.run(10).share(1)).isLessThan(15);
  }

  @ParameterizedTest
  @MethodSource("byLoad")
  void h9WhoRecoversGetsItsShareBack(Balance by) {
    QueueSimulation simulation =
        new QueueSimulation(by, 500, Node.takes(50), Node.failsAfter(0.2)).run(30);

    simulation.becomes(1, Node.takes(50)).run(60);

    assertThat(simulation.run(20).share(1)).isEqualTo(50, within(5.0));
  }

  @ParameterizedTest
  @MethodSource("byLoad")
  void h8AllFailingAlikeShareAlike(Balance by) {
    Node failing = Node.failsAfter(20);
    QueueSimulation simulation = new QueueSimulation(by, 200, failing, failing, failing).run(60);

    for (int node = 0; node < 3; node++) {
      assertThat(simulation.share(node)).isEqualTo(33.3, within(8.0));
    }
  }

  /** A tenth of its share in the first second, half of it in the middle of ten. */
  @ParameterizedTest
  @MethodSource("byChance")
  void h11WhoIsBackStartsSlowly(Balance by) {
    QueueSimulation simulation =
        new QueueSimulation(by, 1_000, Node.takes(5), Node.takes(5)).run(5).warmUp(1);

    assertThat(simulation.run(1).share(1)).isBetween(5.0, 20.0);
    simulation.run(3.5);
    assertThat(simulation.run(1).share(1)).isEqualTo(33, within(7.0));
    simulation.run(5);
    assertThat(simulation.run(1).share(1)).isEqualTo(50, within(5.0));
  }

  static List<Balance> byChance() {
    return List.of(new Balance.RoundRobin(), new Balance.Weighted(), new Balance.Random(), LEAST);
  }
}
