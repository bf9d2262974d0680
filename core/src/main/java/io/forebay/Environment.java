package io.forebay;

import io.forebay.internal.threads.SystemClock;
import io.forebay.spi.Clock;
import io.forebay.spi.ContractFactory;
import io.forebay.spi.NameResolver;
import io.forebay.spi.OriginSource;
import io.forebay.spi.Telemetry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What backends use but do not own. Immutable.
 *
 * @param clock the time of probes and waits
 * @param observers who hears what happens, in order
 * @param names who turns names into addresses
 * @param originSources who tells where origins are, by the name that {@link
 *     io.forebay.spec.Discovery.Custom} says
 * @param contracts who reads contracts; empty: who is found on the class or module path
 * @param telemetry who follows exchanges and their attempts; empty: nobody
 */
public record Environment(
    Clock clock,
    List<BackendObserver> observers,
    NameResolver names,
    Map<String, OriginSource> originSources,
    Optional<ContractFactory> contracts,
    Optional<Telemetry> telemetry) {

  /** Copies the collections. */
  public Environment {
    observers = List.copyOf(observers);
    originSources = Map.copyOf(originSources);
  }

  /** The system's time and names, and nobody listening. */
  public static Environment system() {
    return new Environment(
        SystemClock.INSTANCE,
        List.of(),
        NameResolver.system(),
        Map.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same on another clock. */
  public Environment withClock(Clock other) {
    return new Environment(other, observers, names, originSources, contracts, telemetry);
  }

  /** The same with one more observer. */
  public Environment withObserver(BackendObserver observer) {
    List<BackendObserver> more = new ArrayList<>(observers);
    more.add(observer);
    return new Environment(clock, more, names, originSources, contracts, telemetry);
  }

  /** The same with another resolver. */
  public Environment withNames(NameResolver other) {
    return new Environment(clock, observers, other, originSources, contracts, telemetry);
  }

  /**
   * The same with one more source of origins.
   *
   * @param name what backends call it by; a source that had this name is replaced
   */
  public Environment withOriginSource(String name, OriginSource source) {
    Map<String, OriginSource> more = new HashMap<>(originSources);
    more.put(name, source);
    return new Environment(clock, observers, names, more, contracts, telemetry);
  }

  /** The same with another reader of contracts, in place of whoever would be found. */
  public Environment withContracts(ContractFactory reader) {
    return new Environment(clock, observers, names, originSources, Optional.of(reader), telemetry);
  }

  /** The same with somebody who follows exchanges, in place of who did before. */
  public Environment withTelemetry(Telemetry follower) {
    return new Environment(
        clock, observers, names, originSources, contracts, Optional.of(follower));
  }
}
