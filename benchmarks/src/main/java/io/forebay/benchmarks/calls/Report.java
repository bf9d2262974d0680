package io.forebay.benchmarks.calls;

import io.forebay.benchmarks.calls.clients.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The result as Markdown: one table a cell. */
final class Report {
  private static final String BEGIN = "<!-- measured: begin -->";
  private static final String END = "<!-- measured: end -->";
  private static final String HEAD =
      """
      | client | CPU µs | × OkHttp | × raw | spread | bytes | p50 µs | p99 µs | calls/s | windows | errors |
      |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
      """;

  private final Options options;
  private final List<Sample> samples;

  Report(Options options, List<Sample> samples) {
    this.options = options;
    this.samples = samples;
  }

  /** All tables, below a line that says where they come from. */
  String markdown(String machine) {
    StringBuilder text = new StringBuilder(machine).append('\n');
    for (Cell cell : options.cells()) {
      text.append("\n### ").append(cell.title()).append("\n\n").append(HEAD);
      for (Row row : rows(cell)) {
        text.append(line(row, cell));
      }
    }
    return text.toString();
  }

  /** The rows of one table, in the order of the catalog. */
  List<Row> rows(Cell cell) {
    List<Row> rows = new ArrayList<>();
    for (Catalog client : options.clients()) {
      Row.of(client, cell, samples).ifPresent(rows::add);
    }
    return rows;
  }

  private String line(Row row, Cell cell) {
    return String.format(
        Locale.ROOT,
        "| %s | %.1f | %s | %s | %.0f %% | %,.0f | %,.0f | %,.0f | %,.0f | %s | %s |%n",
        row.client().title(),
        row.cpu(),
        ratio(row, Catalog.OKHTTP, cell),
        ratio(row, Catalog.RAW, cell),
        row.spread() * 100,
        row.median(Window::bytes),
        row.median(Window::p50),
        row.median(Window::p99),
        row.median(Window::callsPerSecond),
        windows(row),
        errors(row));
  }

  private String ratio(Row row, Catalog to, Cell cell) {
    Optional<Row> other = Row.of(to, cell, samples);
    return other.map(o -> String.format(Locale.ROOT, "%.2f", row.cpu() / o.cpu())).orElse("–");
  }

  private String windows(Row row) {
    if (!row.clean()) {
      return row.windows().size() + ", **none clean**";
    }
    return row.windows().size() < options.rounds()
        ? row.windows().size() + " of " + options.rounds()
        : "" + row.windows().size();
  }

  private static String errors(Row row) {
    return row.errors() == 0
        ? "0"
        : "**%d**: %s".formatted(row.errors(), row.failure().replaceAll("[|\\s]+", " "));
  }

  /** Puts text between the two markers of a file. */
  static void replace(Path file, String text) throws IOException {
    String before = Files.readString(file);
    int begin = before.indexOf(BEGIN);
    int end = before.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(file + ": no line " + BEGIN + " before " + END);
    }
    Files.writeString(
        file, before.substring(0, begin) + BEGIN + "\n" + text + before.substring(end));
  }
}
