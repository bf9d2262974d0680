package io.forebay.benchmarks.calls;

import io.forebay.benchmarks.calls.clients.Catalog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Takes turns: in each round every client has one window on every cell, one client after the other.
 * A window that others disturbed is discarded and comes again at the end, a few times.
 */
final class Rounds {
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration WARM_UP_WINDOW = Duration.ofSeconds(1);
  private static final int WARM_UP_CALLERS = 16;

  private final Options options;
  private final Origin origin;
  private final Map<Catalog, Agent> agents = new EnumMap<>(Catalog.class);
  private final List<Sample> samples = new ArrayList<>();
  private Duration waited = Duration.ZERO;

  private record Turn(Catalog client, Cell cell, int tries) {}

  Rounds(Options options, Origin origin) {
    this.options = options;
    this.origin = origin;
  }

  /**
   * Measures everything.
   *
   * @param folder where the clients' processes write what they have to say beside
   */
  List<Sample> run(Path folder) throws IOException, InterruptedException {
    try {
      for (Catalog client : options.clients()) {
        Agent agent = Agent.start(client, options.jdk(), origin.url(), folder);
        agents.put(client, agent);
        requireVirtualThreads(agent);
        warmUp(agent);
      }
      Deque<Turn> turns = turns();
      System.out.printf("%d windows of %s%n", turns.size(), seconds(options.pace().window()));
      while (!turns.isEmpty()) {
        Turn turn = turns.remove();
        if (!take(turn) && turn.tries < options.pace().tries()) {
          turns.add(new Turn(turn.client, turn.cell, turn.tries + 1));
        }
      }
    } finally {
      for (Agent agent : agents.values()) {
        agent.close();
      }
    }
    return samples;
  }

  private void requireVirtualThreads(Agent agent) {
    if (agent.javaFeature() < 21 && options.works().stream().anyMatch(Work::virtual)) {
      throw new IllegalArgumentException(
          "virtual threads need Java 21 or later, and clients run on %d: give --jdk"
              .formatted(agent.javaFeature()));
    }
  }

  private static String seconds(Duration time) {
    return time.toMillis() / 1e3 + " s";
  }

  private Deque<Turn> turns() {
    Deque<Turn> turns = new ArrayDeque<>();
    for (int round = 0; round < options.rounds(); round++) {
      for (Cell cell : options.cells()) {
        for (Catalog client : options.clients()) {
          if (client.async() || !cell.work().async()) {
            turns.add(new Turn(client, cell, 1));
          }
        }
      }
    }
    return turns;
  }

  /** Lets a client call until it becomes no cheaper, or its time is up. */
  private void warmUp(Agent agent) throws IOException {
    for (Work work : options.works()) {
      if (work.async() && !agent.client().async()) {
        continue;
      }
      Cell cell = new Cell(work, WARM_UP_CALLERS);
      double best = Double.MAX_VALUE;
      int idle = 0;
      Window last;
      long windows = 0;
      do {
        last = agent.run(cell, Duration.ZERO, WARM_UP_WINDOW);
        idle = last.cpuMicros() > best * 0.97 ? idle + 1 : 0;
        best = Math.min(best, last.cpuMicros());
        windows++;
      } while (idle < 2 && windows < options.pace().warmUp().toSeconds());
      System.out.printf(
          "%-13s %-12s warm after %2d s: %.1f µs%s%n",
          agent.client().key(), work.key(), windows, last.cpuMicros(), complaint(last));
    }
  }

  private static String complaint(Window window) {
    return window.errors() == 0 ? "" : ", " + window.errors() + " errors: " + window.failure();
  }

  /** Measures one window; whether it was clean. */
  private boolean take(Turn turn) throws IOException, InterruptedException {
    Agent agent = agents.get(turn.client);
    if (agent == null) {
      throw new IllegalStateException(turn.client.key());
    }
    awaitQuiet();
    List<ProcessHandle> ours = List.of(ProcessHandle.current(), origin.process(), agent.process());
    Machine.Ticks before = Machine.ticks(ours);
    Window window = agent.run(turn.cell, options.pace().ramp(), options.pace().window());
    double foreign = Machine.ticks(ours).foreignSince(before);
    boolean clean = foreign <= options.pace().foreign();
    samples.add(new Sample(turn.client, turn.cell, window, foreign, clean));
    System.out.printf(
        "%-13s %-32s %8.1f µs %9.0f B %8.1f µs p99%s%s%n",
        turn.client.key(),
        turn.cell.title(),
        window.cpuMicros(),
        window.bytes(),
        window.p99(),
        clean ? "" : " discarded, %.2f cores used by others".formatted(foreign),
        complaint(window));
    return clean;
  }

  /** Waits for others to become idle; once patience is used up, goes on all the same. */
  private void awaitQuiet() throws InterruptedException {
    List<ProcessHandle> ours = List.of(ProcessHandle.current());
    while (waited.compareTo(options.pace().patience()) < 0) {
      Machine.Ticks before = Machine.ticks(ours);
      TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
      if (Machine.ticks(ours).foreignSince(before) <= options.pace().foreign()) {
        return;
      }
      waited = waited.plus(LOOK);
    }
  }
}
