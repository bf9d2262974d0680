package io.forebay.benchmarks.pieces;

import java.util.Collection;
import java.util.Comparator;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks of this package: JMH's command line, with bytes and CPU time always counted,
 * and a short table at the end. Start it by {@code benchmarks/pieces}.
 */
public final class Pieces {
  private Pieces() {}

  /**
   * Runs what the arguments name; all of them without a name.
   *
   * @param arguments those of JMH
   * @throws CommandLineOptionException if JMH does not know an argument
   * @throws RunnerException if a benchmark cannot be run
   */
  @SuppressWarnings("SystemOut") // The table is what it is for.
  public static void main(String[] arguments) throws CommandLineOptionException, RunnerException {
    CommandLineOptions given = new CommandLineOptions(arguments);
    OptionsBuilder options = new OptionsBuilder();
    options.parent(given).addProfiler(GCProfiler.class).addProfiler(CpuProfiler.class);
    options.resultFormat(ResultFormatType.JSON);
    options.result(given.getResult().orElse("pieces.json"));
    if (given.getIncludes().isEmpty()) {
      options.include("\\.pieces\\.");
    }
    Collection<RunResult> results = new Runner(options.build()).run();
    System.out.println();
    results.stream()
        .sorted(Comparator.comparing(result -> result.getParams().id()))
        .map(Row::of)
        .forEach(System.out::println);
    Bound.lines(results).forEach(System.out::println);
  }
}
