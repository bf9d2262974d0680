package io.forebay.benchmarks.calls;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;

/**
 * What this process used up to one moment.
 *
 * @param nanos the moment
 * @param cpuNanos user and system time of the whole process, collector and compiler included
 * @param bytes what its threads allocated. From Java 21 on of all threads that ever were, virtual
 *     ones included, because they run on threads that count; before, of those that live
 */
record Meters(long nanos, long cpuNanos, long bytes) {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  static Meters read() {
    return new Meters(System.nanoTime(), SYSTEM.getProcessCpuTime(), allocated());
  }

  private static long allocated() {
    try {
      Method total = ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes");
      return (long) total.invoke(THREADS);
    } catch (ReflectiveOperationException beforeJava21) {
      long sum = 0;
      for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
        sum += Math.max(0, bytes); // -1: it has just ended.
      }
      return sum;
    }
  }
}
