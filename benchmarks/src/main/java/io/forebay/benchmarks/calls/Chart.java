package io.forebay.benchmarks.calls;

import io.forebay.benchmarks.calls.clients.Catalog;
import java.util.List;
import java.util.Locale;

/** The processor time a call as horizontal bars, written as SVG. */
final class Chart {
  private static final int WIDTH = 840;
  private static final int LABELS = 330;
  private static final int BARS = 330;
  private static final int TOP = 58;
  private static final int STEP = 28;

  private Chart() {}

  /** A chart of one table. */
  static String svg(Cell cell, List<Row> rows) {
    double most = rows.stream().mapToDouble(Row::cpu).max().orElse(1);
    double okhttp =
        rows.stream().filter(r -> r.client() == Catalog.OKHTTP).mapToDouble(Row::cpu).sum();
    StringBuilder svg = new StringBuilder(head(cell, TOP + STEP * rows.size() + 10));
    int y = TOP;
    for (Row row : rows) {
      svg.append(bar(row, y, BARS * row.cpu() / most, okhttp));
      y += STEP;
    }
    return svg.append("</svg>\n").toString();
  }

  private static String head(Cell cell, int height) {
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d"
             font-family="sans-serif" font-size="14" role="img" aria-label="CPU per call">
        <rect width="100%%" height="100%%" fill="#ffffff"/>
        <text x="16" y="24" font-size="16" font-weight="bold" fill="#1f2328">\
        CPU a call, in µs: %s</text>
        <text x="16" y="44" font-size="12" fill="#59636e">\
        user and system time of the client's process; less is better; × is the ratio to OkHttp</text>
        """
        .formatted(WIDTH, height, WIDTH, height, cell.title());
  }

  private static String bar(Row row, int y, double length, double okhttp) {
    boolean ours = row.client() == Catalog.FOREBAY || row.client() == Catalog.FOREBAY_FULL;
    String ratio = okhttp == 0 ? "" : String.format(Locale.ROOT, " (× %.2f)", row.cpu() / okhttp);
    return String.format(
        Locale.ROOT,
        """
        <text x="%d" y="%d" text-anchor="end" fill="#1f2328"%s>%s</text>
        <rect x="%d" y="%d" width="%.1f" height="18" fill="%s"/>
        <text x="%.1f" y="%d" fill="#1f2328">%.1f%s</text>
        """,
        LABELS - 10,
        y + 14,
        ours ? " font-weight=\"bold\"" : "",
        row.client().title(),
        LABELS,
        y,
        length,
        ours ? "#0969da" : "#8c959f",
        LABELS + length + 6,
        y + 14,
        row.cpu(),
        row.clean() ? ratio : ratio + " disturbed");
  }
}
