package io.forebay.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The connections of one origin and the threads that serve them. Thread-safe. */
final class ConnectionTable {
  private final Monitor monitor = new Monitor();
  private final String name;

  /** All guarded by {@link #monitor}. A thread stays until it has died, its connection does not. */
  private final Map<Integer, Connection> open = new LinkedHashMap<>();

  private final List<Thread> threads = new ArrayList<>();
  private int accepted;
  private int peak;

  ConnectionTable(String name) {
    this.name = name;
  }

  void add(int number, Connection connection, Thread thread) {
    monitor.change(
        () -> {
          threads.removeIf(old -> !old.isAlive());
          threads.add(thread);
          open.put(number, connection);
          accepted++;
          peak = Math.max(peak, open.size());
          thread.start(); // under the lock: a thread in the list has been started
        });
  }

  void remove(int number) {
    monitor.change(() -> open.remove(number));
  }

  void abortAll() {
    monitor.read(() -> List.copyOf(open.values())).forEach(Connection::abort);
  }

  List<Thread> threads() {
    return monitor.read(() -> List.copyOf(threads));
  }

  int accepted() {
    return monitor.read(() -> accepted);
  }

  int open() {
    return monitor.read(open::size);
  }

  int peak() {
    return monitor.read(() -> peak);
  }

  void awaitAccepted(int wanted, Duration limit) {
    monitor.await(
        () -> accepted >= wanted,
        limit,
        () -> accepted,
        () -> "%s: %d of %d connections".formatted(name, accepted, wanted));
  }

  void awaitOpen(int wanted, Duration limit) {
    monitor.await(
        () -> open.size() == wanted,
        limit,
        open::size,
        () -> "%s: %d open connections, not %d,".formatted(name, open.size(), wanted));
  }
}
