package io.forebay.benchmarks.calls;

import io.forebay.benchmarks.calls.clients.Catalog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * What the command line asks for.
 *
 * @param clients who is measured
 * @param cells what they are measured on
 * @param rounds clean windows for each client and cell
 * @param pace how long things take
 * @param jdk the home of the Java that clients run on
 * @param docs the folder of {@code performance.md} and {@code performance.svg}
 * @param write whether these two are written
 */
record Options(
    List<Catalog> clients,
    List<Cell> cells,
    int rounds,
    Pace pace,
    Path jdk,
    Path docs,
    boolean write) {

  /** What {@code --help} prints. */
  static final String HELP =
      """
      benchmarks/run [OPTION VALUE]...
        --clients LIST   who is measured, by commas       (raw,okhttp,forebay,forebay-full,apache,
                                                           armeria,jdk,feign,spring,dialogue)
        --works LIST     get, post, async-get, async-post, virtual-get, virtual-post
                                                          (get,post,async-get)
        --callers LIST   how many call at the same time   (1,16,128)
        --rounds N       clean windows for each figure    (5)
        --window S       seconds that a window measures   (2)
        --warm-up S      most seconds before the first window, for each client and work (10)
        --foreign CORES  load of others that spoils a window (0.1)
        --tries N        how often a spoilt window is measured at most       (4)
        --patience S     most seconds, in all, to wait for others to be idle (600)
        --jdk HOME       the Java that clients run on; virtual threads need 21 (this one)
        --docs FOLDER    where performance.md and performance.svg stand (docs)
        --write WHETHER  writes the result there          (true)
        --quick          get and async-get, 16 callers, 2 rounds of 1 s, little patience, writes
                         nothing; what follows it changes that again
      """;

  /**
   * How long things take.
   *
   * @param ramp calling before it counts
   * @param window calling while it counts
   * @param warmUp most calling before the first window, for each client and work
   * @param foreign the processors that others may keep busy in a window
   * @param tries how often a window is measured at most, until it is clean
   * @param patience most waiting for others to be idle, in all
   */
  record Pace(
      Duration ramp,
      Duration window,
      Duration warmUp,
      double foreign,
      int tries,
      Duration patience) {}

  /** Collects the words. */
  private static final class Words {
    private List<Catalog> clients = List.of(Catalog.values());
    private List<Work> works = List.of(Work.GET, Work.POST, Work.ASYNC_GET);
    private List<Integer> callers = List.of(1, 16, 128);
    private int rounds = 5;
    private Duration window = Duration.ofSeconds(2);
    private Duration warmUp = Duration.ofSeconds(10);
    private double foreign = 0.1;
    private int tries = 4;
    private Duration patience = Duration.ofMinutes(10);
    private Path jdk = Path.of(System.getProperty("java.home"));
    private Path docs = Path.of("docs");
    private boolean write = true;

    void quick() {
      works = List.of(Work.GET, Work.ASYNC_GET);
      callers = List.of(16);
      rounds = 2;
      window = Duration.ofSeconds(1);
      warmUp = Duration.ofSeconds(2);
      tries = 2;
      patience = Duration.ofSeconds(10);
      write = false;
    }

    void set(String option, String value) {
      switch (option) {
        case "--clients" -> clients = list(value, Catalog::of);
        case "--works" -> works = list(value, Work::of);
        case "--callers" -> callers = list(value, Words::count);
        case "--rounds" -> rounds = count(value);
        case "--window" -> window = seconds(value);
        case "--warm-up" -> warmUp = seconds(value);
        case "--foreign" -> foreign = Double.parseDouble(value);
        case "--tries" -> tries = count(value);
        case "--patience" -> patience = seconds(value);
        case "--jdk" -> jdk = Path.of(value);
        case "--docs" -> docs = Path.of(value);
        case "--write" -> write = Boolean.parseBoolean(value);
        default -> throw new IllegalArgumentException("unknown option " + option);
      }
    }

    private static <T> List<T> list(String value, Function<String, T> element) {
      return Arrays.stream(value.split(",", -1))
          .map(String::strip)
          .map(element)
          .distinct()
          .toList();
    }

    private static int count(String value) {
      int count = Integer.parseInt(value);
      if (count < 1 || count > 1_000) {
        throw new IllegalArgumentException(value + " (expected: 1 to 1000)");
      }
      return count;
    }

    private static Duration seconds(String value) {
      double seconds = Double.parseDouble(value);
      if (!(seconds >= 0.1 && seconds <= 3_600)) {
        throw new IllegalArgumentException(value + " seconds (expected: 0.1 to 3600)");
      }
      return Duration.ofMillis(Math.round(seconds * 1_000));
    }

    Options build() {
      List<Cell> cells =
          works.stream()
              .flatMap(work -> callers.stream().map(callers -> new Cell(work, callers)))
              .toList();
      Pace pace = new Pace(Duration.ofMillis(300), window, warmUp, foreign, tries, patience);
      return new Options(clients, cells, rounds, pace, jdk, docs, write);
    }
  }

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException if it says something that is not in {@link #HELP}
   */
  static Options of(String... arguments) {
    Words words = new Words();
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals("--quick")) {
        words.quick();
        continue;
      }
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(arguments[i] + " (expected: an option and its value)");
      }
      words.set(arguments[i], arguments[++i]);
    }
    return words.build();
  }

  /** The works of the cells. */
  List<Work> works() {
    return cells.stream().map(Cell::work).distinct().toList();
  }
}
