package io.forebay.internal;

import io.forebay.BackendObserver;
import io.forebay.BreakerState;
import io.forebay.health.Ejection;
import io.forebay.health.HealthState;
import io.forebay.internal.origins.FleetListener;
import io.forebay.spec.Durations;
import io.forebay.spec.WeightedOrigin;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what changes at a backend, and tells its observers; one that fails costs nobody anything.
 */
final class Listeners implements FleetListener {
  private static final Logger log = LoggerFactory.getLogger(Listeners.class);

  private final String label;
  private final List<BackendObserver> observers;

  Listeners(String label, List<BackendObserver> observers) {
    this.label = label;
    this.observers = observers;
  }

  @Override
  public void healthChanged(String origin, HealthState state) {
    tell(observer -> observer.healthChanged(label, origin, state));
  }

  @Override
  public void ejected(Ejection ejection) {
    log.warn(
        "{}: {} is ejected for {} ({})",
        label,
        ejection.origin(),
        Durations.format(ejection.time()),
        ejection.cause().text());
    tell(observer -> observer.originEjected(label, ejection));
  }

  @Override
  public void readmitted(String origin) {
    log.info("{}: {} is back in use", label, origin);
    tell(observer -> observer.originReadmitted(label, origin));
  }

  @Override
  public void originsChanged(List<WeightedOrigin> members) {
    log.info("{}: origins: {}", label, members);
    tell(observer -> observer.originsChanged(label, members));
  }

  @Override
  public void panicChanged(boolean panics, long up, int of, int threshold) {
    if (panics) {
      log.error(
          "{}: only {} of {} origins are up, fewer than {} %: health is ignored, all are asked",
          label, up, of, threshold);
    } else {
      log.info("{}: {} of {} origins are up: health counts again", label, up, of);
    }
    tell(observer -> observer.panicChanged(label, panics));
  }

  @Override
  public void breakerChanged(Optional<String> of, BreakerState to) {
    String whose = of.map(origin -> " of " + origin).orElse("");
    if (to == BreakerState.OPEN) {
      log.warn("{}: the circuit breaker{} is open", label, whose);
    } else {
      log.info("{}: the circuit breaker{} is {}", label, whose, to.text());
    }
    tell(observer -> observer.breakerChanged(label, of, to));
  }

  private void tell(Consumer<BackendObserver> event) {
    for (BackendObserver observer : observers) {
      try {
        event.accept(observer);
      } catch (RuntimeException e) {
        log.warn("{}: observer {} failed", label, observer.getClass().getName(), e);
      }
    }
  }
}
