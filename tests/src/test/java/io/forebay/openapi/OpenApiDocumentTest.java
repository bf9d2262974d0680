package io.forebay.openapi;

import static io.forebay.openapi.Contracts.document;
import static io.forebay.openapi.Contracts.file;
import static io.forebay.openapi.Contracts.read;
import static io.forebay.openapi.Contracts.request;
import static io.forebay.openapi.Contracts.sent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.forebay.spi.Contract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What documents may be, what they may refer to, and what they may cost. */
class OpenApiDocumentTest {
  private static final String JSON = "application/json";

  @TempDir Path directory;

  /** A document whose only body has this schema. */
  private static String posting(String schema) {
    return document(
        "3.0.3",
        "/a",
        "post:\n  requestBody: {content: {application/json: {schema: "
            + schema
            + "}}}\n  responses: {200: {description: d}}\n");
  }

  private void refused(String text, String... parts) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(directory, text))
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }

  // ---- what is read

  @Test
  void documentsOfOtherVersionsAreRefused() {
    refused(
        "swagger: '2.0'\npaths: {}\n",
        "no version of OpenAPI",
        "expected: openapi: 3.0.x or 3.1.x");
    refused("openapi: 4.0.0\npaths: {}\n", "'4.0.0'");
    refused("just text", "no version of OpenAPI");
    refused("openapi: [", "openapi.yaml: not YAML at line");
    refused("{\"openapi\": ", "openapi.yaml: not JSON: line 1");
    refused("", "no version of OpenAPI");
  }

  @Test
  void jsonIndentedByTabsIsRead() {
    String text = "{\n\t\"openapi\": \"3.0.3\",\n\t\"paths\": {\"/a\": {\"get\": {}}}\n}";
    Contract contract = read(file(directory, "a.json", text));
    assertThat(request(contract, "GET", "http://h/a")).isEmpty();
  }

  @Test
  void aliasesAreFollowedAsFarAsTheyAreSmall() {
    String fine = "x-a: &schema {type: integer}\n" + posting("*schema");
    assertThat(sent(read(directory, fine), "POST", "http://h/a", JSON, "\"x\"")).hasSize(1);

    StringBuilder bomb = new StringBuilder("x-0: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9]\n");
    for (int i = 1; i < 12; i++) {
      String alias = "*a" + (i - 1);
      String nine = String.join(", ", Collections.nCopies(9, alias));
      bomb.append("x-").append(i).append(": &a").append(i).append(" [").append(nine).append("]\n");
    }
    refused(bomb + posting("{}"), "too many values");
    refused("a: &a [*a]\n", "an alias within what it stands for");
  }

  @Test
  void nestingHasABound() {
    refused("openapi: " + "[".repeat(1_000) + "]".repeat(1_000), "nested too deep");
    refused("{\"openapi\": " + "[".repeat(5_000) + "]".repeat(5_000) + "}", "not JSON");
  }

  // ---- what is referred to

  @Test
  void filesOfTheDirectoryAreReferredTo() {
    file(
        directory,
        "common/types.yaml",
        "Name: {type: string, maxLength: 3}\nA: {$ref: '#/Name'}\n");
    file(
        directory,
        "common/pet.json",
        "{\"properties\": {\"name\": {\"$ref\": \"types.yaml#/A\"}}}");
    Contract contract = read(directory, posting("{$ref: './common/pet.json'}"));
    assertThat(sent(contract, "POST", "http://h/a", JSON, "{\"name\":\"abc\"}")).isEmpty();
    assertThat(sent(contract, "POST", "http://h/a", JSON, "{\"name\":\"abcd\"}"))
        .containsExactly(
            "request body has an error: doesn't match schema:"
                + " at /name: must be at most 3 characters long");
  }

  @ParameterizedTest
  @CsvSource({
    "/etc/passwd, is not followed",
    "file:///etc/passwd, is not followed",
    "classpath:application.properties, is not followed",
    "//evil.example/x, is not followed",
    "../outside.yaml, leads out of the directory",
    "a/%2e%2e/%2e%2e/outside.yaml, leads out of the directory",
    "link.yaml, leads out of the directory",
    "none.yaml, leads to no file",
    "'#/components/schemas/None', leads nowhere",
    "'#/components/schemas/Loop', leads to itself"
  })
  void referencesToElsewhereAreRefused(String reference, String why) throws IOException {
    Path inside = Files.createDirectory(directory.resolve("inside"));
    Path outside = file(directory, "outside.yaml", "type: string\n");
    Files.createSymbolicLink(inside.resolve("link.yaml"), outside);
    Files.createDirectory(inside.resolve("a"));
    String loop = "components: {schemas: {Loop: {$ref: '#/components/schemas/Loop'}}}\n";
    String text = posting("{$ref: '" + reference + "'}");
    String whole = reference.endsWith("Loop'") || why.endsWith("itself") ? text + loop : text;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(file(inside, "openapi.yaml", whole)))
        .withMessageContaining("openapi.yaml#/")
        .withMessageContaining("$ref '" + reference + "': " + why);
  }

  /** Whoever writes a document must not make us ask others. */
  @Test
  void theNetworkIsNeverAsked() throws IOException {
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      String url = server.url("/schema.json").toString();
      refused(posting("{$ref: '" + url + "'}"), "is not followed");
      refused(posting("{oneOf: [{$ref: '" + url + "#/a'}]}"), "is not followed");
      String mapping = "{oneOf: [], discriminator: {propertyName: a, mapping: {b: '" + url + "'}}}";
      refused(posting(mapping), "is not followed");
      // A name for a place that others would resolve against.
      String named =
          "{$id: '" + url + "', $schema: '" + url + "', properties: {a: {type: string}}}";
      try {
        Contract contract = read(directory, posting(named).replace("3.0.3", "3.1.0"));
        sent(contract, "POST", "http://h/a", JSON, "{\"a\": 1}");
      } catch (IllegalArgumentException refused) {
        assertThat(refused).hasMessageContaining("cannot be applied");
      }
      assertThat(server.getRequestCount()).isZero();
    }
  }

  @Test
  void dataIsNoReference() {
    String schema = "{properties: {$ref: {type: string, example: {$ref: 'http://h/x'}}}}";
    Contract contract = read(directory, posting(schema));
    assertThat(sent(contract, "POST", "http://h/a", JSON, "{\"$ref\": \"http://h\"}")).isEmpty();
    assertThat(sent(contract, "POST", "http://h/a", JSON, "{\"$ref\": 1}")).hasSize(1);
  }

  // ---- what it costs

  @Test
  void schemasInThemselvesAreRefused() {
    String schemas = "components: {schemas: {A: {allOf: [{$ref: '#/components/schemas/A'}]}}}\n";
    refused(posting("{$ref: '#/components/schemas/A'}") + schemas, "nested too deep, or in itself");
  }

  @ParameterizedTest
  @ValueSource(strings = {"^(a+)+\\1b$", "^a*a*a*a*a*a*a*a*b$"})
  void patternsOfExponentialTimeComeToAnEnd(String pattern) {
    Contract contract = read(directory, posting("{type: string, pattern: '" + pattern + "'}"));
    assertThat(sent(contract, "POST", "http://h/a", JSON, "\"" + "a".repeat(60) + "!\""))
        .containsExactly(
            "request body has an error: doesn't match schema: cannot be checked: it takes too"
                + " long");
    assertThat(sent(contract, "POST", "http://h/a", JSON, "\"aab\"")).isEmpty();
  }

  @Test
  void patternsThatAreNoneAreRefused() {
    refused(posting("{type: string, pattern: '('}"), "the schema cannot be applied");
  }

  @Test
  void bodiesAreNestedAsDeepAsTheyMay() {
    String tree =
        "components: {schemas: {T: {type: array, items: {$ref: '#/components/schemas/T'}}}}\n";
    Contract contract = read(directory, posting("{$ref: '#/components/schemas/T'}") + tree);
    assertThat(sent(contract, "POST", "http://h/a", JSON, "[".repeat(200) + "]".repeat(200)))
        .isEmpty();
    assertThat(sent(contract, "POST", "http://h/a", JSON, "[".repeat(90_000))).hasSize(1);
  }

  @Test
  void longListsOfValuesAreFine() {
    String values = String.join(", ", IntStream.range(0, 50_000).mapToObj(i -> "v" + i).toList());
    Contract contract = read(directory, posting("{enum: [" + values + "]}"));
    assertThat(sent(contract, "POST", "http://h/a", JSON, "\"v49999\"")).isEmpty();
    List<String> wrong = sent(contract, "POST", "http://h/a", JSON, "\"w\"");
    assertThat(wrong).singleElement().asString().hasSizeLessThan(400);
  }

  @Test
  void manyThreadsAskOneContract() {
    Contract contract = read(directory, posting("{type: integer, maximum: 500}"));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<CompletableFuture<Integer>> wrong =
          IntStream.range(0, 1_000)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () -> sent(contract, "POST", "http://h/a", JSON, "" + i).size(), threads))
              .toList();
      assertThat(wrong.stream().mapToInt(CompletableFuture::join).sum()).isEqualTo(499);
    } finally {
      threads.shutdown();
    }
  }
}
