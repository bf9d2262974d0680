package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.JsonText;
import io.forebay.spec.BackendSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Writes the schema of our own form, which follows from the table of keys. */
public final class FormSchema {
  private static final String BACKEND = "backend";
  private static final String PROPERTIES = "properties";

  private final KeyNotes notes = KeyNotes.read();
  private final SchemaParts parts = new SchemaParts(notes);

  private FormSchema() {}

  /** The schema as JSON (draft 2020-12). */
  public static String json() {
    return JsonText.of(new FormSchema().whole().keywords());
  }

  /** The lines about keys that there are not. */
  static Set<String> unusedNotes() {
    FormSchema schema = new FormSchema();
    schema.whole();
    return schema.notes.unused();
  }

  private Schema whole() {
    Schema top =
        Schema.of("$schema", "https://json-schema.org/draft/2020-12/schema")
            .with("$id", "urn:forebay:definition:1")
            .with("title", "Definition of backends")
            .with(mapping(top()))
            .with("anyOf", Schema.trees(List.of(given("backends"), given("refinements"))));
    Map<String, Object> definitions = new LinkedHashMap<>();
    parts.definitions().forEach((name, schema) -> definitions.put(name, schema.keywords()));
    return top.with("$defs", definitions);
  }

  /** The properties in the order of {@link Keys#TOP}. */
  private Map<String, Object> top() {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (String key : Keys.TOP) {
      properties.put(key, parts.at(key, () -> top(key)).keywords());
    }
    return properties;
  }

  private Schema top(String key) {
    return switch (key) {
      case "forebay" -> Schema.of("const", 1);
      case "defaults" -> parts.shared(key, this::defaults);
      case "backends" -> labelled(parts.shared(BACKEND, this::backend));
      case "refinements" -> labelled(parts.shared("refinement", this::refinement));
      default -> throw new IllegalStateException("no schema for '" + key + "'");
    };
  }

  /** Mappings by label, or nothing. */
  private Schema labelled(Schema each) {
    return Schema.type("object")
        .with("propertyNames", parts.shared("label", Shapes::labelNames))
        .with("additionalProperties", each)
        .orNull();
  }

  private Schema backend() {
    return Keys.BACKEND.schema(parts).with(Together.oneOf(Keys.ORIGIN, Keys.ORIGINS).rules());
  }

  private Schema defaults() {
    return mapping(backendKeys(key -> !Keys.NOT_FOR_DEFAULTS.contains(key)));
  }

  private Schema refinement() {
    Map<String, Object> properties = new LinkedHashMap<>();
    String of = RefinementsReader.BACKEND;
    properties.put(of, parts.at(of, () -> Shapes.LABEL.schema(parts)).keywords());
    properties.putAll(backendKeys(Keys::refinable));
    return mapping(properties).with("required", List.of(of));
  }

  /** Some keys of a backend, which is defined elsewhere. */
  private static Map<String, Object> backendKeys(Predicate<Key<BackendSpec, ?>> some) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (Key<BackendSpec, ?> key : Keys.BACKEND.keys()) {
      if (some.test(key)) {
        String name = BACKEND + "/" + PROPERTIES + "/" + key.name();
        properties.put(key.name(), Schema.ref(name).keywords());
      }
    }
    return properties;
  }

  /** A mapping with these keys and no others. */
  static Schema mapping(Map<String, Object> properties) {
    return Schema.type("object").with(PROPERTIES, properties).with("additionalProperties", false);
  }

  private static Schema given(String key) {
    return Schema.of("required", List.of(key))
        .with(PROPERTIES, Map.of(key, Schema.type("object").keywords()));
  }
}
