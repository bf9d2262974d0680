package io.forebay.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What was asked for last, kept because it will be asked for again. Thread-safe. */
final class Latest<K, V> {
  private final int most;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<K, V> kept = new LinkedHashMap<>(0, 0.75f, true); // Guarded by lock.

  /** Keeps so many. */
  Latest(int most) {
    this.most = most;
  }

  /** The value of {@code key}, made if it is not among the latest; it may be made twice. */
  V get(K key, Function<? super K, ? extends V> make) {
    V known = find(key);
    if (known != null) {
      return known;
    }
    V made = make.apply(key);
    keep(key, made);
    return made;
  }

  private @Nullable V find(K key) {
    lock.lock();
    try {
      return kept.get(key);
    } finally {
      lock.unlock();
    }
  }

  private void keep(K key, V value) {
    lock.lock();
    try {
      kept.put(key, value);
      if (kept.size() > most) {
        kept.remove(kept.keySet().iterator().next());
      }
    } finally {
      lock.unlock();
    }
  }
}
