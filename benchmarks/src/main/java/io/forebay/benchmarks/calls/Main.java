package io.forebay.benchmarks.calls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The command: measures, prints the tables, and writes them and a chart into the documents. */
public final class Main {
  private static final int CHART_CALLERS = 16;

  private Main() {}

  /** See {@link Options#HELP}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (List.of(arguments).contains("--help")) {
      System.out.print(Options.HELP);
      return;
    }
    try {
      run(Options.of(arguments));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.print(Options.HELP);
      System.exit(2);
    }
  }

  private static void run(Options options) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("forebay-benchmarks");
    System.out.println("what the processes say beside stands in " + folder);
    measure(options, folder);
    delete(folder); // Not where something went wrong: it may say why.
  }

  private static void measure(Options options, Path folder)
      throws IOException, InterruptedException {
    try (Origin origin = Origin.start(folder, Machine.program("nginx"))) {
      List<Sample> samples = new Rounds(options, origin).run(folder);
      Report report = new Report(options, samples);
      String tables = report.markdown(conditions(options, origin));
      System.out.println("\n" + tables);
      if (options.write()) {
        Cell cell = charted(options);
        Report.replace(options.docs().resolve("performance.md"), tables);
        Files.writeString(
            options.docs().resolve("performance.svg"), Chart.svg(cell, report.rows(cell)));
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  /** The first work, with as near to 16 callers as was measured. */
  private static Cell charted(Options options) {
    return options.cells().stream()
        .filter(cell -> cell.work() == options.works().get(0))
        .min(Comparator.comparingInt(cell -> Math.abs(cell.callers() - CHART_CALLERS)))
        .orElseThrow();
  }

  private static String conditions(Options options, Origin origin) throws IOException {
    return "Measured on %s: %s; clients on Java %s; the origin is %s; %s. %s of %s s."
        .formatted(
            LocalDate.now(ZoneOffset.UTC),
            Machine.describe(),
            javaVersion(options.jdk()),
            origin.name(),
            Machine.pins() ? "client and origin have a core each" : "nothing is pinned",
            options.rounds() == 1 ? "one round" : options.rounds() + " rounds",
            options.pace().window().toMillis() / 1e3);
  }

  private static String javaVersion(Path jdk) throws IOException {
    return Files.readAllLines(jdk.resolve("release")).stream()
        .filter(line -> line.startsWith("JAVA_VERSION="))
        .map(line -> line.substring(line.indexOf('=') + 1).replace("\"", ""))
        .findFirst()
        .orElse("?");
  }
}
