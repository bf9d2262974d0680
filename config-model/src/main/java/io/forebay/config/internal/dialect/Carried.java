package io.forebay.config.internal.dialect;

import io.forebay.config.NamedRefinement;
import io.forebay.config.Note;
import io.forebay.spec.BackendSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a text carries over. Immutable.
 *
 * @param backends the backends by label, in order
 * @param refinements the refinements by label, in order
 * @param notes what did not carry over, in the order of the text
 */
public record Carried(
    Map<String, BackendSpec> backends, Map<String, NamedRefinement> refinements, List<Note> notes) {

  /** Copies the collections, keeping their order. */
  public Carried {
    backends = Collections.unmodifiableMap(new LinkedHashMap<>(backends));
    refinements = Collections.unmodifiableMap(new LinkedHashMap<>(refinements));
    notes = List.copyOf(notes);
  }
}
