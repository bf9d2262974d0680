package io.forebay.benchmarks.calls;

import io.forebay.benchmarks.calls.clients.Catalog;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What a client needed for one cell: the medians of its clean windows, or of all if none was clean.
 *
 * @param client who
 * @param windows the windows that count
 * @param clean whether they are clean
 * @param errors of all its windows
 * @param failure what the last of them says
 */
record Row(Catalog client, List<Window> windows, boolean clean, long errors, String failure) {

  /** The client's row; empty if it was not measured. */
  static Optional<Row> of(Catalog client, Cell cell, List<Sample> samples) {
    List<Sample> all =
        samples.stream().filter(s -> s.client() == client && s.cell().equals(cell)).toList();
    List<Sample> clean = all.stream().filter(Sample::clean).toList();
    List<Window> windows = (clean.isEmpty() ? all : clean).stream().map(Sample::window).toList();
    if (windows.isEmpty()) {
      return Optional.empty();
    }
    long errors = all.stream().mapToLong(sample -> sample.window().errors()).sum();
    String failure =
        all.stream().map(s -> s.window().failure()).filter(f -> !f.isEmpty()).findAny().orElse("");
    return Optional.of(new Row(client, windows, !clean.isEmpty(), errors, failure));
  }

  /** Microseconds of processor time a call. */
  double cpu() {
    return median(Window::cpuMicros);
  }

  /** How far its windows lie apart in that, as a part of the median. */
  double spread() {
    double[] all = windows.stream().mapToDouble(Window::cpuMicros).sorted().toArray();
    return (all[all.length - 1] - all[0]) / cpu();
  }

  /** The middle of the windows. */
  double median(ToDoubleFunction<Window> figure) {
    double[] all = windows.stream().mapToDouble(figure).sorted().toArray();
    int half = all.length / 2;
    return all.length % 2 == 1 ? all[half] : (all[half - 1] + all[half]) / 2;
  }
}
