package io.forebay.simulation;

import io.forebay.BreakerState;
import io.forebay.health.HealthSpec;
import io.forebay.health.HealthState;
import io.forebay.health.OriginTally;
import io.forebay.health.OutlierDetector;
import io.forebay.health.ProbeResult;
import io.forebay.health.SlowStart;
import io.forebay.internal.balance.Balancer;
import io.forebay.internal.balance.Candidate.Single;
import io.forebay.internal.balance.Choice;
import io.forebay.internal.balance.OriginLoad;
import io.forebay.internal.balance.Pick;
import io.forebay.internal.balance.Snapshot;
import io.forebay.internal.balance.Tried;
import io.forebay.internal.limit.AdaptiveLimit;
import io.forebay.internal.limit.Breaker;
import io.forebay.internal.pool.PermitQueue;
import io.forebay.internal.retry.HedgePolicy;
import io.forebay.internal.retry.LatencyWindow;
import io.forebay.internal.retry.RetryBudget;
import io.forebay.internal.retry.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** One process with one backend: what its exchanges share. */
final class Caller {
  private static final long DECAY = Duration.ofSeconds(10).toNanos();

  final World world;
  final Manners manners;
  final SplittableRandom random;
  final RetryPolicy retries;
  final RetryBudget budget;
  final LatencyWindow latencies;
  final Optional<HedgePolicy> hedges;
  final Optional<AdaptiveLimit> limit;
  final PermitQueue places;
  final List<Member> members = new ArrayList<>();

  private final Balancer balancer;
  private final Optional<OutlierDetector> detector;
  private Snapshot snapshot;

  /** One origin, as this process sees it. */
  static final class Member {
    final int number;
    final Server server;
    final OriginLoad load;
    final Optional<OriginTally> tally;
    final Optional<Breaker> breaker;
    HealthState state = HealthState.unprobed();
    int weight = 1;
    boolean known = true;
    boolean wasUp = true;
    int ejections;

    Member(
        int number,
        Server server,
        OriginLoad load,
        Optional<OriginTally> tally,
        Optional<Breaker> breaker) {
      this.number = number;
      this.server = server;
      this.load = load;
      this.tally = tally;
      this.breaker = breaker;
    }

    boolean ejected() {
      return tally.map(OriginTally::ejected).orElse(false);
    }

    boolean up() {
      boolean broken = breaker.isPresent() && breaker.get().untilTrial() > 0;
      return state.healthy() && !ejected() && !broken;
    }
  }

  Caller(World world, Manners manners, SplittableRandom random) {
    this.world = world;
    this.manners = manners;
    this.random = random;
    long now = world.now();
    retries = new RetryPolicy(manners.retries());
    budget = new RetryBudget(now);
    latencies = new LatencyWindow(now);
    hedges = manners.retries().hedge().map(spec -> new HedgePolicy(spec, latencies, budget, now));
    limit = manners.adaptive().map(spec -> new AdaptiveLimit(spec, 0, now));
    places = new PermitQueue(limit.map(AdaptiveLimit::limit).orElse(0), 10_000);
    balancer = new Balancer(manners.balancing());
    detector = manners.outlier().map(spec -> new OutlierDetector(spec, now, random::nextDouble));
    world.servers.forEach(this::add);
    snapshot = refreshed();
    detector.ifPresent(this::sweep);
    manners.health().ifPresent(spec -> members.forEach(member -> probe(member, spec)));
  }

  private void add(Server server) {
    int number = members.size();
    OriginLoad load = new OriginLoad(DECAY, SlowStart.within(manners.slowStart()), world.now());
    Optional<Breaker> breaker =
        manners
            .breaker()
            .map(spec -> new Breaker("o" + number, spec, world.clock, (from, to) -> moved(to)));
    Optional<OriginTally> tally = detector.map(watch -> watch.watch("o" + number));
    Member member = new Member(number, server, load, tally, breaker);
    manners.health().ifPresent(spec -> member.state = spec.start());
    members.add(member);
  }

  private void moved(BreakerState to) {
    refresh();
    if (to == BreakerState.OPEN) {
      Duration openFor = manners.breaker().orElseThrow().openFor();
      world.after(openFor.toNanos() + 1, this::refresh);
    }
  }

  /** Something about the origins has changed. */
  void refresh() {
    snapshot = refreshed();
  }

  private Snapshot refreshed() {
    List<Single> candidates = new ArrayList<>();
    for (Member member : members) {
      boolean up = member.known && member.up();
      if (up && !member.wasUp) {
        member.load.warmUp(world.now());
      }
      member.wasUp = up;
      if (member.known) {
        candidates.add(
            new Single(member.number, "o" + member.number, member.weight, 0, up, member.load));
      }
    }
    return balancer.over(candidates);
  }

  private void sweep(OutlierDetector watch) {
    OutlierDetector.Sweep done = watch.sweep(world.now());
    if (!done.ejected().isEmpty() || !done.readmitted().isEmpty()) {
      refresh();
    }
    world.after(done.next().toNanos(), () -> sweep(watch));
  }

  private void probe(Member member, HealthSpec spec) {
    long pause = spec.schedule().after(member.state, random.nextDouble()).toNanos();
    world.after(pause, () -> probed(member, spec));
  }

  private void probed(Member member, HealthSpec spec) {
    ProbeResult result = member.server.probe() ? ProbeResult.passed() : ProbeResult.failed("500");
    HealthState before = member.state;
    member.state = spec.after(before, result);
    boolean back = member.tally.isPresent() && member.tally.get().probed(before, member.state);
    if (back || before.healthy() != member.state.healthy()) {
      refresh();
    }
    probe(member, spec);
  }

  /** Whom the next attempt goes to. */
  Choice choose(Tried tried) {
    return snapshot.choose(new Pick(tried, by -> 0, random, world.now()));
  }

  /** An attempt has ended, and says something about its origin. */
  void report(Member member, Reply reply) {
    if (member.tally.isPresent()
        && member.tally.get().report(reply.signal(), world.now()).isPresent()) {
      member.ejections++;
      refresh();
    }
  }

  /** An attempt has ended, and says something about how many there may be. */
  void learn(long took, boolean dropped) {
    if (limit.isPresent()) {
      places.limit(limit.get().ended(world.now(), took, dropped, places.counts().leased()));
    }
  }

  /** A call begins. */
  void call() {
    budget.request(world.now());
    hedges.ifPresent(policy -> policy.request(world.now()));
    new Call(this).start();
  }
}
