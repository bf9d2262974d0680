package io.forebay.benchmarks.pieces;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import io.forebay.Environment;
import io.forebay.health.HealthSpec;
import io.forebay.internal.health.HealthMonitor;
import io.forebay.internal.health.HttpProbe;
import io.forebay.internal.health.ProbeThreads;
import io.forebay.internal.pool.OriginPool;
import io.forebay.spec.Origin;
import io.forebay.spec.TransportSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What probing many origins each second costs, and whether it keeps up. Start it by {@code
 * benchmarks/probes}: it probes an origin in a process of its own, warms up for as long as it
 * measures, and prints one line. One descriptor an origin is needed on both sides.
 */
public final class ProbeBenchmark {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final List<OriginPool> pools = new ArrayList<>();
  private final List<HealthMonitor> monitors = new ArrayList<>();
  private final Lateness lateness = new Lateness(INTERVAL);
  private final int origins;
  private final int hanging;
  private final Duration window;

  private ProbeBenchmark(int origins, int hanging, Duration window) {
    this.origins = origins;
    this.hanging = hanging;
    this.window = window;
  }

  /**
   * Measures once.
   *
   * @param arguments how many origins, default 10000; how many of them hang, default 0; how many
   *     seconds, default 30
   */
  @SuppressWarnings("SystemOut") // The line is what it is for.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int origins = argument(arguments, 0, 10_000);
    int hanging = argument(arguments, 1, 0);
    Duration window = Duration.ofSeconds(argument(arguments, 2, 30));
    Process origin = origin();
    try (BufferedReader said =
        new BufferedReader(new InputStreamReader(origin.getInputStream(), UTF_8))) {
      int port = Integer.parseInt(said.readLine());
      System.out.println(new ProbeBenchmark(origins, hanging, window).run(port));
    } finally {
      origin.destroy();
      origin.waitFor(10, TimeUnit.SECONDS);
    }
  }

  private static int argument(String[] arguments, int place, int usual) {
    return place < arguments.length ? Integer.parseInt(arguments[place]) : usual;
  }

  private static Process origin() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    return new ProcessBuilder(java, "-Xmx128m", "-cp", classes, ProbeOrigin.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private String run(int port) throws InterruptedException {
    for (int i = 0; i < origins; i++) {
      open(i, port);
    }
    for (int i = 0; i < origins; i++) {
      monitors.get(i).start(i, origins);
    }
    Thread.sleep(window.toMillis());
    lateness.clear();
    THREADS.resetPeakThreadCount();
    long cpu = SYSTEM.getProcessCpuTime();
    Thread.sleep(window.toMillis());
    String line = line(SYSTEM.getProcessCpuTime() - cpu);
    monitors.forEach(HealthMonitor::close);
    pools.forEach(pool -> pool.close(Duration.ZERO));
    return line;
  }

  private void open(int number, int port) {
    String label = "origin" + number;
    boolean hangs = number % Math.max(1, origins) < hanging;
    HealthSpec check =
        new HealthSpec.Builder()
            .interval(INTERVAL)
            .jitter(0)
            .path(hangs ? ProbeOrigin.HANG : "/")
            .build();
    Origin origin = new Origin("http", ProbeOrigin.host(number), port);
    OriginPool pool = new OriginPool(label, TransportSpec.of(origin), Environment.system());
    HttpProbe probe = new HttpProbe(label, check, pool);
    pools.add(pool);
    monitors.add(
        new HealthMonitor(
            label,
            check,
            hangs ? probe : lateness.of(probe),
            Environment.system().clock(),
            ProbeThreads.SHARED,
            state -> {}));
  }

  private String line(long cpuNanos) {
    long healthy = monitors.stream().filter(monitor -> monitor.state().failures() == 0).count();
    long probes = lateness.count();
    return String.format(
        Locale.ROOT,
        "%,d origins, %,d hang; %,d probes a second of the others, %.1f us CPU each, %.2f cores;"
            + " late ms p50 %.1f, p99 %.1f, most %.0f; intervals missed %,d; threads at most %d;"
            + " healthy %,d",
        origins,
        hanging,
        probes / window.toSeconds(),
        cpuNanos / 1e3 / Math.max(1, probes),
        (double) cpuNanos / window.toNanos(),
        lateness.millis(0.5),
        lateness.millis(0.99),
        lateness.millis(1),
        lateness.missed(),
        THREADS.getPeakThreadCount(),
        healthy);
  }
}
