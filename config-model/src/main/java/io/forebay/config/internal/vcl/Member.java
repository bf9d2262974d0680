package io.forebay.config.internal.vcl;

import io.forebay.config.internal.tree.Position;
import io.forebay.spec.BackendSpec;

/**
 * A member of a director.
 *
 * @param at where it stands
 * @param name the name of its backend
 * @param spec its backend
 * @param weight its share; 1 where the director knows none
 */
record Member(Position at, String name, BackendSpec spec, int weight) {

  /** The same with another backend. */
  Member withSpec(BackendSpec other) {
    return new Member(at, name, other, weight);
  }
}
