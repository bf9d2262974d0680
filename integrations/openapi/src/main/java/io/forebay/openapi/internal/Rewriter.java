package io.forebay.openapi.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Copies a file with every reference made absolute, and what the validator does not know by itself
 * said in words that it knows: the range of {@code int32} and {@code int64}, and the names that a
 * discriminator takes for granted. Used once.
 */
final class Rewriter {
  /** Their keys are names that somebody chose, not words of the specification. */
  private static final Set<String> NAMES =
      Set.of(
          "properties",
          "patternProperties",
          "dependentSchemas",
          "definitions",
          "$defs",
          "schemas",
          "responses",
          "parameters",
          "requestBodies",
          "headers",
          "pathItems",
          "paths",
          "content");

  /** What stands there is data. */
  private static final Set<String> DATA = Set.of("example", "examples", "default", "enum", "const");

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final String location;
  private final String root;
  private final Path directory;
  private final List<Reference> references = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();

  /**
   * A rewriter of one file.
   *
   * @param location the file's
   * @param root the document's, where schemas are found by name
   */
  Rewriter(String location, String root, Path directory) {
    this.location = location;
    this.root = root;
    this.directory = directory;
  }

  List<Reference> references() {
    return references;
  }

  /** The files that are referred to. */
  List<Path> files() {
    return files;
  }

  JsonNode rewritten(JsonNode file) {
    return copy(file, "", false);
  }

  private JsonNode copy(JsonNode node, String place, boolean names) {
    if (node.isArray()) {
      ArrayNode list = NODES.arrayNode();
      for (JsonNode item : node) {
        list.add(copy(item, place + "/" + list.size(), false));
      }
      return list;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode object = NODES.objectNode();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String inner = place + "/" + Locations.escaped(entry.getKey());
      object.set(entry.getKey(), value(entry.getKey(), entry.getValue(), inner, names));
    }
    if (!names) {
      ranged(object);
      discriminated(object);
    }
    return object;
  }

  private JsonNode value(String key, JsonNode value, String place, boolean names) {
    if (!names && key.equals("$ref") && value.isString()) {
      return NODES.stringNode(absolute(value.stringValue(), place));
    }
    boolean data = !names && (DATA.contains(key) || key.startsWith("x-"));
    return data ? value : copy(value, place, !names && NAMES.contains(key));
  }

  private String absolute(String text, String place) {
    int hash = text.indexOf('#');
    String file = hash < 0 ? text : text.substring(0, hash);
    String fragment = hash < 0 ? "" : text.substring(hash);
    String where = location.substring(Locations.BASE.length()) + "#" + place;
    String target = location;
    if (!file.isEmpty()) {
      try {
        Path path = Locations.file(directory, location, file);
        files.add(path);
        target = Locations.of(directory, path);
      } catch (IllegalArgumentException e) {
        throw new Reference(where, text, "").wrong(String.valueOf(e.getMessage()));
      }
    }
    Reference reference = new Reference(where, text, target + fragment);
    references.add(reference);
    return reference.target();
  }

  private static void ranged(ObjectNode schema) {
    if (!schema.path("type").toString().contains("\"integer\"")) {
      return;
    }
    String format = schema.path("format").asString("");
    if (format.equals("int32")) {
      range(schema, Integer.MIN_VALUE, Integer.MAX_VALUE);
    } else if (format.equals("int64")) {
      range(schema, Long.MIN_VALUE, Long.MAX_VALUE);
    }
  }

  private static void range(ObjectNode schema, long least, long most) {
    if (!schema.has("minimum")) {
      schema.put("minimum", least);
    }
    if (!schema.has("maximum")) {
      schema.put("maximum", most);
    }
  }

  /** Every schema to choose from is named, by its own name if by no other. */
  private void discriminated(ObjectNode schema) {
    if (!(schema.path("discriminator") instanceof ObjectNode discriminator)) {
      return;
    }
    ObjectNode mapping = NODES.objectNode();
    for (String group : List.of("oneOf", "anyOf")) {
      for (JsonNode choice : schema.path(group)) {
        String ref = choice.path("$ref").asString("");
        mapping.put(ref.substring(ref.lastIndexOf('/') + 1), ref);
      }
    }
    discriminator
        .path("mapping")
        .properties()
        .forEach(entry -> mapping.put(entry.getKey(), named(entry.getValue().asString(""))));
    mapping.remove("");
    discriminator.set("mapping", mapping);
  }

  private String named(String target) {
    boolean isName = target.matches("[A-Za-z0-9._-]+") && !target.matches(".*\\.(ya?ml|json)");
    return isName
        ? root + "#/components/schemas/" + target
        : absolute(target, "/discriminator/mapping");
  }
}
