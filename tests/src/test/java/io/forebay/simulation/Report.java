package io.forebay.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Every disaster with everybody's manners, as a table. */
record Report(Map<Disaster, Map<String, World>> runs) {
  private static final String HEAD =
      """
      | Disaster | Policy | Success % | p50 ms | p99 ms | Work of an origin % | Attempts a call |
      |---|---|--:|--:|--:|--:|--:|
      """;

  static Report make() {
    Map<Disaster, Map<String, World>> runs = new LinkedHashMap<>();
    for (Disaster disaster : Disaster.values()) {
      Map<String, World> worlds = new LinkedHashMap<>();
      for (Manners manners : Manners.all()) {
        worlds.put(manners.name(), disaster.strike(manners));
      }
      runs.put(disaster, worlds);
    }
    return new Report(runs);
  }

  Seen seen(Disaster disaster, String manners) {
    return runs.get(disaster).get(manners).seen;
  }

  String table() {
    StringBuilder text = new StringBuilder(HEAD);
    runs.forEach(
        (disaster, worlds) ->
            worlds.forEach((manners, world) -> text.append(row(disaster, manners, world))));
    return text.toString();
  }

  private static String row(Disaster disaster, String manners, World world) {
    Seen seen = world.seen;
    int end = Disaster.SECONDS;
    List<Double> work = new ArrayList<>();
    for (int i = 0; i < world.servers.size(); i++) {
      work.add(world.workPercent(i));
    }
    work.sort(null);
    return String.format(
        Locale.ROOT,
        "| %s | %s | %.1f | %.0f | %.0f | %.0f–%.0f | %.2f |\n",
        name(disaster),
        manners,
        seen.successPercent(0, end),
        seen.percentile(50, 0, end),
        seen.percentile(99, 0, end),
        work.get(0),
        work.get(work.size() - 1),
        seen.amplification(0, end));
  }

  static String name(Disaster disaster) {
    return disaster.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
