package io.forebay;

import io.forebay.internal.threads.SystemClock;
import io.forebay.spi.Clock;
import io.forebay.spi.NameResolver;
import java.util.ArrayList;
import java.util.List;

/**
 * What backends use but do not own. Immutable.
 *
 * @param clock the time of probes and waits
 * @param observers who hears what happens, in order
 * @param names who turns names into addresses
 */
public record Environment(Clock clock, List<BackendObserver> observers, NameResolver names) {

  /** Copies the list. */
  public Environment {
    observers = List.copyOf(observers);
  }

  /** The system's time and names, and nobody listening. */
  public static Environment system() {
    return new Environment(SystemClock.INSTANCE, List.of(), NameResolver.system());
  }

  /** The same on another clock. */
  public Environment withClock(Clock other) {
    return new Environment(other, observers, names);
  }

  /** The same with one more observer. */
  public Environment withObserver(BackendObserver observer) {
    List<BackendObserver> more = new ArrayList<>(observers);
    more.add(observer);
    return new Environment(clock, more, names);
  }

  /** The same with another resolver. */
  public Environment withNames(NameResolver other) {
    return new Environment(clock, observers, other);
  }
}
