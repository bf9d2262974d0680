package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON Schema (draft 2020-12), or some keywords of one. Immutable.
 *
 * @param keywords maps, lists, texts, numbers and booleans by keyword, in the order of writing
 */
record Schema(Map<String, Object> keywords) {
  /** What anything is valid against. */
  static final Schema ANY = new Schema(Map.of());

  private static final String TYPE = "type";
  private static final String ANY_OF = "anyOf";
  private static final String NULL = "null";

  Schema {
    keywords = Collections.unmodifiableMap(new LinkedHashMap<>(keywords));
  }

  static Schema of(String keyword, Object value) {
    return ANY.with(keyword, value);
  }

  static Schema type(String name) {
    return of(TYPE, name);
  }

  /** What the definition of this name holds. */
  static Schema ref(String name) {
    return of("$ref", "#/$defs/" + name);
  }

  /** What is valid against one of several, or more. */
  static Schema anyOf(Schema... ways) {
    return anyOf(Arrays.asList(ways));
  }

  static Schema anyOf(List<Schema> ways) {
    return of(ANY_OF, trees(ways));
  }

  /** What a type of JSON is called that a scalar of our own has. */
  static String typeOf(Kind kind) {
    return switch (kind) {
      case TEXT -> "string";
      case NUMBER -> "number";
      case BOOLEAN -> "boolean";
      case NULL, REFUSED -> NULL;
    };
  }

  static List<Object> trees(List<Schema> schemas) {
    return new ArrayList<>(schemas.stream().map(Schema::keywords).toList());
  }

  /** This, and one more keyword. */
  Schema with(String keyword, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(keywords);
    more.put(keyword, value instanceof Schema schema ? schema.keywords() : value);
    return new Schema(more);
  }

  /** This, and the keywords of another. */
  Schema with(Schema other) {
    Map<String, Object> more = new LinkedHashMap<>(keywords);
    more.putAll(other.keywords());
    return new Schema(more);
  }

  /** This, or null. */
  Schema orNull() {
    // A type alone says which values there are; what stands beside it narrows other types.
    if (keywords.containsKey(TYPE) && !keywords.containsKey("enum")) {
      return with(TYPE, joined(keywords.get(TYPE), NULL));
    }
    if (keywords.get(ANY_OF) instanceof List<?> ways) {
      return with(ANY_OF, joined(ways, type(NULL).keywords()));
    }
    return anyOf(this, type(NULL));
  }

  private static List<Object> joined(Object some, Object more) {
    List<Object> all = new ArrayList<>(some instanceof List<?> many ? many : List.of(some));
    all.add(more);
    return all;
  }
}
