package io.forebay.internal.origins;

import io.forebay.BreakerState;
import io.forebay.Environment;
import io.forebay.OriginStatus;
import io.forebay.health.Ejection;
import io.forebay.health.HealthOverride;
import io.forebay.health.HealthState;
import io.forebay.health.OriginSignal;
import io.forebay.health.OriginTally;
import io.forebay.internal.balance.Balancer;
import io.forebay.internal.balance.Choice;
import io.forebay.internal.balance.Pick;
import io.forebay.internal.balance.Snapshot;
import io.forebay.internal.discovery.OriginDiscovery;
import io.forebay.internal.discovery.Sources;
import io.forebay.internal.health.HealthListener;
import io.forebay.internal.limit.Breakers;
import io.forebay.internal.pool.OriginPool;
import io.forebay.internal.retry.Retrying;
import io.forebay.internal.threads.Lazy;
import io.forebay.internal.threads.Workers;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Balancing;
import io.forebay.spec.Origin;
import io.forebay.spec.Origins;
import io.forebay.spec.WeightedOrigin;
import io.forebay.spi.Clock;
import io.forebay.spi.OriginSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The origins of a backend, be it one or several. Every change, of members, weights, health or
 * ejections, makes a new snapshot that calls choose over; a call itself takes no lock.
 */
public final class Fleet {
  /** How long a member that left may finish what it began. */
  private static final Duration PARTING = Duration.ofMinutes(5);

  private final BackendSpec spec;
  private final Clock clock;
  private final MemberFactory factory;
  private final FleetListener listener;
  private final Outliers outliers;
  private final Balancer balancer;
  private final Lazy<Retrying> retrying;
  private final FleetLimits limits;
  private final boolean lone;
  private final Optional<OriginDiscovery> discovery;
  private final Timers timers;
  private final ReentrantLock lock = new ReentrantLock();

  // Written under lock, in the order in which things changed.
  private volatile Roster roster = Roster.NOBODY;
  private volatile Snapshot snapshot;
  private volatile boolean opened;

  // Guarded by lock.
  private final Set<Member> parting = new HashSet<>();
  private boolean closed;
  private boolean panicking;
  private final Candidates candidates;

  /**
   * A fleet of the members that the definition lists, none of which is probed yet.
   *
   * @throws IllegalArgumentException if one cannot be opened, or a source is not known
   */
  public Fleet(BackendSpec spec, Environment environment, FleetListener listener) {
    this.spec = spec;
    this.listener = listener;
    clock = environment.clock();
    Breakers breakers =
        new Breakers(spec.label(), spec.limits().breaker(), clock, this::breakerMoved);
    factory = new MemberFactory(spec, environment, breakers);
    lone = spec.transport().origins().lone();
    Balancing rules = spec.routing().balancing();
    // One that is all there is has nobody to spare: who ignores its health says so.
    balancer = new Balancer(lone ? rules.withPanicThreshold(0) : rules);
    limits = FleetLimits.of(spec, clock);
    retrying = new Lazy<>(() -> Retrying.from(clock.nanoTime()));
    snapshot = balancer.over(List.of());
    candidates = new Candidates(spec.transport().origins());
    timers = new Timers(clock);
    outliers = new Outliers(spec.routing().outlier(), clock, new Changes());
    discovery = discovery(environment);
    if (discovery.isEmpty()) {
      assign(spec.transport().origins().members());
    }
  }

  // ---- who belongs to it

  /** Its members are those that the definition lists, or finds from {@link #open} on. */
  private Optional<OriginDiscovery> discovery(Environment environment) {
    if (!(spec.transport().origins() instanceof Origins.Discovered found)) {
      return Optional.empty();
    }
    OriginSource source =
        Sources.of(found.how(), spec.transport().socket().addresses(), environment.originSources());
    return Optional.of(
        new OriginDiscovery(
            spec.label(), found.how(), source, clock, Workers.executor(), this::assign));
  }

  /**
   * Waits for the first members where they have to be found.
   *
   * @return whether there are any
   */
  public boolean awaitMembers(Duration patience) throws InterruptedException {
    return discovery.isPresent() && discovery.get().awaitFirst(patience);
  }

  /** Why no origins were found; empty if they were, or nothing looks. */
  public Optional<String> discoveryFailure() {
    return discovery.flatMap(OriginDiscovery::failure);
  }

