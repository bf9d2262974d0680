package io.forebay.internal.threads;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that most never need, made once by whoever asks first. Thread-safe. */
public final class Lazy<T> implements Supplier<T> {
  private final Supplier<T> maker;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable T made; // Written under lock.

  /** What {@code maker} will make. */
  public Lazy(Supplier<T> maker) {
    this.maker = maker;
  }

  @Override
  public T get() {
    T known = made;
    if (known != null) {
      return known;
    }
    lock.lock();
    try {
      T first = made;
      if (first == null) {
        first = maker.get();
        made = first;
      }
      return first;
    } finally {
      lock.unlock();
    }
  }

  /** Does something with it, unless nobody has asked for it. */
  public void ifMade(Consumer<T> then) {
    T known = made;
    if (known != null) {
      then.accept(known);
    }
  }
}
