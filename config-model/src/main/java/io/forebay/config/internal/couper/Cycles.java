package io.forebay.config.internal.couper;

import io.forebay.config.internal.couper.Uses.Named;
import io.forebay.config.internal.couper.Uses.Use;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds backends that need themselves for their tokens. */
final class Cycles {
  private Cycles() {}

  static void check(List<Named> names, List<Use> uses, Set<String> defined, Report report) {
    Map<String, Map<String, Integer>> needed = new LinkedHashMap<>();
    names.forEach(named -> add(named.path(), named.label(), named.at(), needed));
    uses.forEach(
        use -> use.refines().ifPresent(label -> add(use.path(), label, use.block().at(), needed)));
    // Whatever no walk can leave is in a cycle, or leads into one.
    Set<String> done = new HashSet<>();
    for (String start : needed.keySet()) {
      if (defined.contains(start)) {
        walk(start, needed, done, report);
      }
    }
  }

  private static void add(
      List<Block> path, String label, int at, Map<String, Map<String, Integer>> needed) {
    if (path.size() > 1
        && path.get(0).type().equals("definitions")
        && path.get(1).type().equals("backend")) {
      String owner = path.get(1).label().orElse("");
      needed.computeIfAbsent(owner, any -> new LinkedHashMap<>()).putIfAbsent(label, at);
    }
  }

  /** Goes depth first, without recursion: a file may hold a chain of any length. */
  private static void walk(
      String start, Map<String, Map<String, Integer>> needed, Set<String> done, Report report) {
    Set<String> way = new LinkedHashSet<>();
    List<String> stack = new ArrayList<>(List.of(start));
    Map<String, Iterator<Map.Entry<String, Integer>>> next = new HashMap<>();
    while (!stack.isEmpty()) {
      String label = stack.get(stack.size() - 1);
      way.add(label);
      Iterator<Map.Entry<String, Integer>> edges =
          next.computeIfAbsent(
              label, any -> needed.getOrDefault(any, Map.of()).entrySet().iterator());
      if (done.contains(label) || !edges.hasNext()) {
        done.add(label);
        way.remove(label);
        stack.remove(stack.size() - 1);
        continue;
      }
      Map.Entry<String, Integer> edge = edges.next();
      if (way.contains(edge.getKey())) {
        report.wrong(edge.getValue(), () -> "circular reference: " + shown(way, edge.getKey()));
      } else {
        stack.add(edge.getKey());
      }
    }
  }

  private static String shown(Set<String> way, String back) {
    List<String> all = new ArrayList<>(way);
    List<String> cycle = new ArrayList<>(all.subList(all.indexOf(back), all.size()));
    cycle.add(back);
    return String.join(",", cycle);
  }
}
