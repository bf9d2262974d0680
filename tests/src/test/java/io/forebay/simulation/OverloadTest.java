package io.forebay.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.spec.AdaptiveSpec;
import io.forebay.spec.Balance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * More than the origins can serve, with and without a limit on attempts in flight that adapts. The
 * second table in {@code docs/simulation} is what this run prints; written as the first one is.
 */
class OverloadTest {
  private static final Path README = Path.of("..", "docs", "simulation", "README.md");
  private static final String BEGIN = "<!-- overload: begin -->\n";
  private static final String END = "<!-- overload: end -->";
  private static final String HEAD =
      """
      | Overload | Policy | Success % meanwhile | p50 ms | p99 ms | Success % after |
      |---|---|--:|--:|--:|--:|
      """;

  private static final Map<String, Consumer<World>> OVERLOADS = new LinkedHashMap<>();
  private static final Map<String, Map<String, World>> RUNS = new LinkedHashMap<>();

  @BeforeAll
  static void run() {
    OVERLOADS.put(
        "one worker of eight left",
        world -> {
          world.at(10, w -> w.servers.forEach(one -> one.hasWorkers(1)));
          world.at(40, w -> w.servers.forEach(one -> one.hasWorkers(8)));
        });
    OVERLOADS.put(
        "eight times the calls",
        world -> {
          world.at(10, w -> w.rate(4_800));
          world.at(40, w -> w.rate(600));
        });
    OVERLOADS.forEach(
        (name, script) -> {
          Map<String, World> worlds = new LinkedHashMap<>();
          for (Balance by : new Balance[] {Balance.DEFAULT, Balance.Ewma.DEFAULT}) {
            Manners usual = Manners.careful(by.text(), by);
            worlds.put(usual.name(), strike(script, usual));
            Manners adaptive = usual.withAdaptive(AdaptiveSpec.DEFAULT);
            worlds.put(adaptive.name(), strike(script, adaptive));
          }
          RUNS.put(name, worlds);
        });
  }

  private static World strike(Consumer<World> script, Manners manners) {
    World world = new World(13, 10, 5, 600, manners);
    script.accept(world);
    return world.run(60).end();
  }

  private static String table() {
    StringBuilder text = new StringBuilder(HEAD);
    RUNS.forEach(
        (overload, worlds) ->
            worlds.forEach(
                (manners, world) ->
                    text.append(
                        String.format(
                            Locale.ROOT,
                            "| %s | %s | %.1f | %.0f | %.0f | %.1f |\n",
                            overload,
                            manners,
                            world.seen.successPercent(10, 40),
                            world.seen.percentile(50, 10, 40),
                            world.seen.percentile(99, 10, 40),
                            world.seen.successPercent(45, 60)))));
    return text.toString();
  }

  @Test
  void tableInTheDocumentsIsTheOneOfThisRun() throws IOException {
    String text = Files.readString(README);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    if (Boolean.getBoolean("forebay.simulation.write")) {
      Files.writeString(README, text.substring(0, begin) + table() + text.substring(end));
      return;
    }
    assertThat(text.substring(begin, end)).isEqualTo(table());
  }

  @Test
  void adaptiveConcurrencyServesMoreAndFaster() {
    for (Map<String, World> worlds : RUNS.values()) {
      for (String by : new String[] {"round_robin", "ewma"}) {
        Seen usual = worlds.get(by).seen;
        Seen adaptive = worlds.get(by + ", adaptive").seen;
        assertThat(adaptive.successPercent(10, 40))
            .isGreaterThan(usual.successPercent(10, 40) + 10);
        assertThat(adaptive.percentile(99, 10, 40)).isLessThan(usual.percentile(99, 10, 40) / 1.5);
        assertThat(adaptive.successPercent(45, 60)).isGreaterThan(99.9);
      }
    }
  }
}
