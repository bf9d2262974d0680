package io.forebay.internal.origins;

import io.forebay.internal.limit.ThrottleLine;
import io.forebay.internal.pool.Admission;
import io.forebay.internal.pool.Doorway;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Timeouts;
import io.forebay.spi.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;
import okhttp3.Interceptor;

/** The ways to each member with some manners, made when a member is first chosen. Thread-safe. */
public final class Lanes {
  private final BackendSpec spec;
  private final Optional<ThrottleLine> throttle;
  private final Optional<Doorway> doorway;
  private final Clock clock;
  private final Interceptor steps;

  // By the number of the member, which another has once it left: so there are never many.
  private final ConcurrentMap<Integer, Known> known = new ConcurrentHashMap<>();

  private record Known(Member member, Lane lane) {}

  /**
   * Lanes without members.
   *
   * @param spec the definition, with the manners in force
   * @param fleet whose members they lead to
   * @param steps what an attempt does on its own call
   */
  public Lanes(BackendSpec spec, Fleet fleet, Clock clock, Interceptor steps) {
    this.spec = spec;
    Duration permit = spec.exchange().timeouts().permit();
    throttle = fleet.limits().throttle();
    doorway = fleet.limits().places().map(places -> new Doorway(places, permit, clock));
    this.clock = clock;
    this.steps = steps;
  }

  /** How exchanges get one of the places of the backend; empty: there is no bound. */
  public Optional<Doorway> doorway() {
    return doorway;
  }

  /** The way to a member. */
  public Lane to(Member member) {
    Known found = known.get(member.number());
    if (found == null || found.member() != member) {
      found = new Known(member, lane(member));
      known.put(member.number(), found);
    }
    return found.lane();
  }

  /** Among several, health was minded when the member was chosen. */
  private BooleanSupplier gate(Member member) {
    boolean minds = spec.transport().origins().lone() && !spec.exchange().useWhenUnhealthy();
    return () -> member.admits() && (!minds || member.health().healthy());
  }

  private Lane lane(Member member) {
    Timeouts limits = spec.exchange().timeouts();
    Admission admission =
        new Admission(
            spec.label(),
            member.pool(),
            member::health,
            gate(member),
            member.breaker(),
            throttle,
            doorway,
            limits.permit(),
            limits.attempt(),
            clock);
    return new Lane(admission, member.pool().client(limits, steps));
  }
}
