package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.Position;
import io.forebay.config.internal.tree.Shown;
import io.forebay.spec.HeaderNames;
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
 * @param names which names there may be
 */
record MapShape<T>(Shape<T> item, Names names) implements Shape<Map<String, T>> {

  /** Which names there may be. Those of headers are unique whatever their case. */
  enum Names {
    /** Any. */
    ANY,
    /** Tokens. */
    TOKENS,
    /** Headers that edits of a request may touch. */
    REQUEST_HEADERS,
    /** Headers that edits of a response may touch. */
    RESPONSE_HEADERS;

    /** What is wrong with a name, which the text repeats where it can be shown. */
    Optional<String> problem(String name) {
      Optional<String> found = raw(name);
      return found.isEmpty()
          ? found
          : found.map(text -> text.startsWith("'") ? text : shown(name) + " is " + text);
    }

    private Optional<String> raw(String name) {
      return switch (this) {
        case ANY -> Optional.empty();
        case TOKENS -> HeaderNames.problem(name).filter(any -> !Tokens.isToken(name));
        case REQUEST_HEADERS -> HeaderNames.problemInRequest(name);
        case RESPONSE_HEADERS -> HeaderNames.problem(name);
      };
    }

    private static String shown(String name) {
      return "'" + Shown.of(name) + "'";
    }
  }

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
    if (names != Names.ANY && mapping.entries().size() > 1) {
      checkUnique(mapping, place, scope);
    }
    Map<String, T> values = new LinkedHashMap<>();
    for (Node.Entry entry : mapping.entries().values()) {
      if (isNamed(entry, place, scope) && !Scope.is(entry.value(), Node.Kind.NULL)) {
        item.read(entry.value(), place.child(entry.name()), scope)
            .ifPresent(value -> values.put(entry.name(), value));
      }
    }
    return Optional.of(values);
  }

  private boolean isNamed(Node.Entry entry, Place place, Scope scope) {
    Optional<String> problem = names.problem(entry.name());
    if (problem.isPresent()) {
      scope.found(entry.at(), place, problem::get);
    }
    return problem.isEmpty();
  }

  private static void checkUnique(Node.Mapping mapping, Place place, Scope scope) {
    Map<String, Position> seen = new HashMap<>();
    for (Node.Entry entry : mapping.entries().values()) {
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

  @Override
  public Schema schema(SchemaParts parts) {
    Schema map = Schema.type("object");
    Schema named = names == Names.ANY ? map : map.with("propertyNames", token(parts));
    return named.with("additionalProperties", item.schema(parts).orNull());
  }

  private static Schema token(SchemaParts parts) {
    return parts.shared(
        "token",
        () ->
            Schema.of("title", "letters, digits and !#$%&'*+-.^_`|~")
                .with("pattern", "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$"));
  }
}
