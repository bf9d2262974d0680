package io.forebay.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.forebay.health.OutlierSpec;
import io.forebay.simulation.Caller.Member;
import io.forebay.spec.Balance;
import io.forebay.spec.BreakerSpec;
import io.forebay.spec.RetrySpec;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of the table of faults, as far as the policies alone decide them. */
class SimulatedRowsTest {
  private static final Balance IN_TURN = Balance.DEFAULT;
  private static final Manners EJECTING =
      Manners.bare("ejecting", IN_TURN).withOutlier(OutlierSpec.DEFAULT);
  private static final Manners CAREFUL = Manners.careful("careful", IN_TURN);

  private static int[] work(World world) {
    return world.servers.stream().mapToInt(Server::work).toArray();
  }

  /** What an origin gets of everything in the next seconds, in percent. */
  private static double share(World world, int server, double seconds) {
    int[] before = work(world);
    world.run(seconds);
    int[] after = work(world);
    return 100.0
        * (after[server] - before[server])
        / (Arrays.stream(after).sum() - Arrays.stream(before).sum());
  }

  @DisplayName("L6 retry storm stays within the budget")
  @Test
  void l6RetryStormStaysWithinTheBudget() {
    Manners eager = Manners.bare("eager", IN_TURN).withRetries(RetrySpec.DEFAULT.withAttempts(10));
    World world = new World(1, 4, 1, 1_000, eager);
    world.servers.forEach(server -> server.answers(503));
    world.run(30).end();

    assertThat(world.seen.amplification(0, 30)).isBetween(1.09, 1.1);
  }

  @DisplayName("H5 traffic that fails ejects although probes pass")
  @Test
  void h5TrafficThatFailsEjectsAlthoughProbesPass() {
    World world = new World(2, 4, 1, 100, CAREFUL).run(5);
    world.servers.get(0).answers(500).probesPass(true);
    world.run(120);

    Member bad = world.callers.get(0).members.get(0);
    assertThat(bad.ejections).as("30 s out, then 60 s: no toggling").isBetween(2, 3);
    assertThat(world.servers.get(0).work()).isLessThan(5 * 25 + 5 * bad.ejections + 40);
  }

  @DisplayName("H5 probes that fail take out what serves")
  @Test
  void h5ProbesThatFailTakeOutWhatServes() {
    World world = new World(3, 4, 1, 100, CAREFUL).run(5);
    world.servers.get(0).probesPass(false);
    world.run(3);
    assertThat(share(world, 0, 20)).isZero();
  }

  @DisplayName("H6 slow origin spoils not the latency of all")
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void h6SlowOriginSpoilsNotTheLatencyOfAll(boolean hedged) {
    Manners manners = Manners.all().get(hedged ? 5 : 4);
    World world = new World(4, 4, 1, 200, manners).run(20);
    double healthy = world.seen.percentile(99, 0, 20);
    world.servers.get(0).takes(200);
    world.run(40);

    assertThat(world.seen.percentile(99, 30, 60)).isLessThan(1.5 * healthy);
  }

  @DisplayName("H7 least loaded leaves the black hole")
  @Test
  void h7LeastLoadedLeavesTheBlackHole() {
    World world = new World(5, 10, 1, 200, Manners.bare("p2c", new Balance.LeastRequests(2)));
    world.servers.get(0).answers(Reply.HANGS);
    world.run(30).end();
    assertThat(world.seen.successPercent(0, 30)).isGreaterThan(90);
  }

  @DisplayName("H8 where all fail half are ejected and all recover")
  @Test
  void h8WhereAllFailHalfAreEjectedAndAllRecover() {
    World world = new World(6, 10, 1, 200, EJECTING).run(5);
    world.servers.forEach(server -> server.answers(500));
    world.run(5);
    assertThat(world.callers.get(0).members.stream().filter(Member::ejected)).hasSize(5);

    world.servers.forEach(server -> server.answers(200));
    world.run(10).end();
    assertThat(world.seen.successPercent(11, 20)).isGreaterThan(99.9);
  }

  @DisplayName("H9 origin that refuses fast attracts nothing")
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void h9OriginThatRefusesFastAttractsNothing(boolean ewma) {
    Balance by = ewma ? Balance.Ewma.DEFAULT : Balance.LeastRequests.DEFAULT;
    World world = new World(7, 2, 1, 40, Manners.bare("by load", by));
    world.servers.get(0).takes(120);
    world.servers.get(1).answers(503);
    world.run(3);
    assertThat(share(world, 1, 30)).isLessThan(15);
  }

  @DisplayName("H11 recovered origin gets its share back little by little")
  @Test
  void h11RecoveredOriginGetsItsShareBackLittleByLittle() {
    World world = new World(8, 4, 1, 400, CAREFUL).run(5);
    world.servers.get(0).answers(503);
    world.run(30);
    world.servers.get(0).answers(200);
    Member back = world.callers.get(0).members.get(0);
    while (!back.wasUp) {
      world.run(0.1);
    }
    double first = share(world, 0, 2);
    double middle = share(world, 0, 4);
    double last = share(world, 0, 4);
    assertThat(first).isLessThan(10);
    assertThat(middle).isBetween(first, last);
    assertThat(share(world, 0, 10)).as("after slow start").isCloseTo(25, within(1.5));
  }

  @DisplayName("H11 open breaker lets few trials in")
  @Test
  void h11OpenBreakerLetsFewTrialsIn() {
    Manners breaking = Manners.bare("breaking", IN_TURN).withBreaker(BreakerSpec.DEFAULT);
    World world = new World(9, 4, 1, 400, breaking).run(5);
    world.servers.get(0).answers(503);
    world.run(8); // Until they are half of its window.
    int before = world.servers.get(0).work();
    world.run(60);
    assertThat(world.servers.get(0).work() - before).as("trials in 60 s").isBetween(12, 18);

    world.servers.get(0).answers(200);
    world.run(11);
    assertThat(share(world, 0, 10)).isCloseTo(25, within(1.5));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 10, 100})
  void failingOriginGetsNextToNothingAfterASecond(int origins) {
    World world = new World(10, origins, 1, 100, EJECTING).run(5);
    world.servers.get(0).answers(500);
    world.run(1);
    assertThat(share(world, 0, 60)).isLessThan(2);
  }

  @Test
  void hundredsOfCallersAndOriginsBehaveAsFewDo() {
    World world = new World(12, 200, 100, 4_000, CAREFUL);
    world.at(5, w -> w.servers.subList(0, 20).forEach(server -> server.answers(503)));
    world.run(12).end();
    assertThat(world.seen.successPercent(0, 12)).isGreaterThan(98);
    assertThat(world.seen.successPercent(9, 12)).as("probes have told").isGreaterThan(99.9);
    assertThat(world.seen.amplification(0, 12)).isLessThan(1.1);
  }
}
