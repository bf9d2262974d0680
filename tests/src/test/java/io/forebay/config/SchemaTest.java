package io.forebay.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.config.internal.tree.Source;
import io.forebay.spec.Durations;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The schema takes what the reader takes; what both refuse is in {@link SchemaRefusalsTest}. Every
 * text that {@link Texts} reads for another test is checked there, too.
 */
class SchemaTest {
  private static final Path TOP = Path.of("..");
  private static final String NAME = "forebay.schema.json";
  private static final List<Path> COPIES =
      List.of(
          TOP.resolve("config-model/src/main/resources/io/forebay/config/" + NAME),
          TOP.resolve("docs/" + NAME));
  private static final Pattern BLOCK = Pattern.compile("```(yaml|json)\\R(.*?)```", Pattern.DOTALL);

  private static JsonNode schema() {
    return new JsonMapper().readTree(Definitions.schema());
  }

  /** {@code -Dforebay.schema.write=true} writes the copies anew. */
  @Test
  void copiesAreWhatTheTableOfKeysSays() throws IOException {
    if (Boolean.getBoolean("forebay.schema.write")) {
      for (Path copy : COPIES) {
        Files.writeString(copy, Definitions.schema());
      }
      return;
    }
    for (Path copy : COPIES) {
      assertThat(Files.readString(copy)).as(copy.toString()).isEqualTo(Definitions.schema());
    }
  }

