package io.forebay.openapi.internal;

import io.forebay.openapi.internal.Contents.Content;
import io.forebay.openapi.internal.Operation.Answer;
import io.forebay.openapi.internal.Parameter.Need;
import io.forebay.openapi.internal.Parameter.Style;
import io.forebay.spi.Contract;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Makes a contract of a document. Everything is decided here, before the first call. Used once. */
public final class ContractCompiler {
  private static final List<String> METHODS =
      List.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  /** What the specification says to ignore among headers that are parameters. */
  private static final Set<String> NOT_PARAMETERS =
      Set.of("accept", "content-type", "authorization");

  private final Documents documents;
  private final JsonNode root;
  private final Schemas schemas;

  /**
   * A compiler of one document.
   *
   * @throws IllegalArgumentException if it is not OpenAPI 3.0 or 3.1
   */
  public ContractCompiler(Documents documents) {
    this.documents = documents;
    root = documents.root();
    String version = root.path("openapi").asString("");
    boolean isKnown = version.matches("3\\.[01](\\..*)?");
    if (!isKnown) {
      String found =
          version.isEmpty()
              ? "no version of OpenAPI in it"
              : "openapi: '" + Texts.shown(version) + "'";
      throw new IllegalArgumentException(found + " (expected: openapi: 3.0.x or 3.1.x)");
    }
    schemas = new Schemas(documents, version.startsWith("3.0"));
  }

  /**
   * The contract.
   *
   * @throws IllegalArgumentException if something in it cannot be enforced
   */
  public Contract contract() {
    Router router = new Router();
    JsonNode paths = root.path("paths");
    if (!paths.isObject() && !paths.isMissingNode()) {
      throw new IllegalArgumentException("paths: not a mapping");
    }
    paths
        .properties()
        .forEach(
            entry -> {
              if (!entry.getKey().startsWith("x-")) {
                path(router, entry.getKey(), documents.resolved(entry.getValue()));
              }
            });
    return router;
  }

  private void path(Router router, String path, JsonNode item) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException(
          "paths: '" + Texts.shown(path) + "' (expected: it starts with a slash)");
    }
    List<String> shared = servers(item, servers(root, List.of()));
    for (String method : METHODS) {
      JsonNode node = documents.resolved(item.path(method));
      if (node.isObject()) {
        String name = method.toUpperCase(Locale.ROOT);
        Operation operation = operation(item, node, name + " " + path);
        router.add(servers(node, shared), path, name, operation);
      }
    }
  }

  private static List<String> servers(JsonNode owner, List<String> otherwise) {
    JsonNode servers = owner.path("servers");
    if (servers.isEmpty()) {
      return otherwise;
    }
    List<String> urls = new ArrayList<>();
    servers.values().forEach(server -> urls.add(server.path("url").asString("/")));
    return List.copyOf(urls);
  }

  private Operation operation(JsonNode item, JsonNode node, String place) {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    for (JsonNode owner : List.of(item, node)) {
      for (JsonNode given : owner.path("parameters")) {
        parameter(documents.resolved(given), place)
            .ifPresent(found -> parameters.put(found.in() + " " + found.name(), found));
      }
    }
    JsonNode body = documents.resolved(node.path("requestBody"));
    Map<String, Answer> answers = new LinkedHashMap<>();
    node.path("responses")
        .properties()
        .forEach(
            entry -> {
              String status = entry.getKey().toLowerCase(Locale.ROOT);
              JsonNode answer = documents.resolved(entry.getValue());
              answers.put(status, answer(answer, place + " " + status));
            });
    return new Operation(
        List.copyOf(parameters.values()),
        body.path("required").asBoolean(false),
        contents(body, place + " body"),
        answers);
  }

  private Answer answer(JsonNode node, String place) {
    List<Parameter> headers = new ArrayList<>();
    node.path("headers")
        .properties()
        .forEach(
            entry -> {
              if (!entry.getKey().equalsIgnoreCase("Content-Type")) {
                JsonNode header = documents.resolved(entry.getValue());
                headers.add(parameter(entry.getKey(), "header", header, place));
              }
            });
    return new Answer(headers, contents(node, place));
  }

  private Optional<Parameter> parameter(JsonNode node, String place) {
    String name = node.path("name").asString("");
    String in = node.path("in").asString("");
    if (name.isEmpty() || !Set.of("query", "path", "header", "cookie").contains(in)) {
      throw new IllegalArgumentException(
          Texts.shown(place) + ": a parameter without name, or in no part of a request");
    }
    boolean ignored = in.equals("header") && NOT_PARAMETERS.contains(name.toLowerCase(Locale.ROOT));
    return ignored ? Optional.empty() : Optional.of(parameter(name, in, node, place));
  }

  private Parameter parameter(String name, String in, JsonNode node, String place) {
    boolean isForm = in.equals("query") || in.equals("cookie");
    String style = node.path("style").asString(isForm ? "form" : "simple");
    boolean explode = node.path("explode").asBoolean(style.equals("form"));
    Optional<Map.Entry<String, JsonNode>> content =
        node.path("content").properties().stream().findFirst();
    JsonNode schema = content.map(Map.Entry::getValue).orElse(node).path("schema");
    boolean isJson = content.filter(entry -> entry.getKey().contains("json")).isPresent();
    // Text of other media types is not looked into.
    boolean isChecked = !schema.isMissingNode() && (content.isEmpty() || isJson);
    String where = place + " parameter " + name;
    return new Parameter(
        name,
        in,
        new Need(
            node.path("required").asBoolean(false), node.path("allowEmptyValue").asBoolean(false)),
        new Style(style, explode, isJson),
        isChecked ? ValueType.of(documents, schema) : ValueType.ANY,
        isChecked ? Optional.of(schemas.rule(schema, where)) : Optional.empty());
  }

  private Contents contents(JsonNode owner, String place) {
    Map<String, Content> ranges = new LinkedHashMap<>();
    owner
        .path("content")
        .properties()
        .forEach(
            entry -> {
              JsonNode schema = documents.resolved(entry.getValue()).path("schema");
              boolean has = !schema.isMissingNode();
              ranges.put(
                  Contents.essence(entry.getKey()),
                  new Content(
                      has ? ValueType.of(documents, schema) : ValueType.ANY,
                      has
                          ? Optional.of(schemas.rule(schema, place + " " + entry.getKey()))
                          : Optional.empty()));
            });
    return new Contents(ranges);
  }
}
