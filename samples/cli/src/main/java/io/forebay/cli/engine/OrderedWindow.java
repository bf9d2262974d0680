package io.forebay.cli.engine;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Results that come in any order and leave in the order of their requests. Bounded in number and in
 * bytes, so that a slow one in front holds back what follows and not the memory. One thread adds,
 * one takes.
 */
final class OrderedWindow {
  private static final int MOST_ENTRIES = 1_000;
  private static final long MOST_BYTES = 64L << 20;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by lock.
  private final Deque<CompletableFuture<byte[]>> entries = new ArrayDeque<>();
  private long bytes;
  private boolean ended;
  private boolean closed;
  private @Nullable IOException failure;

  /**
   * Waits for room, then starts what comes next.
   *
   * @param weight the bytes of the request, which count until the result's take their place
   * @return false if nobody takes any more; nothing was started
   */
  boolean add(int weight, Supplier<CompletableFuture<byte[]>> start) {
    if (!awaitRoom(weight)) {
      return false;
    }
    CompletableFuture<byte[]> result = start.get();
    CompletableFuture<Void> unused = result.thenAccept(done -> grow(done.length - weight));
    lock.lock();
    try {
      entries.add(result);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    return true;
  }

  private boolean awaitRoom(int weight) {
    lock.lock();
    try {
      while (!closed && !hasRoom(weight)) {
        changed.awaitUninterruptibly();
      }
      bytes += weight;
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private boolean hasRoom(int weight) {
    return entries.isEmpty() || (entries.size() < MOST_ENTRIES && bytes + weight <= MOST_BYTES);
  }

  private void grow(int more) {
    lock.lock();
    try {
      bytes += more;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more will be added. If there is a reason, whoever takes hears of it at the end. */
  void end(@Nullable IOException why) {
    lock.lock();
    try {
      ended = true;
      failure = why;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the next result; empty if there is none any more.
   *
   * @throws IOException if adding ended with it
   */
  Optional<byte[]> take() throws IOException {
    CompletableFuture<byte[]> first = first();
    if (first == null) {
      return Optional.empty();
    }
    byte[] result = first.join();
    lock.lock();
    try {
      entries.remove();
      bytes -= result.length;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    return Optional.of(result);
  }

  private @Nullable CompletableFuture<byte[]> first() throws IOException {
    lock.lock();
    try {
      while (entries.isEmpty() && !ended) {
        changed.awaitUninterruptibly();
      }
      if (entries.isEmpty() && failure != null) {
        throw failure;
      }
      return entries.peek();
    } finally {
      lock.unlock();
    }
  }

  /** Nobody takes any more. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
