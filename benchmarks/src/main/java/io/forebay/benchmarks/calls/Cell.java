package io.forebay.benchmarks.calls;

/**
 * What all clients are compared on.
 *
 * @param work what each caller does
 * @param callers how many do it at the same time
 */
record Cell(Work work, int callers) {
  String title() {
    return work.title() + ", " + callers + (callers == 1 ? " caller" : " callers");
  }
}
