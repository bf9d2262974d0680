package io.forebay.internal.origins;

import io.forebay.BreakerState;
import io.forebay.OriginStatus;
import io.forebay.health.HealthOverride;
import io.forebay.health.HealthState;
import io.forebay.health.OriginTally;
import io.forebay.internal.balance.Candidate;
import io.forebay.internal.balance.OriginLoad;
import io.forebay.internal.health.HealthMonitor;
import io.forebay.internal.limit.Breaker;
import io.forebay.internal.pool.OriginPool;
import io.forebay.spec.WeightedOrigin;
import java.time.Duration;
import java.util.Optional;

/** One origin of a fleet, for as long as it belongs to it: its pool, its verdicts, its load. */
public final class Member {
  private final int number;
  private final OriginPool pool;
  private final OriginTally tally;
  private final OriginLoad load;
  private final Optional<HealthMonitor> monitor;
  private final Optional<Breaker> breaker;
  private volatile WeightedOrigin entry;
  private volatile HealthState unprobed = HealthState.unprobed(); // Where nothing probes it.
  private volatile boolean wasHealthy = true;

  Member(
      int number,
      WeightedOrigin entry,
      OriginPool pool,
      OriginTally tally,
      OriginLoad load,
      Optional<HealthMonitor> monitor,
      Optional<Breaker> breaker) {
    this.number = number;
    this.entry = entry;
    this.pool = pool;
    this.tally = tally;
    this.load = load;
    this.monitor = monitor;
    this.breaker = breaker;
  }

  /** What tells it from the others, as long as it lives; small. */
  public int number() {
    return number;
  }

  /** Everything that connects to it. */
  public OriginPool pool() {
    return pool;
  }

  /** The verdict of its probes. */
  public HealthState health() {
    return monitor.map(HealthMonitor::state).orElse(unprobed);
  }

  /** Says something over what its probes say, if anything probes it. */
  void override(HealthOverride said) {
    unprobed = unprobed.withOverride(said);
    monitor.ifPresent(probes -> probes.override(said));
  }

  /** Whether it was unhealthy when last asked, and is not any more. */
  boolean recovered() {
    boolean before = wasHealthy;
    wasHealthy = health().healthy();
    return wasHealthy && !before;
  }

  /** Whether it is healthy, not ejected, and not shut off by its breaker. */
  public boolean up() {
    return health().healthy() && !tally.ejected() && !shutOff();
  }

  private boolean shutOff() {
    return breaker.isPresent() && breaker.get().untilTrial() > 0;
  }

  /** Whether asking for a permit makes sense: health was minded when it was chosen. */
  boolean admits() {
    return !shutOff();
  }

  /** What refuses exchanges because of those before them. */
  public Optional<Breaker> breaker() {
    return breaker;
  }

  /** Its share and place among the others may change while it lives. */
  void entry(WeightedOrigin changed) {
    entry = changed;
  }

  WeightedOrigin entry() {
    return entry;
  }

  OriginTally tally() {
    return tally;
  }

  OriginLoad load() {
    return load;
  }

  Optional<HealthMonitor> monitor() {
    return monitor;
  }

  /** It, in one of its places among others. */
  Candidate candidate(WeightedOrigin place) {
    return new Candidate.Single(
        number, place.origin().toString(), place.weight(), place.priority(), up(), load);
  }

  /** Takes no more exchanges. */
  void refuse() {
    pool.permits().close();
  }

  /** Ends its probes, lets what runs finish for a while, and closes its connections. */
  void close(Duration patience) {
    monitor.ifPresent(HealthMonitor::close);
    pool.close(patience);
  }

  OriginStatus status() {
    return new OriginStatus(
        entry,
        health(),
        tally.ejected(),
        breaker.map(Breaker::state).orElse(BreakerState.CLOSED),
        pool.stats());
  }

  /** The origin's URL. */
  @Override
  public String toString() {
    return entry.origin().toString();
  }
}
