package io.forebay.config.internal.form;

import io.forebay.config.Provenance;
import io.forebay.config.internal.tree.Findings;
import io.forebay.config.internal.tree.Position;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of a definition are said: told when somebody asks, for hardly anybody does.
 * Filled while one definition is read, then never changed.
 */
public final class Sayings {
  /** Of what no text of ours defined. */
  static final Sayings NONE = new Sayings(new Findings(List.of()), new Bound());

  private final Findings sources;
  private final Bound defaults;
  private final Map<String, Bound> backends = new HashMap<>();
  private final Map<String, Bound> refinements = new HashMap<>();

  Sayings(Findings sources, Bound defaults) {
    this.sources = sources;
    this.defaults = defaults;
  }

  void backend(String label, Bound bound) {
    backends.put(label, bound);
  }

  void refinement(String label, Bound bound) {
    refinements.put(label, bound);
  }

  /** The values of a backend by key, also those that the defaults say. */
  Map<String, Provenance> ofBackend(String label) {
    Bound own = backends.get(label);
    if (own == null) {
      return Map.of();
    }
    Map<String, Provenance> said = of(defaults, BackendsReader.DEFAULTS);
    said.putAll(of(own, BackendsReader.BACKENDS.child(label)));
    return said;
  }

  /** The values that a refinement says itself, by key. */
  Map<String, Provenance> ofRefinement(String label) {
    @Nullable Bound own = refinements.get(label);
    return own == null ? Map.of() : of(own, RefinementsReader.REFINEMENTS.child(label));
  }

  private Map<String, Provenance> of(Bound bound, Place place) {
    Map<String, Provenance> said = new LinkedHashMap<>();
    for (Key<?, ?> key : bound.given()) {
      Position at = bound.at(key, Position.START);
      said.put(
          key.name(), new Provenance(sources.source(at), at.line(), at.column(), place.toString()));
    }
    return said;
  }
}
