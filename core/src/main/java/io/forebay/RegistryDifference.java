package io.forebay;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How one version of a registry differs from another, by label. Holds the names of attributes,
 * never their values. Immutable.
 *
 * @param added labels that the other one lacks
 * @param removed labels that only the other one has
 * @param changed the attributes that differ, for each label that both have: {@code ttfb_timeout},
 *     {@code transport.pool.max_connections}, {@code of}
 */
public record RegistryDifference(
    Set<String> added, Set<String> removed, Map<String, List<String>> changed) {

  /** Copies the collections, keeping their order. */
  public RegistryDifference {
    added = Collections.unmodifiableSet(new LinkedHashSet<>(added));
    removed = Collections.unmodifiableSet(new LinkedHashSet<>(removed));
    changed = Collections.unmodifiableMap(new LinkedHashMap<>(changed));
  }

  /** Whether both define the same. */
  public boolean isEmpty() {
    return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
  }
}
