package io.forebay.internal.discovery;

import io.forebay.spec.WeightedOrigin;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a listener each list that differs from the one before, one at a time and in order. Who
 * comes while another tells leaves it to that one. Thread-safe.
 */
final class Telling {
  private static final Logger log = LoggerFactory.getLogger(Telling.class);

  private final String label;
  private final Consumer<List<WeightedOrigin>> listener;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by lock.
  private List<WeightedOrigin> told = List.of();
  private boolean telling;
  private boolean more;

  Telling(String label, Consumer<List<WeightedOrigin>> listener) {
    this.label = label;
    this.listener = listener;
  }

  /**
   * Tells what there is, until it is what was told last.
   *
   * @param current the list; an empty one is not told
   */
  void tell(Supplier<List<WeightedOrigin>> current) {
    if (!takeTurn()) {
      return;
    }
    boolean ended = false;
    try {
      do {
        List<WeightedOrigin> list = current.get();
        if (!list.isEmpty() && isNews(list)) {
          tell(list);
        }
        ended = !hasMore();
      } while (!ended);
    } finally {
      if (!ended) {
        stop(); // An error of the listener must not silence it for good.
      }
    }
  }

  private boolean takeTurn() {
    lock.lock();
    try {
      more = telling;
      boolean mine = !telling;
      telling = true;
      return mine;
    } finally {
      lock.unlock();
    }
  }

  private boolean isNews(List<WeightedOrigin> list) {
    lock.lock();
    try {
      boolean news = !list.equals(told);
      told = list;
      return news;
    } finally {
      lock.unlock();
    }
  }

  /** Whether somebody came meanwhile; if nobody did, the turn is over. */
  private boolean hasMore() {
    lock.lock();
    try {
      telling = more;
      more = false;
      return telling;
    } finally {
      lock.unlock();
    }
  }

  private void stop() {
    lock.lock();
    try {
      telling = false;
    } finally {
      lock.unlock();
    }
  }

  private void tell(List<WeightedOrigin> list) {
    log.debug("{}: origins: {}", label, list);
    try {
      listener.accept(list);
    } catch (RuntimeException e) {
      log.warn("{}: listener {} of origins failed", label, listener.getClass().getName(), e);
    }
  }
}
