package io.forebay.testing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The requests received, the newest of them kept. Thread-safe. */
final class RequestLog {
  private final Monitor monitor = new Monitor();
  private final String name;
  private final int limit;

  /** All three guarded by {@link #monitor}. */
  private final Deque<ReceivedRequest> kept = new ArrayDeque<>();

  private final Deque<ReceivedRequest> untaken = new ArrayDeque<>();
  private int count;

  RequestLog(String name, int limit) {
    this.name = name;
    this.limit = limit;
  }

  void add(ReceivedRequest request) {
    monitor.change(
        () -> {
          count++;
          append(kept, request);
          append(untaken, request);
        });
  }

  int count() {
    return monitor.read(() -> count);
  }

  List<ReceivedRequest> all() {
    return monitor.read(() -> List.copyOf(kept));
  }

  void awaitCount(int wanted, Duration bound) {
    monitor.await(
        () -> count >= wanted,
        bound,
        () -> count,
        () -> "%s: %d of %d requests".formatted(name, count, wanted));
  }

  ReceivedRequest take(Duration bound) {
    return monitor.await(
        () -> !untaken.isEmpty(),
        bound,
        untaken::remove,
        () -> "%s: no request after the %d received".formatted(name, count));
  }

  private void append(Deque<ReceivedRequest> requests, ReceivedRequest request) {
    if (requests.size() == limit) {
      requests.remove();
    }
    requests.add(request);
  }
}
