package io.forebay;

import io.forebay.spec.BackendSpec;
import io.forebay.spec.Refinement;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Backends and refinements by label, in the order of their definition: what one version of a
 * registry defines. Immutable. Nothing is checked here; see {@link RegistryDraft#validate}.
 *
 * @param backends the backends by label
 * @param refinements the named refinements by label
 */
public record RegistryContent(Map<String, BackendSpec> backends, Map<String, Named> refinements) {
  /** No backends at all. */
  public static final RegistryContent EMPTY = new RegistryContent(Map.of(), Map.of());

  /**
   * A refinement under a label of its own.
   *
   * @param of the label of the backend or refinement that it refines
   * @param manners what it replaces
   */
  public record Named(String of, Refinement manners) {}

  /** Copies the maps, keeping their order. */
  public RegistryContent {
    backends = Collections.unmodifiableMap(new LinkedHashMap<>(backends));
    refinements = Collections.unmodifiableMap(new LinkedHashMap<>(refinements));
  }

  /** The labels, without what they stand for. */
  @Override
  public String toString() {
    return "RegistryContent[backends="
        + backends.keySet()
        + ", refinements="
        + refinements.keySet()
        + "]";
  }
}
