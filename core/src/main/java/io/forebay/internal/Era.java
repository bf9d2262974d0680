package io.forebay.internal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is in force: the views and cores of one version. Immutable; put in force by one write. */
final class Era {
  /** Before the first version. */
  static final Era NONE = new Era(0, Map.of(), Map.of());

  private final int number;
  private final Map<String, BackendView> views;
  private final Map<String, BackendCore> cores;

  /**
   * What one version needs.
   *
   * @param views by the labels of backends and refinements
   * @param cores by the labels of backends
   */
  Era(int number, Map<String, BackendView> views, Map<String, BackendCore> cores) {
    this.number = number;
    this.views = new LinkedHashMap<>(views); // Bare: every call looks up in it.
    this.cores = Map.copyOf(cores);
  }

  int number() {
    return number;
  }

  @Nullable BackendView view(String label) {
    return views.get(label);
  }

  Set<String> labels() {
    return Collections.unmodifiableSet(views.keySet());
  }

  @Nullable BackendCore core(String label) {
    return cores.get(label);
  }

  Map<String, BackendCore> cores() {
    return cores;
  }

  String missing(String label) {
    List<String> near = NearMisses.of(label, labels());
    return "no backend '"
        + label
        + "' ("
        + (near.isEmpty() ? "known: " + labels() : "did you mean " + near + "?")
        + ")";
  }
}
