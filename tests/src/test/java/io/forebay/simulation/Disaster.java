package io.forebay.simulation;

import java.util.function.Consumer;

/** What befalls ten origins between the seconds 10 and 40 of sixty. */
enum Disaster {
  /** One of them takes ten times as long. */
  ONE_SLOW(
      world -> {
        world.at(10, w -> w.servers.get(0).takes(200));
        world.at(40, w -> w.servers.get(0).takes(20));
      }),
  /** Half of them take five times as long, and answer one in five with 503. */
  BROWN_OUT(
      world -> {
        world.at(10, w -> half(w, one -> one.takes(100).failsAtTimes(0.2, 503)));
        world.at(40, w -> half(w, one -> one.takes(20).failsAtTimes(0, 503)));
      }),
  /** One takes requests and never answers; its probes pass. */
  BLACK_HOLE(
      world -> {
        world.at(10, w -> w.servers.get(0).answers(Reply.HANGS).probesPass(true));
        world.at(40, w -> w.servers.get(0).answers(200));
      }),
  /** One is well and ill by turns of three seconds, and its probes tell. */
  FLAPPING(
      world -> {
        for (int second = 10; second < 40; second += 6) {
          world.at(second, w -> w.servers.get(0).answers(503));
          world.at(second + 3, w -> w.servers.get(0).answers(200));
        }
      }),
  /** The name has only half of the addresses for a while, with three times the traffic on each. */
  DNS_LOSES_HALF(
      world -> {
        world.at(10, w -> w.knows(0, 5).rate(900));
        world.at(40, w -> w.knows(0, 10).rate(600));
      }),
  /** None takes a connection, for ten seconds. */
  TOTAL_OUTAGE(
      world -> {
        world.at(10, w -> w.servers.forEach(one -> one.answers(Reply.REFUSES)));
        world.at(20, w -> w.servers.forEach(one -> one.answers(200)));
      }),
  /** Half of them are new and slow until they have served for a while. */
  COLD_START(
      world -> {
        world.knows(0, 5);
        world.at(10, w -> half(w, one -> one.isCold(1_000)));
        world.at(10, w -> w.knows(0, 10));
      }),
  /** Eight times the traffic for ten seconds, a fifth more than all of them can serve. */
  SPIKE(
      world -> {
        world.at(10, w -> w.rate(4_800));
        world.at(20, w -> w.rate(600));
      }),
  /** One after the other shakes no hands for two seconds. */
  CERTIFICATE_ROLLOVER(
      world -> {
        for (int i = 0; i < 10; i++) {
          int number = i;
          world.at(10 + 3 * i, w -> w.servers.get(number).answers(Reply.REFUSES));
          world.at(12 + 3 * i, w -> w.servers.get(number).answers(200));
        }
      });

  static final int SECONDS = 60;
  private static final int ORIGINS = 10;
  private static final int CALLERS = 5;

  @SuppressWarnings("ImmutableEnumChecker") // The scripts above hold nothing.
  private final Consumer<World> script;

  Disaster(Consumer<World> script) {
    this.script = script;
  }

  private static void half(World world, Consumer<Server> change) {
    world.servers.subList(ORIGINS / 2, ORIGINS).forEach(change);
  }

  World strike(Manners manners) {
    World world = new World(11, ORIGINS, CALLERS, 600, manners);
    script.accept(world);
    return world.run(SECONDS).end();
  }
}
