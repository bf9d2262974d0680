package io.forebay.simulation;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/** A disaster as a picture: success and p99, second by second, a line for everybody's manners. */
final class Plot {
  private static final List<String> COLOURS =
      List.of("#bbbbbb", "#0072b2", "#999933", "#009e73", "#e69f00", "#cc3311");
  private static final int WIDTH = 600;
  private static final int HEIGHT = 120;
  private static final int LEFT = 60;
  private static final double MOST_MILLIS = 2_000;

  private final StringBuilder svg = new StringBuilder();

  private Plot() {}

  static String of(Disaster disaster, Map<String, World> worlds) {
    Plot plot = new Plot();
    plot.line(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 820 350' font-family='sans-serif'"
            + " font-size='11'>");
    plot.line("<rect width='820' height='350' fill='white'/>");
    plot.text(LEFT, 18, Report.name(disaster));
    plot.frame(30, "success %", "0", "100");
    plot.frame(190, "p99 ms", "10", "2000");
    int number = 0;
    for (Map.Entry<String, World> entry : worlds.entrySet()) {
      plot.lines(number++, entry.getKey(), entry.getValue().seen);
    }
    plot.line("</svg>");
    return plot.svg.toString();
  }

  private void lines(int number, String name, Seen seen) {
    String colour = COLOURS.get(number);
    polyline(colour, 30, second -> seen.successPercent(second, second + 1) / 100);
    polyline(colour, 190, second -> logarithmic(seen.percentile(99, second, second + 1)));
    int y = 40 + 18 * number;
    line("<rect x='672' y='" + (y - 8) + "' width='10' height='10' fill='" + colour + "'/>");
    text(688, y + 1, name);
  }

  private static double logarithmic(double millis) {
    double clamped = Math.min(MOST_MILLIS, Math.max(10, millis));
    return StrictMath.log10(clamped / 10) / StrictMath.log10(MOST_MILLIS / 10);
  }

  private void polyline(String colour, int top, IntToDoubleFunction part) {
    svg.append("<polyline fill='none' stroke='").append(colour).append("' points='");
    for (int second = 0; second < Disaster.SECONDS; second++) {
      double x = LEFT + (double) WIDTH * second / Disaster.SECONDS;
      double y = top + HEIGHT * (1 - part.applyAsDouble(second));
      svg.append(String.format(Locale.ROOT, "%.0f,%.0f ", x, y));
    }
    svg.setLength(svg.length() - 1);
    line("'/>");
  }

  private void frame(int top, String title, String least, String most) {
    line(
        "<rect x='%d' y='%d' width='%d' height='%d' fill='none' stroke='#ddd'/>"
            .formatted(LEFT, top, WIDTH, HEIGHT));
    text(4, top + HEIGHT / 2, title);
    text(32, top + 10, most);
    text(32, top + HEIGHT, least);
    for (int second = 0; second <= Disaster.SECONDS; second += 10) {
      text(LEFT + WIDTH * second / Disaster.SECONDS - 4, top + HEIGHT + 14, second + " s");
    }
  }

  private void text(int x, int y, String words) {
    line("<text x='%d' y='%d'>%s</text>".formatted(x, y, words));
  }

  private void line(String text) {
    svg.append(text).append('\n');
  }
}
