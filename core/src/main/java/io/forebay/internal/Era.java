package io.forebay.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is in force: the views of one version. Immutable; put in force by one write. */
final class Era {
  /** Before the first version. */
  static final Era NONE = new Era(0, Map.of());

  private final int number;
  private final Map<String, LazyView> views;

  /**
   * What one version needs.
   *
   * @param views by the labels of backends and refinements
   */
  Era(int number, Map<String, LazyView> views) {
    this.number = number;
    this.views = new LinkedHashMap<>(views); // Bare: every call looks up in it.
  }

  int number() {
    return number;
  }

  @Nullable LazyView view(String label) {
    return views.get(label);
  }

  Set<String> labels() {
    return Collections.unmodifiableSet(views.keySet());
  }

  /** The slot of the backend with this label; that of a refinement has the label of its backend. */
  @Nullable Slot slot(String label) {
    LazyView view = views.get(label);
    return view != null && view.slot().label().equals(label) ? view.slot() : null;
  }

  /** Each slot, once. */
  List<Slot> slots() {
    List<Slot> slots = new ArrayList<>();
    views.forEach(
        (label, view) -> {
          if (view.slot().label().equals(label)) {
            slots.add(view.slot());
          }
        });
    return slots;
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
