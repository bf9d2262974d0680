package io.forebay.simulation;

import io.forebay.testing.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Origins, callers that call them at a steady rate by chance, and the time they share. */
final class World {
  final FakeClock clock = new FakeClock();
  final Seen seen = new Seen();
  final List<Server> servers = new ArrayList<>();
  final List<Caller> callers = new ArrayList<>();

  private final SplittableRandom random;
  private double perSecond;
  private boolean ending;

  /** Origins that are well, and callers that are alike. */
  World(long seed, int origins, int callers, double perSecond, Manners manners) {
    random = new SplittableRandom(seed);
    this.perSecond = perSecond;
    for (int i = 0; i < origins; i++) {
      servers.add(new Server(random.split()));
    }
    for (int i = 0; i < callers; i++) {
      this.callers.add(new Caller(this, manners, random.split()));
    }
    arrive();
  }

  long now() {
    return clock.nanoTime();
  }

  void after(long nanos, Runnable work) {
    clock.schedule(Duration.ofNanos(nanos), work);
  }

  /** Does something at a second from now. */
  World at(double seconds, Consumer<World> change) {
    after((long) (seconds * 1e9), () -> change.accept(this));
    return this;
  }

  World rate(double calls) {
    perSecond = calls;
    return this;
  }

  /** Which origins the callers know from now on, by their numbers. */
  World knows(int from, int until) {
    for (Caller caller : callers) {
      caller.members.forEach(one -> one.known = one.number >= from && one.number < until);
      caller.refresh();
    }
    return this;
  }

  private void arrive() {
    double gap = -StrictMath.log(1 - random.nextDouble()) / perSecond;
    after(
        (long) (gap * 1e9),
        () -> {
          if (!ending) {
            callers.get(random.nextInt(callers.size())).call();
            arrive();
          }
        });
  }

  /** Goes on for so many seconds. */
  World run(double seconds) {
    clock.advance(Duration.ofNanos((long) (seconds * 1e9)));
    return this;
  }

  /** No more calls; those under way come to their end. */
  World end() {
    ending = true;
    return run(5);
  }

  /** What an origin got of everything, in percent. */
  double workPercent(int server) {
    long all = servers.stream().mapToLong(Server::work).sum();
    return 100.0 * servers.get(server).work() / all;
  }
}
