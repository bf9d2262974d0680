package io.forebay.config;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What something cost the thread that did it; the time of other threads, and of other processes, is
 * not in it.
 *
 * @param cpuNanos the time on a processor, in nanoseconds
 * @param bytes what was allocated, be it freed again or not
 */
record Cost(long cpuNanos, long bytes) {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  static Cost of(Runnable work) {
    long cpu = THREADS.getCurrentThreadCpuTime();
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    work.run();
    return new Cost(
        THREADS.getCurrentThreadCpuTime() - cpu, THREADS.getCurrentThreadAllocatedBytes() - bytes);
  }

  /**
   * The least that something cost in a few attempts, the further ones only where it took too long:
   * a processor that is shared is slower.
   */
  static Cost leastOf(int attempts, long enoughNanos, Runnable work) {
    Cost least = of(work);
    for (int i = 1; i < attempts && least.cpuNanos >= enoughNanos; i++) {
      Cost next = of(work);
      least = next.cpuNanos < least.cpuNanos ? next : least;
    }
    return least;
  }

  @Override
  public String toString() {
    return cpuNanos / 1_000_000 + " ms of CPU, " + (bytes >> 20) + " MiB allocated";
  }
}
