package io.forebay.config;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.forebay.config.internal.tree.Findings;
import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.Source;
import io.forebay.config.internal.tree.TreeReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a validator that is not ours says of texts by our schema. */
final class SchemaCheck {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final Schema SCHEMA = REGISTRY.getSchema(Definitions.schema(), InputFormat.JSON);

  private SchemaCheck() {}

  /** What is wrong with a text in YAML or JSON, by its name; none: it is valid. */
  static List<String> problems(String text, String name) {
    Findings findings = new Findings(name);
    Optional<Node> root = TreeReader.read(Source.of(text, name), findings);
    findings.throwIfAny();
    return problems(SCHEMA.validate(root.map(SchemaCheck::json).orElse(JSON.nullNode())));
  }

  /** What is wrong with a schema. */
  static List<String> problemsOfSchema(String schema) {
    Schema draft =
        REGISTRY.getSchema(
            com.networknt.schema.SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
    return problems(draft.validate(schema, InputFormat.JSON));
  }

  private static List<String> problems(List<Error> errors) {
    return errors.stream().map(Error::toString).toList();
  }

  private static JsonNode json(Node node) {
    if (node instanceof Node.Mapping mapping) {
      ObjectNode object = JSON.objectNode();
      mapping.entries().forEach((name, entry) -> object.set(name, json(entry.value())));
      return object;
    }
    if (node instanceof Node.Sequence sequence) {
      ArrayNode array = JSON.arrayNode();
      sequence.items().forEach(item -> array.add(json(item)));
      return array;
    }
    Node.Scalar scalar = (Node.Scalar) node;
    return switch (scalar.kind()) {
      case TEXT -> JSON.stringNode(scalar.text());
      case NUMBER -> number(scalar.text());
      case BOOLEAN -> JSON.booleanNode(scalar.text().equals("true"));
      case NULL, REFUSED -> JSON.nullNode();
    };
  }

  private static JsonNode number(String text) {
    if (text.matches("[-+]?[0-9]+")) {
      return JSON.numberNode(new BigInteger(text));
    }
    if (text.startsWith("0o") || text.startsWith("0x")) {
      return JSON.numberNode(new BigInteger(text.substring(2), text.startsWith("0o") ? 8 : 16));
    }
    try {
      return JSON.numberNode(new BigDecimal(text));
    } catch (NumberFormatException e) {
      return JSON.numberNode(text.startsWith("-") ? Double.MIN_VALUE : Double.MAX_VALUE);
    }
  }
}
