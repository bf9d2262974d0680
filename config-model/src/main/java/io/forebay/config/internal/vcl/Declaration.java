package io.forebay.config.internal.vcl;

import io.forebay.config.internal.tree.Position;
import java.util.List;

/**
 * A backend or a director as it stands in a text.
 *
 * @param director whether it is a director
 * @param at where its name stands
 * @param name its name
 * @param kind of a director, else empty
 * @param properties its own
 * @param members those of a director
 */
record Declaration(
    boolean director,
    Position at,
    String name,
    String kind,
    List<Property> properties,
    List<Given.Block> members) {
  Declaration {
    properties = List.copyOf(properties);
    members = List.copyOf(members);
  }

  /** How messages start. */
  String where() {
    return (director ? "director '" : "backend '") + name + "'";
  }
}
