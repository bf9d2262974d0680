package io.forebay.internal.pipeline;

import io.forebay.BackendObserver;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who hears what happens, in order; one that fails costs nobody anything. */
record Observers(List<BackendObserver> all) {
  private static final Logger log = LoggerFactory.getLogger(Observers.class);

  boolean none() {
    return all.isEmpty();
  }

  void tell(Consumer<BackendObserver> event) {
    for (BackendObserver observer : all) {
      try {
        event.accept(observer);
      } catch (RuntimeException e) {
        log.warn("observer {} failed", observer.getClass().getName(), e);
      }
    }
  }
}
