package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.Position;
import io.forebay.config.internal.tree.Shown;
import io.forebay.spec.Tokens;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Values by names that the text chooses; a name whose value is null is skipped (Couper).
 *
 * @param item the shape of each value
 * @param headers whether the names are header names: tokens, unique whatever their case
 */
record MapShape<T>(Shape<T> item, boolean headers) implements Shape<Map<String, T>> {

  @Override
  public String expected() {
    return "a mapping";
  }

  @Override
  public boolean nullable() {
    return true;
  }

  @Override
  public Optional<Map<String, T>> read(Node node, Place place, Scope scope) {
    if (!(node instanceof Node.Mapping mapping)) {
      scope.wrong(node, place, expected(), true);
      return Optional.empty();
    }
    scope.duplicates(mapping, place, "duplicate key");
    if (headers) {
      checkNames(mapping, place, scope);
    }
    Map<String, T> values = new LinkedHashMap<>();
    for (Node.Entry entry : mapping.entries().values()) {
      if (isName(entry.name()) && !Scope.is(entry.value(), Node.Kind.NULL)) {
        item.read(entry.value(), place.child(entry.name()), scope)
            .ifPresent(value -> values.put(entry.name(), value));
      }
    }
    return Optional.of(values);
  }

  private boolean isName(String name) {
    return !headers || Tokens.isToken(name);
  }

  private static void checkNames(Node.Mapping mapping, Place place, Scope scope) {
    Map<String, Position> seen = new HashMap<>();
    for (Node.Entry entry : mapping.entries().values()) {
      if (!Tokens.isToken(entry.name())) {
        scope.found(entry.at(), place, () -> notHeaderName(entry.name()));
      }
      String folded = entry.name().toLowerCase(Locale.ROOT);
      Position first = seen.putIfAbsent(folded, entry.at());
      if (first != null) {
        scope.found(
            entry.at(),
            place,
            () ->
                "key in an attribute must be unique: '"
                    + Shown.of(folded)
                    + "' (first at "
                    + first
                    + ")");
      }
    }
  }

  static String notHeaderName(String name) {
    return "'"
        + Shown.of(name)
        + "' is not a header name (expected: letters, digits and !#$%&'*+-.^_`|~)";
  }

  @Override
  public Object write(Map<String, T> values, Place place, Referring references) {
    Map<String, Object> written = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          Object text = item.write(value, place.child(name), references);
          if (text != null) {
            written.put(name, text);
          }
        });
    return written;
  }
}
