package io.forebay.benchmarks.pieces;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.openjdk.jmh.results.RunResult;

/**
 * What a piece may cost more than another in the same run.
 *
 * @param what is bounded
 * @param dear the row with the piece
 * @param base the row without it; empty: nothing is taken off
 * @param nanos most CPU time
 * @param bytes most bytes
 */
record Bound(String what, String dear, String base, double nanos, double bytes) {
  private static final List<Bound> ALL =
      List.of(
          new Bound("guard", "Guard.small guarded=true", "Guard.small guarded=false", 1_500, 256),
          new Bound("defaults", "Pipeline.forebay", "Pipeline.okHttp", 5_000, 1_536),
          new Bound("open and close", "Opening.openAndClose", "", 1_000_000, 65_536));

  /** A line for each bound whose rows were measured. */
  static List<String> lines(Collection<RunResult> results) {
    List<Row> rows = results.stream().map(Row::of).toList();
    List<String> lines = new ArrayList<>();
    for (Bound bound : ALL) {
      bound.line(rows).ifPresent(lines::add);
    }
    return lines;
  }

  private Optional<String> line(List<Row> rows) {
    Row none = new Row("", 0, 0, 0, 0);
    Optional<Row> with = named(dear, rows);
    Optional<Row> without = base.isEmpty() ? Optional.of(none) : named(base, rows);
    return with.flatMap(more -> without.map(less -> line(more, less)));
  }

  private String line(Row more, Row less) {
    double cpu = more.cpu() - less.cpu();
    double allocated = more.bytes() - less.bytes();
    return String.format(
        Locale.ROOT,
        "bound %-16s %+,.0f ns CPU (at most %,.0f) %+,.0f B (at most %,.0f): %s",
        what,
        cpu,
        nanos,
        allocated,
        bytes,
        verdict(cpu, allocated, Math.max(more.spread(), less.spread())));
  }

  /** CPU times that spread further than the bound say nothing about it; bytes hardly spread. */
  private String verdict(double cpu, double allocated, double spread) {
    if (allocated > bytes) {
      return "BROKEN";
    }
    if (spread > nanos) {
      return String.format(Locale.ROOT, "unclear, CPU times spread over %,.0f ns", spread);
    }
    return cpu <= nanos ? "holds" : "BROKEN";
  }

  private static Optional<Row> named(String name, List<Row> rows) {
    return rows.stream().filter(row -> row.name().equals(name)).findFirst();
  }
}
