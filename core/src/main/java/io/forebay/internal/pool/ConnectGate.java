package io.forebay.internal.pool;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * Lets one connection be made at a time where exchanges may share it (HTTP/2): without it a hundred
 * first calls open dozens of connections and throw all but one away. Once the origin is known to
 * speak HTTP/1.1 only, the gate stands open.
 */
final class ConnectGate {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition finished = lock.newCondition();

  // Guarded by lock.
  private @Nullable Exchange connecting;
  private final AtomicLong made = new AtomicLong();
  private volatile boolean open;

  ConnectGate(boolean mayMultiplex) {
    open = !mayMultiplex;
  }

  /** Counts the connections that were made. */
  long made() {
    return made.get();
  }

  /** Whether exchanges share connections, as far as is known. */
  boolean multiplexes() {
    return !open;
  }

  /**
   * Takes the right to connect.
   *
   * @throws ConnectBusyException if somebody else is connecting; nothing has been dialled
   */
  void enter(Exchange exchange) throws ConnectBusyException {
    if (open) {
      return;
    }
    lock.lock();
    try {
      // One that was made since the exchange looked may serve it: it has to look again.
      if (exchange.connectionsSeen() != made.get()
          || (connecting != null && connecting != exchange)) {
        throw new ConnectBusyException();
      }
      connecting = exchange;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives the right to connect back, if {@code exchange} holds it.
   *
   * @param protocol what the connection speaks; null if there is none
   * @return whether it held it
   */
  boolean leave(Exchange exchange, @Nullable Protocol protocol) {
    if (open) {
      return false;
    }
    lock.lock();
    try {
      if (connecting != exchange) {
        return false;
      }
      connecting = null;
      made.addAndGet(protocol == null ? 0 : 1);
      open = protocol == Protocol.HTTP_1_1;
      finished.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Waits while somebody else is connecting, at most {@code nanos}. */
  void await(Exchange exchange, long nanos) throws InterruptedException {
    if (open) {
      return;
    }
    exchange.onCancel(this::wakeAll);
    lock.lock();
    try {
      long left = Math.min(nanos, TimeUnit.HOURS.toNanos(1));
      while (connecting != null && connecting != exchange && left > 0 && !exchange.isCanceled()) {
        left = finished.awaitNanos(left);
      }
    } finally {
      lock.unlock();
      exchange.onCancel(null);
    }
  }

  private void wakeAll() {
    lock.lock();
    try {
      finished.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
