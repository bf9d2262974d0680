package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Shown;
import org.jspecify.annotations.Nullable;

/**
 * Where in a definition something stands: the names that lead to it.
 *
 * @param parent what it stands in; null: the top
 * @param name its name there; in a list, its index in brackets
 */
public record Place(@Nullable Place parent, String name) {

  /** A place at the top. */
  static Place top(String name) {
    return new Place(null, name);
  }

  Place child(String childName) {
    return new Place(this, childName);
  }

  Place item(int index) {
    return new Place(this, "[" + index + "]");
  }

  /** The place beside this one, with another name. */
  Place sibling(String otherName) {
    return new Place(parent, otherName);
  }

  /** Whether this is {@code other} or stands in it. */
  boolean isWithin(Place other) {
    return equals(other) || (parent != null && parent.isWithin(other));
  }

  /** This place with {@code to} where {@code from} was; itself if it is not inside. */
  Place moved(Place from, Place to) {
    if (equals(from)) {
      return to;
    }
    return parent == null ? this : new Place(parent.moved(from, to), name);
  }

  /** The names with dots between: {@code backends.users.health.expected_status[1]}. */
  @Override
  public String toString() {
    if (parent == null) {
      return Shown.of(name);
    }
    return parent + (name.startsWith("[") ? "" : ".") + Shown.of(name);
  }
}
