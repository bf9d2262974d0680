package io.forebay.config;

import static io.forebay.config.Texts.backend;
import static io.forebay.config.Texts.definition;
import static io.forebay.config.Texts.findings;
import static io.forebay.config.Texts.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.config.internal.tree.Source;
import io.forebay.spec.Credentials;
import io.forebay.spec.Origin;
import io.forebay.spec.Template;
import io.forebay.spec.Template.Literal;
import io.forebay.spec.Template.Variable;
import io.forebay.spec.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferencesTest {

  private static Value header(String text) {
    return backend("set_request_headers: { X: \"" + text + "\" }")
        .exchange()
        .edits()
        .requestHeaders()
        .set()
        .get("X")
        .get(0);
  }

  @Test
  void valuesKnowWhereTheirSecretsCameFrom() {
    assertThat(header("Bearer ${env:TOKEN}"))
        .isEqualTo(
            new Template(
                List.of(new Literal("Bearer ", ""), new Literal("s3cr3t-token", "${env:TOKEN}"))))
        .hasToString("Bearer ***");
    assertThat(header("${env:TOKEN}{v}${env:EMPTY}"))
        .isEqualTo(
            new Template(
                List.of(
                    new Literal("s3cr3t-token", "${env:TOKEN}"),
                    new Variable("v"),
                    new Literal("", "${env:EMPTY}"))));
  }

  @Test
  void escapesYieldText() {
    assertThat(header("$${env:TOKEN}")).isEqualTo(Value.of("${env:TOKEN}"));
    assertThat(header("$${name}")).as("no variable").isEqualTo(Value.of("${name}"));
    assertThat(header("$$${x")).isEqualTo(Value.of("$${x"));
    assertThat(header("${$}{v}"))
        .isEqualTo(new Template(List.of(new Literal("$", ""), new Variable("v"))));
    assertThat(header("$ $$ $x {$}")).isEqualTo(Value.of("$ $$ $x {$}"));
    assertThat(backend("health: {expected_text: \"$${x}\"}").health().orElseThrow().expect().text())
        .isEqualTo("${x}");
  }

  @Test
  void everyTextMayRefer() {
    assertThat(backend("basic_auth: ${env:LOGIN}").exchange().basicAuth())
        .contains(Credentials.basic("peter:s3cr3t-pan"))
        .hasValueSatisfying(login -> assertThat(login.reference()).isEqualTo("${env:LOGIN}"));
    assertThat(backend("max_connections: ${env:FIFTY}").transport().pool().maxConnections())
        .isEqualTo(50);
    assertThat(backend("timeout: ${env:FIFTY}s").exchange().timeouts().total()).hasSeconds(50);
    assertThat(
            read("backends: {a: {origin: \"http://${env:TOKEN}.example\"}}")
                .backends()
                .get("a")
                .transport()
                .origin())
        .isEqualTo(Origin.of("http://s3cr3t-token.example"));
    assertThat(backend("path: \"/${env:TOKEN}/{id}\"").exchange().path().path())
        .hasToString("Optional[/***/{id}]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ${env:NOPE}     | environment variable 'NOPE' is not set
          ${file:nope}    | file 'nope' does not exist (looked for %s/nope)
          ${file:.}       | file '.' is not a regular file
          ${TOKEN}        | unknown reference '${TOKEN}' (expected: ${env:NAME} or ${file:PATH}; {name} is a variable, $${ the text ${)
          ${ENV:TOKEN}    | unknown reference '${ENV:TOKEN}' (expected: ${env:NAME} or ${file:PATH}; {name} is a variable, $${ the text ${)
          ${env:}         | unknown reference '${env:}' (expected: ${env:NAME} or ${file:PATH}; {name} is a variable, $${ the text ${)
          ${file:}        | unknown reference '${file:}' (expected: ${env:NAME} or ${file:PATH}; {name} is a variable, $${ the text ${)
          ${}             | unknown reference '${}' (expected: ${env:NAME} or ${file:PATH}; {name} is a variable, $${ the text ${)
          a ${env:TOKEN   | '${' without '}' (write $${ for the text ${)
          """)
  void referencesLeadSomewhere(String text, String finding) {
    String directory = Path.of("").toAbsolutePath().toString();
    assertThat(findings(definition("basic_auth: \"" + text + "\"")))
        .containsExactly(
            "t.yaml:4:17: error: backends.a.basic_auth: " + finding.replace("%s", directory));
  }

  @Test
  void filesAreBounded(@TempDir Path directory) throws IOException {
    String text = definition("path: \"${file:f}\"");
    Source source = new Source("t.yaml", text, directory);
    Path file = directory.resolve("f");

    Files.writeString(file, "/x\r\n");
    assertThat(path(source)).isEqualTo("/x");
    Files.writeString(file, "/x\n\n");
    assertThat(path(source)).as("one line break").isEqualTo("/x\n");
    Files.writeString(file, "x".repeat(64 * 1024));
    assertThat(path(source)).hasSize(64 * 1024);
    Files.writeString(file, "x".repeat(64 * 1024 + 1));
    assertThat(finding(source)).endsWith("backends.a.path: file 'f' is longer than 65536 bytes");
    Files.write(file, new byte[] {(byte) 0xff});
    assertThat(finding(source)).endsWith("backends.a.path: file 'f' is not in UTF-8");
  }

  private static String path(Source source) {
    return Definitions.read(source, name -> Optional.empty())
        .backends()
        .get("a")
        .exchange()
        .path()
        .path()
        .map(value -> ((Literal) ((Template) value).parts().get(0)).text())
        .orElseThrow();
  }

  private static String finding(Source source) {
    try {
      Definitions.read(source, name -> Optional.empty());
    } catch (DefinitionException e) {
      return e.getMessage();
    }
    throw new AssertionError("read");
  }

  /** Whatever a key is, its finding does not tell what a reference led to. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          path: "${env:TOKEN}#", x: 1
          timeout: "${env:TOKEN}"
          max_connections: "${env:TOKEN}"
          max_connections: "-${env:FIFTY}"
          http2: "${env:TOKEN}"
          remove_request_headers: ["${env:TOKEN} "]
          basic_auth: "${env:LOGIN}\\n"
          set_request_headers: {"a b": "${env:TOKEN}"}
          add_request_headers: {a: [["${env:TOKEN}"]]}
          health: {path: "${env:TOKEN}#"}
          health: {interval: "${env:TOKEN}"}
          health: {headers: {A: "${env:TOKEN}\\u0001"}}
          health: {expected_status: ["${env:TOKEN}"]}
          tls: {ca: "${env:EMPTY}"}
          tls: {client_key: "${env:TOKEN}"}
          tls: {client_key_password: "${env:TOKEN}"}
          tls: {min_version: "${env:TOKEN}"}
          tls: {pins: "${env:TOKEN}"}
          tls: {sni_hostname: "${env:EMPTY}"}
          tls: {reload: "${env:TOKEN}"}
          proxy: "${env:TOKEN}:0"
          proxy: "ftp://${env:LOGIN}@proxy"
          ipv6: "${env:TOKEN}"
          tcp_keepalive: "${env:TOKEN}"
          tcp_keepalive: {time: "0.${env:FIFTY}s", x: "${env:TOKEN}"}
          max_response_bytes: "-${env:FIFTY}"
          between_bytes_expiry: "${env:TOKEN}"
          origin: "${env:TOKEN}"
          """)
  void findingsTellNoSecret(String line) {
    String text = "backends: {a: {" + line + "}}";

    assertThat(findings(text, "t.yaml"))
        .isNotEmpty()
        .allSatisfy(finding -> assertThat(finding).doesNotContain("s3cr3t").doesNotContain("-50"));
  }

  @Test
  void findingsShowTheReferenceInstead() {
    assertThat(findings(definition("timeout: \"${env:TOKEN}\"")))
        .containsExactly(
            "t.yaml:4:14: error: backends.a.timeout: expected a duration such as 2s but"
                + " '${env:TOKEN}' leads to something else");
    assertThat(findings(definition("max_connections: \"${env:TOKEN}\"")))
        .containsExactly(
            "t.yaml:4:22: error: backends.a.max_connections: expected a whole number but"
                + " '${env:TOKEN}' leads to something else");
    assertThat(findings(definition("basic_auth: \"${env:EMPTY}\"")))
        .containsExactly(
            "t.yaml:4:17: error: backends.a.basic_auth: empty (expected: user:password)");
  }

  @Test
  void definitionsTellNoSecret() {
    Definitions definitions =
        read(
            """
            defaults:
              health: { headers: { Authorization: "Bearer ${env:TOKEN}" } }
            backends:
              a:
                origin: http://a
                basic_auth: ${env:LOGIN}
                set_request_headers: { A: "x ${env:TOKEN}", B: ["${env:TOKEN}"] }
                remove_query_params: "${env:TOKEN}"
                add_query_params: { k: [1, "${env:TOKEN}"] }
                path_prefix: /${env:TOKEN}
              b: { origin: "http://b", health: { expected_text: "${env:TOKEN}" } }
            refinements:
              c: { backend: a, basic_auth: "peter:${env:TOKEN}", timeout: "${env:FIFTY}s" }
            """);

    assertThat(definitions.toString()).doesNotContain("s3cr3t");
    assertThat(definitions.refinements().toString()).doesNotContain("s3cr3t");
    assertThat(definitions.backends().get("a").toString()).doesNotContain("s3cr3t-pan");
    for (String written : List.of(definitions.toYaml(), definitions.toJson())) {
      assertThat(written)
          .doesNotContain("s3cr3t")
          .contains("Bearer ${env:TOKEN}", "${env:LOGIN}", "x ${env:TOKEN}", "peter:${env:TOKEN}")
          .contains("/${env:TOKEN}", "${env:FIFTY}s");
      assertThat(read(written)).isEqualTo(definitions);
      assertThat(read(read(written).toJson()).toYaml()).isEqualTo(definitions.toYaml());
    }
  }
}
