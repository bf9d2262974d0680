package io.forebay.internal.discovery;

/** A lookup under way, and the thread that it keeps. Guarded by the lock of its discovery. */
final class Asking {
  private final Thread thread = Thread.currentThread();
  private final long overdueAt;
  private boolean overdue;
  private boolean interrupted;

  /** By this thread, until then. */
  Asking(long overdueAt) {
    this.overdueAt = overdueAt;
  }

  long overdueAt() {
    return overdueAt;
  }

  /** Whether it took longer than it may, and that has been said. */
  boolean overdue() {
    return overdue;
  }

  /** Whether it is overdue now, and was not before; then its thread is interrupted. */
  boolean becomesOverdue(long now) {
    if (overdue || now - overdueAt < 0) {
      return false;
    }
    overdue = true;
    interrupt();
    return true;
  }

  /** Interrupts the thread, unless that is who asks for it. */
  void interrupt() {
    if (!thread.equals(Thread.currentThread())) {
      interrupted = true;
      thread.interrupt();
    }
  }

  /** Called by the thread itself: an interrupt of ours means nothing to whom it works for next. */
  void forgetInterrupt() {
    if (interrupted) {
      Thread.interrupted();
    }
  }
}
