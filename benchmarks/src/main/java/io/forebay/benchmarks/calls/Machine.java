package io.forebay.benchmarks.calls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What Linux tells of its processors. Elsewhere nothing is pinned, and the load of others is not
 * seen.
 */
final class Machine {
  private static final Path STAT = Path.of("/proc/stat");
  private static final double TICKS_PER_SECOND = 100;

  private Machine() {}

  /**
   * The processors' work up to one moment.
   *
   * @param nanos the moment
   * @param busy all that was done, by anybody
   * @param stolen what the host kept for itself
   * @param ours what the given processes did
   */
  record Ticks(long nanos, long busy, long stolen, long ours) {
    /** The processors that others kept busy since then, as in {@code 0.25} of one. */
    double foreignSince(Ticks earlier) {
      double seconds = (nanos - earlier.nanos) / 1e9;
      long others = busy - earlier.busy - (ours - earlier.ours);
      return (Math.max(0, others) + stolen - earlier.stolen) / TICKS_PER_SECOND / seconds;
    }
  }

  /** The work up to now; where it cannot be seen, none. */
  static Ticks ticks(List<ProcessHandle> ours) {
    long nanos = System.nanoTime();
    try {
      String[] all = Files.readString(STAT).split("\n", 2)[0].trim().split(" +", -1);
      long busy = 0;
      for (int field : new int[] {1, 2, 3, 6, 7}) { // user, nice, system, irq, softirq
        busy += Long.parseLong(all[field]);
      }
      long own = 0;
      for (ProcessHandle process : ours) {
        own += ticks(process);
      }
      return new Ticks(nanos, busy, Long.parseLong(all[8]), own);
    } catch (IOException notLinux) {
      return new Ticks(nanos, 0, 0, 0);
    }
  }

  private static long ticks(ProcessHandle process) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(afterName[11]) + Long.parseLong(afterName[12]);
  }

  /** The first installed program of this name. */
  static Optional<Path> program(String name) {
    return Stream.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin")
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The command, held on the processor of the clients where that is possible. */
  static List<String> onClientCore(List<String> command) {
    List<Integer> cores = cores();
    return cores.size() < 2 ? command : pinned(cores.get(0), command);
  }

  /** The command, held on the processor of the origin where that is possible. */
  static List<String> onOriginCore(List<String> command) {
    List<Integer> cores = cores();
    return cores.size() < 2 ? command : pinned(cores.get(cores.size() - 1), command);
  }

  /** Whether clients and origin have a processor each. */
  static boolean pins() {
    return cores().size() >= 2 && program("taskset").isPresent();
  }

  private static List<String> pinned(int core, List<String> command) {
    Optional<Path> taskset = program("taskset");
    if (taskset.isEmpty()) {
      return command;
    }
    List<String> pinned = new ArrayList<>(List.of(taskset.get().toString(), "-c", "" + core));
    pinned.addAll(command);
    return pinned;
  }

  /** The processors that we may use; none if that is unknown. */
  private static List<Integer> cores() {
    List<Integer> cores = new ArrayList<>();
    for (String range : value(Path.of("/proc/self/status"), "Cpus_allowed_list").split(",", -1)) {
      if (!range.isEmpty()) {
        String[] ends = range.split("-", -1);
        int last = Integer.parseInt(ends[ends.length - 1]);
        for (int core = Integer.parseInt(ends[0]); core <= last; core++) {
          cores.add(core);
        }
      }
    }
    return cores;
  }

  /** The machine in a few words. */
  static String describe() {
    String model = value(Path.of("/proc/cpuinfo"), "model name");
    return "%d cores%s, %s %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            model.isEmpty() ? "" : " (" + model + ")",
            System.getProperty("os.name"),
            System.getProperty("os.version").replaceAll("[^0-9.].*", ""));
  }

  /** What a file of {@code name: value} lines says first; empty if nothing. */
  private static String value(Path file, String name) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("");
    } catch (IOException notLinux) {
      return "";
    }
  }
}