  /**
   * These are the members from now on; told by one at a time. Who stays keeps its pool, its
   * verdicts and its load; who leaves finishes what it began.
   *
   * @throws IllegalArgumentException if a new one cannot be opened; then nothing has changed
   */
  private void assign(List<WeightedOrigin> entries) {
    List<Member> joined = new ArrayList<>();
    Roster next = merged(entries, joined); // Opens, so not under the lock.
    List<Member> left = roster.without(next);
    if (!replace(next, left)) {
      joined.forEach(this::discard);
      return;
    }
    if (opened) {
      probe(joined);
    }
    left.forEach(this::part);
    if (opened && (!joined.isEmpty() || !left.isEmpty())) {
      listener.originsChanged(entries);
    }
  }

  /** Whether it is not closed yet. */
  private boolean replace(Roster next, List<Member> left) {
    lock.lock();
    try {
      if (!closed) {
        roster = next;
        parting.addAll(left);
        publish();
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void discard(Member joined) {
    outliers.forget(joined.tally());
    joined.close(Duration.ZERO);
  }

  /** Lets probes start, and changes be told. */
  public void open() {
    opened = true;
    probe(members());
    discovery.ifPresent(OriginDiscovery::start);
  }

  private static void probe(List<Member> joined) {
    for (int i = 0; i < joined.size(); i++) {
      int place = i;
      joined.get(i).monitor().ifPresent(monitor -> monitor.start(place, joined.size()));
    }
  }

  private Roster merged(List<WeightedOrigin> entries, List<Member> joined) {
    Roster before = roster;
    Map<Origin, Member> next = new LinkedHashMap<>();
    boolean first = before.all().isEmpty();
    try {
      for (WeightedOrigin entry : entries) {
        Member member = before.at(entry.origin()).orElse(null);
        if (member == null) {
          member = join(entry, before.freeNumber(joined));
          joined.add(member);
          if (!first) {
            member.load().warmUp(now());
          }
        }
        next.put(entry.origin(), member);
      }
    } catch (IllegalArgumentException e) {
      joined.forEach(this::discard);
      throw e;
    }
    for (WeightedOrigin entry : entries) {
      Objects.requireNonNull(next.get(entry.origin()), "put above").entry(entry);
    }
    return new Roster(next);
  }

  private Member join(WeightedOrigin entry, int number) {
    OriginTally tally = outliers.watch(entry.origin().toString());
    try {
      return factory.member(number, entry, tally, new Probed(tally));
    } catch (IllegalArgumentException e) {
      outliers.forget(tally);
      throw e;
    }
  }

  private void part(Member member) {
    outliers.forget(member.tally());
    Workers.executor()
        .execute(
            () -> {
              member.close(PARTING);
              lock.lock();
              try {
                parting.remove(member);
              } finally {
                lock.unlock();
              }
            });
  }

  // ---- who serves

  /**
   * Who serves an attempt, or why nobody does.
   *
   * @param anyway whether health is ignored where nobody is healthy
   */
  public Choice choose(Pick pick, boolean anyway) {
    Snapshot now = snapshot;
    return anyway ? now.chooseAnyway(pick) : now.choose(pick);
  }

  /** The member of that number; empty if it has left since it was chosen. */
  public Optional<Member> member(int number) {
    return roster.numbered(number);
  }

  /** Whether a member serves no more, because others have taken its place. */
  public boolean hasLeft(Member member) {
    return !roster.holds(member);
  }

  /** That a member serves an attempt, by some lane. */
  public Turn turn(Member member, Lane lane) {
    return new Turn(this, member, lane, now());
  }

  /** The time of its loads, monotonic nanoseconds. */
  public long now() {
    return clock.nanoTime();
  }

  void heard(Member member, OriginSignal signal, long now) {
    outliers.heard(member.tally(), signal, now);
  }

  // ---- what is known

  /** The members, in the order of their definition. */
  public List<Member> members() {
    return roster.all();
  }

  /** The only member. */
  public Member sole() {
    return members().get(0);
  }

  /** What bounds exchanges over all members. */
  public FleetLimits limits() {
    return limits;
  }

  /** What exchanges share that are attempted again. */
  public Retrying retrying() {
    return retrying.get();
  }

  /** Each origin at this moment. */
  public List<OriginStatus> statuses() {
    return members().stream().map(Member::status).toList();
  }

  /** Healthy if it serves without a panic; else the verdict on a member that is not healthy. */
  public HealthState health() {
    if (lone) {
      return sole().health();
    }
    boolean up = snapshot.up();
    HealthState found = HealthState.unprobed();
    for (Member member : members()) {
      HealthState one = member.health();
      if (one.healthy() == up) {
        return one;
      }
      found = one;
    }
    return found;
  }

  // ---- what changes

  /**
   * Says something over what probes say of an origin.
   *
   * @throws NoSuchElementException if it is none of the members
   */
  public void override(Origin origin, HealthOverride said) {
    Member member =
        roster
            .at(origin)
            .orElseThrow(
                () ->
                    new NoSuchElementException(
                        "backend '"
                            + spec.label()
                            + "' has no origin "
                            + origin
                            + " (it has "
                            + roster
                            + ")"));
    override(member, said);
  }

  /** Says something over what probes say of any origin. */
  public void override(HealthOverride said) {
    members().forEach(member -> override(member, said));
  }

  private void override(Member member, HealthOverride said) {
    member.override(said);
    if (member.monitor().isEmpty()) {
      healthChanged(member.tally(), member.health());
    }
  }

  private void healthChanged(OriginTally tally, HealthState news) {
    roster.of(tally).filter(Member::recovered).ifPresent(member -> member.load().warmUp(now()));
    refresh();
    listener.healthChanged(tally.origin(), news);
  }

  /** What the probes of an origin find. */
  private final class Probed implements HealthListener {
    private final OriginTally tally;

    Probed(OriginTally tally) {
      this.tally = tally;
    }

    @Override
    public void probed(HealthState before, HealthState after) {
      outliers.probed(tally, before, after);
    }

    @Override
    public void changed(HealthState news) {
      healthChanged(tally, news);
    }
  }

  /** An origin whose breaker is open comes back for its trials, unasked. */
  private void breakerMoved(Optional<String> of, BreakerState to) {
    refresh();
    if (to == BreakerState.OPEN) {
      Duration open = spec.limits().breaker().orElseThrow().openFor();
      timers.after(open.plusMillis(1), this::refresh);
    }
    listener.breakerChanged(of, to);
  }

  private void refresh() {
    lock.lock();
    try {
      publish();
    } finally {
      lock.unlock();
    }
  }

  /** Under the lock, so that the last change is published last. */
  private void publish() {
    List<Member> all = members();
    snapshot = balancer.over(candidates.of(roster));
    boolean panics = snapshot.panics();
    if (panics != panicking) {
      panicking = panics;
      long up = all.stream().filter(Member::up).count();
      int threshold = spec.routing().balancing().panicThreshold();
      Workers.executor().execute(() -> listener.panicChanged(panics, up, all.size(), threshold));
    }
  }

  /** What the detector finds. */
  private final class Changes implements Outliers.Listener {
    @Override
    public void ejected(Ejection ejection) {
      refresh();
      listener.ejected(ejection);
    }

    @Override
    public void readmitted(OriginTally origin) {
      roster.of(origin).ifPresent(member -> member.load().warmUp(now()));
      refresh();
      listener.readmitted(origin.origin());
    }
  }

  // ---- the whole

  /** Refuses, lets what runs finish for a while, and closes every connection. */
  public void close(Duration patience) {
    long until = System.nanoTime() + patience.toNanos();
    List<Member> all;
    lock.lock();
    try {
      closed = true;
      all = new ArrayList<>(roster.all());
      all.addAll(parting);
    } finally {
      lock.unlock();
    }
    discovery.ifPresent(OriginDiscovery::close);
    outliers.close();
    timers.close();
    all.forEach(Member::refuse);
    limits.close();
    for (Member member : all) {
      member.close(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
    }
  }

  /** The pools, also of members that have left and are not done. */
  public List<OriginPool> pools() {
    lock.lock();
    try {
      List<OriginPool> pools = new ArrayList<>();
      roster.all().forEach(member -> pools.add(member.pool()));
      parting.forEach(member -> pools.add(member.pool()));
      return pools;
    } finally {
      lock.unlock();
    }
  }
}
