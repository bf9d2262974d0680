package io.forebay.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a request for a token carries. Immutable; secrets are never printed. */
public sealed interface TokenBody {

  /** Nothing. */
  record None() implements TokenBody {}

  /**
   * Text, as {@code text/plain}.
   *
   * @param value the text for each call
   */
  record Text(Value value) implements TokenBody {}

  /**
   * A form.
   *
   * @param fields the values by name
   */
  record Form(Map<String, List<Value>> fields) implements TokenBody {
    /** Copies the fields, keeping their order. */
    public Form {
      Map<String, List<Value>> copy = new LinkedHashMap<>();
      fields.forEach((name, values) -> copy.put(name, List.copyOf(values)));
      fields = Collections.unmodifiableMap(copy);
    }
  }

  /**
   * JSON.
   *
   * @param value the document
   */
  record Json(JsonPart value) implements TokenBody {}

  /**
   * A part of a JSON document: a {@link Value}, null where a call has none; a list; or an object.
   * Its texts may depend on the call.
   */
  sealed interface JsonPart permits Value, Items, Members {}

  /**
   * A list.
   *
   * @param items its items
   */
  record Items(List<JsonPart> items) implements JsonPart {
    /** Copies the list. */
    public Items {
      items = List.copyOf(items);
    }
  }

  /**
   * An object.
   *
   * @param members by name
   */
  record Members(Map<String, JsonPart> members) implements JsonPart {
    /** Copies the map, keeping its order. */
    public Members {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }
  }
}
