package io.forebay.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Meets every fault of the lab and writes what came of it into {@code docs/faults.md}. Not part of
 * the build: the profile {@code fault-lab} runs it.
 */
class FaultLab {
  private static final int OUT_OF_MEMORY = 3; // What ExitOnOutOfMemoryError leaves.

  private static final Path LOG = Path.of("target", "fault-lab.log");

  private final Map<Fault.Table, Map<String, String>> cells = new EnumMap<>(Fault.Table.class);
  private final List<String> problems = new ArrayList<>();

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void everyFaultEndsInAnOutcomeThatIsPermitted() throws Exception {
    Lab lab = Lab.find();
    List<Fault> plan = Fault.plan();
    assertThat(lab.modes()).as("modes of the lab").allMatch(mode -> planned(plan, mode));
    lab.warmUp();
    Files.deleteIfExists(LOG);

    for (Fault.Table table : Fault.Table.values()) {
      meet(table, List.of());
      for (Fault fault : plan) {
        if (fault.table() == table && fault.is("heavy")) {
          meet(table, List.of(fault.name()));
        }
      }
    }

    report(plan);
    assertThat(problems).isEmpty();
  }

  private static boolean planned(List<Fault> plan, String mode) {
    return plan.stream().anyMatch(fault -> fault.path().split("\\?", -1)[0].equals("/m/" + mode));
  }

  /** In a JVM of its own, so that its end is a result. */
  private void meet(Fault.Table table, List<String> names) throws Exception {
    Process process = start(table, names);
    String last = names.isEmpty() ? "the first" : "none";
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        String[] columns = line.split("\t", -1);
        if (columns[0].equals(Trial.RESULT)) {
          last = columns[1];
          record(table, columns[1], columns[2], columns[3]);
        }
      }
    }
    int exit = process.waitFor();
    if (exit != 0) {
      String end = exit == OUT_OF_MEMORY ? "out of memory" : "exit " + exit;
      if (names.isEmpty()) {
        problems.add(table + ": " + end + " after " + last);
      } else {
        record(table, names.get(0), "**JVM: " + end + "**", end);
      }
    }
  }

  private static Process start(Fault.Table table, List<String> names) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
    System.getProperties()
        .forEach(
            (key, value) -> {
              if (String.valueOf(key).startsWith("forebay.lab.")) {
                command.add("-D" + key + "=" + value);
              }
            });
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Trial.class.getName()));
    command.add(table.name());
    command.addAll(names);
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.appendTo(LOG.toFile()))
        .start();
  }

  private void record(Fault.Table table, String name, String cell, String problem) {
    System.out.println(
        table + " " + name + ": " + cell + (problem.isEmpty() ? "" : "  <- " + problem));
    cells.computeIfAbsent(table, t -> new LinkedHashMap<>()).put(name, cell);
    if (!problem.isEmpty()) {
      problems.add(table + " " + name + ": " + problem);
    }
  }

  // ---- the report

  /** Replaces the last column of each row. */
  private void report(List<Fault> plan) throws IOException {
    Path file = Path.of("..", "docs", "faults.md");
    List<String> lines = new ArrayList<>();
    Fault.Table table = null;
    for (String line : Files.readAllLines(file)) {
      table = line.startsWith("#") ? headed(line) : table;
      lines.add(table == null ? line : row(table, line));
    }
    Files.write(file, lines);
    for (Fault fault : plan) {
      if (lines.stream().noneMatch(line -> line.startsWith(start(fault.name())))) {
        problems.add("docs/faults.md has no row for " + fault.name());
      }
    }
  }

  private static Fault.Table headed(String line) {
    for (Fault.Table table : Fault.Table.values()) {
      if (line.equals(table.heading)) {
        return table;
      }
    }
    return null;
  }

  private String row(Fault.Table table, String line) {
    for (Map.Entry<String, String> cell : cells.getOrDefault(table, Map.of()).entrySet()) {
      if (line.startsWith(start(cell.getKey()))) {
        String[] columns = line.split(" \\| ", -1);
        return columns[0] + " | " + columns[1] + " | " + cell.getValue() + " |";
      }
    }
    return line;
  }

  private static String start(String name) {
    return "| `" + name + "` |";
  }
}
