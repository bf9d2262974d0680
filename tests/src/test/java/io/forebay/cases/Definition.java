package io.forebay.cases;

import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * One backend and its refinements, by the keys of our text.
 *
 * @param label the backend's
 * @param defaults what holds for all backends; text only
 * @param backend its keys; one that is null is not given
 * @param refinements their keys by their labels; {@code backend} names what each refines
 */
record Definition(
    String label,
    Map<String, Object> defaults,
    Map<String, Object> backend,
    Map<String, Map<String, Object>> refinements) {
  private static final DumpSettings BLOCKS =
      DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setSplitLines(false).build();

  static Definition of(Map<String, Object> backend) {
    return new Definition("users", Map.of(), backend, Map.of());
  }

  /** The same with one more refinement of the backend. */
  Definition refined(String as, Map<String, Object> keys) {
    Map<String, Map<String, Object>> more = new LinkedHashMap<>(refinements);
    Map<String, Object> refinement = new LinkedHashMap<>(keys);
    refinement.putIfAbsent("backend", label);
    more.put(as, refinement);
    return new Definition(label, defaults, backend, more);
  }

  /** The definition in YAML. */
  String yaml() {
    Map<String, Object> text = new LinkedHashMap<>();
    if (!defaults.isEmpty()) {
      text.put("defaults", defaults);
    }
    Map<String, Object> given = new LinkedHashMap<>(backend);
    given.values().removeIf(value -> value == null);
    text.put("backends", Map.of(label, given));
    if (!refinements.isEmpty()) {
      text.put("refinements", refinements);
    }
    return new Dump(BLOCKS).dumpToString(text);
  }
}