  @Test
  void jarHoldsTheSchemaBesideItsReader() throws IOException {
    try (InputStream in = Definitions.class.getResourceAsStream(NAME)) {
      assertThat(in).isNotNull();
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).contains("\"$defs\"");
    }
  }

  @Test
  void schemaIsValidItself() {
    assertThat(SchemaCheck.problemsOfSchema(Definitions.schema())).isEmpty();
  }

  @Test
  void everyPropertySaysWhatItIsInOneLine() {
    JsonNode definitions = schema().path("$defs");
    List<String> without = new ArrayList<>();
    definitions
        .propertyStream()
        .filter(each -> !List.of("defaults", "refinement").contains(each.getKey()))
        .forEach(each -> collectUndescribed(each.getKey(), each.getValue(), without));

    assertThat(without).isEmpty();
    assertThat(definitions.path("backend").path("properties").size()).isGreaterThan(50);
  }

  private static void collectUndescribed(String path, JsonNode node, List<String> without) {
    // A property may be called like a keyword: none is, so that "properties" is always one.
    for (Map.Entry<String, JsonNode> property : node.path("properties").properties()) {
      boolean rule = node.path("additionalProperties").isMissingNode();
      String line = property.getValue().path("description").asString("");
      if (!rule && !line.matches("[A-Z].{10,150}[.]")) {
        without.add(path + "." + property.getKey() + ": " + line);
      }
    }
    for (JsonNode inner : node) {
      collectUndescribed(path, inner, without);
    }
  }

  /** What a default says is what leaving the key out says. */
  @Test
  void defaultsAreWhatIsMeantWithoutThem() {
    Definitions without = Texts.read(Texts.definition());
    List<String> checked = new ArrayList<>();
    schema()
        .at("/$defs/backend/properties")
        .propertyStream()
        .filter(property -> property.getValue().has("default"))
        .forEach(
            property -> {
              String line = property.getKey() + ": " + property.getValue().path("default");
              assertThat(Texts.read(Texts.definition(line))).as(line).isEqualTo(without);
              checked.add(line);
            });

    assertThat(checked)
        .contains("ttfb_timeout: \"1m\"", "circuit_breaker: false")
        .hasSizeGreaterThan(25);
  }

  /** The blocks of the documents, and the definitions of the samples. */
  @Test
  void whatTheDocumentsShowIsValid() throws IOException {
    int seen = 0;
    for (Path file : documents()) {
      for (String text : texts(file)) {
        if (isRead(text)) {
          assertThat(SchemaCheck.problems(text, "t")).as(file + ":\n" + text).isEmpty();
          seen++;
        }
      }
    }
    assertThat(seen).isGreaterThanOrEqualTo(5);
  }

  private static List<Path> documents() throws IOException {
    List<Path> all = new ArrayList<>();
    for (String folder : List.of("docs", "config-model", "samples", "tests/src/test/resources")) {
      try (Stream<Path> files = Files.walk(TOP.resolve(folder))) {
        files
            .filter(file -> file.toString().matches(".*[.](md|ya?ml|json)"))
            .filter(file -> !file.toString().contains("target"))
            .forEach(all::add);
      }
    }
    all.add(TOP.resolve("README.md"));
    return all;
  }

  private static List<String> texts(Path file) throws IOException {
    String text = Files.readString(file);
    if (!file.toString().endsWith(".md")) {
      return List.of(text);
    }
    List<String> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      blocks.add(block.group(2));
    }
    return blocks;
  }

  private static boolean isRead(String text) {
    try {
      Definitions.read(Source.of(text, "t"), name -> Optional.of("1"));
      return true;
    } catch (DefinitionException e) {
      return false;
    }
  }

  /** What no other test happens to write, and the reader takes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "timeout: 0",
        "timeout: +0",
        "timeout: '-0s'",
        "timeout: 1.5h.5m",
        "timeout: 10\u00b5s",
        "timeout: ${env:EMPTY}1s",
        "max_connections: ${env:FIFTY}",
        "max_connections: +5",
        "remove_request_headers: ",
        "remove_request_headers: X-A",
        "remove_request_headers: [X-A, ~, 1]",
        "set_request_headers: { X-A: , X-B: 1, X-C: [true, ~, 'b${env:TOKEN}'] }",
        "set_request_headers: ",
        "set_query_params: { '': 1, '{': 2 }",
        "path: ''",
        "basic_auth: ''",
        "set_response_status: ''",
        "set_response_status: '404'",
        "set_response_status: '{request.headers.x-status}'",
        "tls: { min_version: 1.2, max_version: '1.3', ca: , ca_file: a.pem }",
        "tls: { pins: [] }",
        "tcp_keepalive: true",
        "circuit_breaker: { window: 50 }",
        "circuit_breaker: { window: '50' }",
        "circuit_breaker: { window: 50s }",
        "outlier: false",
        "slow_start: 0",
        "retries: default",
        "retries: { on: { statuses: 503, methods: } }",
        "overprovisioning: 0",
        "overprovisioning: 140",
        "health: { expected_status: [200, '204', 200 - 399] }",
        "custom_log_fields: { a: { b: [1, ~, x, { c: true }] }, d: }",
        "hostname: a${$}b",
        "proxy: environment",
      })
  void whatTheReaderTakesIsValid(String line) {
    Texts.read(Texts.definition(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "backends: {}",
        "{forebay: 1, backends: ~, refinements: {}}",
        "backends: {a: {origin: ' HTTPS://A.example:80/ '}}",
        "backends: {a: {origins: [{url: http://a, weight: 2}, {group: 1, origins: [http://b]}]}}",
        "backends: {1: {origin: 'http://${env:FIFTY}'}}\n"
            + "refinements: {b: {backend: 1, origin: 'http://50'}}",
        "backends: {a: {origins: {source: s, url: http://s, nameservers: }}}",
        "defaults: {health: {}, balance: {ewma: {}}}\nbackends: {a: {origin: http://a}}",
      })
  void wholeTextsThatTheReaderTakesAreValid(String text) {
    Texts.read(text, "t.yaml");
  }

  @Property(tries = 2_000)
  void durationsAreThoseOfTheReader(@ForAll("durations") String text) {
    // A part of a nanosecond below zero is zero to the reader.
    Assume.that(!text.matches("-.*[1-9].*"));
    // Nor does a schema count years.
    Assume.that(!text.matches(".*[0-9]{7}.*"));
    boolean read;
    try {
      Durations.parse(text);
      read = true;
    } catch (IllegalArgumentException e) {
      read = false;
    }
    String definition = Texts.definition("timeout: '" + text + "'");
    assertThat(SchemaCheck.problems(definition, "t.yaml").isEmpty()).isEqualTo(read);
  }

  @Provide
  Arbitrary<String> durations() {
    Arbitrary<String> digits = Arbitraries.of("", "0", "1", "15", "003");
    Arbitrary<String> units =
        Arbitraries.of("", "ns", "us", "\u00b5s", "\u03bcs", "ms", "s", "m", "h", "d", "S", " ");
    Arbitrary<String> parts =
        Combinators.combine(digits, Arbitraries.of("", "", "."), digits, units)
            .as((whole, dot, part, unit) -> whole + dot + part + unit);
    return Combinators.combine(
            Arbitraries.of("", "", "", "+", "-", "+-"), parts.list().ofMaxSize(3))
        .as((sign, all) -> sign + String.join("", all));
  }
}
