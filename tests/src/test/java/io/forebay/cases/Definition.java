package io.forebay.cases;

import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * Some backends and their refinements, by the keys of our text.
 *
 * @param defaults what holds for all backends; text only
 * @param backends the keys of each by its label, one at least; a key that is null is not given
 * @param refinements their keys by their labels; each says what it refines
 * @param others the same in languages of others, by their doors
 */
record Definition(
    Map<String, Object> defaults,
    Map<String, Map<String, Object>> backends,
    Map<String, Map<String, Object>> refinements,
    Map<Door, String> others) {
  private static final DumpSettings BLOCKS =
      DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setSplitLines(false).build();

  static Definition of(Map<String, Object> backend) {
    return of("users", backend);
  }

  static Definition of(String label, Map<String, Object> backend) {
    return of(Map.of(label, backend), Map.of());
  }

  /** Backends that each of {@code others} says in its own words. */
  static Definition of(Map<String, Map<String, Object>> backends, Map<Door, String> others) {
    return new Definition(Map.of(), backends, Map.of(), others);
  }

  /** The same with more defaults. */
  Definition withDefaults(Map<String, Object> keys) {
    return new Definition(keys, backends, refinements, others);
  }

  /** The label of the first. */
  String label() {
    return backends.keySet().iterator().next();
  }

  /** The keys of the first. */
  Map<String, Object> backend() {
    return backends.values().iterator().next();
  }

  /** The same with one more refinement of the first. */
  Definition refined(String as, Map<String, Object> keys) {
    Map<String, Map<String, Object>> more = new LinkedHashMap<>(refinements);
    Map<String, Object> refinement = new LinkedHashMap<>(keys);
    refinement.putIfAbsent("backend", label());
    more.put(as, refinement);
    return new Definition(defaults, backends, more, others);
  }

  /** The text that a door reads: in other words if there are some. */
  String text(Door door) {
    return others.containsKey(door) ? others.get(door) : yaml();
  }

  /** The definition in YAML, each key on a line of its own. */
  String yaml() {
    Map<String, Object> text = new LinkedHashMap<>();
    if (!defaults.isEmpty()) {
      text.put("defaults", defaults);
    }
    text.put("backends", given(backends));
    if (!refinements.isEmpty()) {
      text.put("refinements", refinements);
    }
    return new Dump(BLOCKS).dumpToString(text);
  }

  private static Map<String, Object> given(Map<String, Map<String, Object>> backends) {
    Map<String, Object> given = new LinkedHashMap<>();
    backends.forEach(
        (label, keys) -> {
          Map<String, Object> said = new LinkedHashMap<>(keys);
          said.values().removeIf(value -> value == null);
          given.put(label, said);
        });
    return given;
  }
}
