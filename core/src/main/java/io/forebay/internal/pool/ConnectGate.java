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
  private @Nullable WireCall connecting;
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
  void enter(WireCall call) throws ConnectBusyException {
    if (open) {
      return;
    }
    lock.lock();
    try {
      // One that was made since the exchange looked may serve it: it has to look again.
      if (call.connectionsSeen() != made.get() || (connecting != null && connecting != call)) {
        throw new ConnectBusyException();
      }
      connecting = call;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives the right to connect back, if {@code call} holds it.
   *
   * @param protocol what the connection speaks; null if there is none
   * @return whether it held it
   */
  boolean leave(WireCall call, @Nullable Protocol protocol) {
    if (open) {
      return false;
    }
    lock.lock();
    try {
      if (connecting != call) {
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
  void await(WireCall call, long nanos) throws InterruptedException {
    if (open) {
      return;
    }
    call.onCancel(this::wakeAll);
    lock.lock();
    try {
      long left = Math.min(nanos, TimeUnit.HOURS.toNanos(1));
      while (connecting != null && connecting != call && left > 0 && !call.isCanceled()) {
        left = finished.awaitNanos(left);
      }
    } finally {
      lock.unlock();
      call.onCancel(null);
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
