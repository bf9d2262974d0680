package io.forebay.benchmarks.calls;

/** What became of the calls of one caller, or of all of them. Not thread-safe. */
final class Tally {
  private final Histogram times = new Histogram();
  private long errors;
  private String failure = "";

  void failed(String how) {
    errors++;
    failure = how;
  }

  void add(Tally other) {
    times.add(other.times);
    errors += other.errors;
    if (!other.failure.isEmpty()) {
      failure = other.failure;
    }
  }

  Histogram times() {
    return times;
  }

  long errors() {
    return errors;
  }

  /** What the last error says; empty if there is none. */
  String failure() {
    return failure;
  }
}
