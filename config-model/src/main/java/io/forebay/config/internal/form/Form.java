package io.forebay.config.internal.form;

import io.forebay.config.NamedRefinement;
import io.forebay.config.Provenance;
import io.forebay.spec.BackendSpec;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a text in our own form says. Immutable.
 *
 * @param backends the backends by label, in order
 * @param refinements the refinements by label, in order
 * @param references scalars with references as they were written, so that they are written again
 * @param said where the values of each are said
 */
public record Form(
    Map<String, BackendSpec> backends,
    Map<String, NamedRefinement> refinements,
    Referring references,
    Sayings said) {

  /** What no text of ours defined. */
  public Form(Map<String, BackendSpec> backends, Map<String, NamedRefinement> refinements) {
    this(backends, refinements, new Referring(), Sayings.NONE);
  }

  /** Copies the maps, keeping their order. */
  public Form {
    backends = Collections.unmodifiableMap(new LinkedHashMap<>(backends));
    refinements = Collections.unmodifiableMap(new LinkedHashMap<>(refinements));
  }

  /** The refinements, each after the one that it refines. */
  public Map<String, NamedRefinement> inOrderOfReference() {
    Map<String, NamedRefinement> ordered = new LinkedHashMap<>();
    for (String label : refinements.keySet()) {
      Deque<String> chain = new ArrayDeque<>();
      String next = label;
      while (refinements.containsKey(next) && !ordered.containsKey(next)) {
        chain.push(next);
        next = refinements.get(next).of();
      }
      chain.forEach(each -> ordered.put(each, refinements.get(each)));
    }
    return ordered;
  }

  /**
   * Where the values in force of a label are said, by key: of a refinement also what it refines.
   */
  public Map<String, Provenance> saidOf(String label) {
    NamedRefinement refined = refinements.get(label);
    if (refined == null) {
      return said.ofBackend(label);
    }
    Map<String, Provenance> values = new LinkedHashMap<>(saidOf(refined.of()));
    values.putAll(said.ofRefinement(label));
    return values;
  }
}
