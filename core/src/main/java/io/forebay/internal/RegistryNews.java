package io.forebay.internal;

import io.forebay.BackendObserver;
import io.forebay.RegistryContent;
import io.forebay.RegistryVersion;
import io.forebay.RegistryWatch;
import io.forebay.internal.versions.Differences;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells observers what becomes of a registry, one thing after the other and in the order in which
 * it happened, outside of any lock. Who comes while somebody else tells leaves it to that one.
 */
final class RegistryNews {
  private static final Logger log = LoggerFactory.getLogger(RegistryNews.class);

  private final List<BackendObserver> observers;
  private final Queue<Consumer<BackendObserver>> untold = new ConcurrentLinkedQueue<>();
  private final AtomicInteger askedToTell = new AtomicInteger();

  RegistryNews(List<BackendObserver> observers) {
    this.observers = observers;
  }

  /** A version came into force; told by the next {@link #tell}. */
  void activated(RegistryContent before, RegistryVersion version) {
    if (!observers.isEmpty()) {
      untold.add(
          observer ->
              observer.registryActivated(version, Differences.between(before, version.content())));
    }
  }

  /** A listener of watched files, and the observers beside it. */
  RegistryWatch.Listener of(List<Path> files, RegistryWatch.Listener listener) {
    return new RegistryWatch.Listener() {
      @Override
      public void activated(RegistryVersion version) {
        listener.activated(version);
      }

      @Override
      public void refused(String problem) {
        untold.add(observer -> observer.registryFilesRefused(files, problem));
        tell();
        listener.refused(problem);
      }
    };
  }

  /** Tells what happened, unless somebody is telling: then that one goes on. */
  void tell() {
    int asked = askedToTell.incrementAndGet();
    if (asked > 1) {
      return;
    }
    while (asked > 0) {
      @Nullable Consumer<BackendObserver> one = untold.poll();
      if (one == null) {
        asked = askedToTell.addAndGet(-asked);
      } else {
        tell(one);
      }
    }
  }

  private void tell(Consumer<BackendObserver> one) {
    for (BackendObserver observer : observers) {
      try {
        one.accept(observer);
      } catch (RuntimeException | Error e) { // An error must not silence it for good.
        log.warn("registry: observer {} failed", observer.getClass().getName(), e);
      }
    }
  }
}
