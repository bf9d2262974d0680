package io.forebay.openapi.internal;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.PathType;
import com.networknt.schema.serialization.NodeReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * Makes rules of the schemas of a contract. The validator gets at nothing but the files that were
 * read before: it has no other way to load anything.
 */
final class Schemas {
  private static final String MADE = "https://schema.invalid/";

  private final SchemaRegistry registry;
  private int made;

  /**
   * Rules of a contract.
   *
   * @param nullable whether it is of 3.0, where {@code nullable} is a word
   */
  Schemas(Documents documents, boolean nullable) {
    SchemaRegistryConfig config =
        SchemaRegistryConfig.builder()
            .locale(Locale.ROOT)
            .formatAssertionsEnabled(true)
            .failFast(true)
            .pathType(PathType.JSON_POINTER)
            .regularExpressionFactory(Patterns::compile)
            .build();
    registry =
        SchemaRegistry.withDialect(
            nullable ? Dialects.getOpenApi30() : Dialects.getOpenApi31(),
            builder ->
                builder
                    .schemaRegistryConfig(config)
                    .nodeReader(new StrictReader())
                    .schemaLoader(
                        loader ->
                            loader
                                .allow(iri -> documents.files().containsKey(iri.toString()))
                                .resourceLoaders(
                                    loaders ->
                                        loaders.values(
                                            all -> {
                                              all.clear();
                                              all.add(iri -> () -> open(documents, iri.toString()));
                                            }))));
  }

  private static InputStream open(Documents documents, String location) {
    return new ByteArrayInputStream(Json.MAPPER.writeValueAsBytes(documents.files().get(location)));
  }

  /**
   * The rule of a schema.
   *
   * @param place what messages call it
   * @throws IllegalArgumentException if it cannot be applied
   */
  SchemaRule rule(JsonNode node, String place) {
    try {
      Schema schema = registry.getSchema(SchemaLocation.of(MADE + ++made), node);
      SchemaRule rule = new SchemaRule(schema, place);
      rule.tryOut();
      return rule;
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          Texts.shown(place) + ": the schema cannot be applied: " + Texts.shown(e.toString()), e);
    } catch (StackOverflowError e) {
      throw new IllegalArgumentException(
          Texts.shown(place) + ": the schema is nested too deep, or in itself", e);
    }
  }

  /** Reads JSON as we do everywhere. */
  private static final class StrictReader implements NodeReader {
    @Override
    public JsonNode readTree(String content, InputFormat format) {
      return Json.MAPPER.readTree(content);
    }

    @Override
    public JsonNode readTree(InputStream content, InputFormat format) {
      return Json.MAPPER.readTree(content);
    }
  }
}
