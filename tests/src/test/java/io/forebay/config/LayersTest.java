package io.forebay.config;

import static io.forebay.config.Texts.VARIABLES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.forebay.config.internal.tree.Source;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Material;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Definitions that are laid over each other, and where their values come from. */
class LayersTest {
  private static final String BASE =
      """
      defaults: { connect_timeout: 2s, max_connections: 10 }
      backends:
        users:
          origin: http://users.example
          timeout: 30s
          set_request_headers: { A: a, B: b }
        orders:
          origin: http://orders.example
      refinements:
        admin: { backend: users, timeout: 90s, path: /admin }
      """;

  @TempDir private Path directory;

  private static Definitions read(String... texts) {
    List<Source> layers = new ArrayList<>();
    for (String text : texts) {
      layers.add(Source.of(text, "layer" + layers.size() + ".yaml"));
    }
    return Definitions.readLayers(layers, name -> Optional.ofNullable(VARIABLES.get(name)));
  }

  private static BackendSpec backend(Definitions definitions, String label) {
    return Objects.requireNonNull(definitions.backends().get(label), label);
  }

  private static List<String> findings(String... texts) {
    List<String> found = new ArrayList<>();
    assertThatExceptionOfType(DefinitionException.class)
        .isThrownBy(() -> read(texts))
        .satisfies(e -> e.findings().forEach(finding -> found.add(finding.toString())));
    return found;
  }

  @Test
  void keysOfUpperLayerReplaceThoseBelowAsWhole() {
    BackendSpec users =
        backend(
            read(BASE, "backends: { users: { timeout: 5s, set_request_headers: { C: c } } }"),
            "users");

    assertThat(users)
        .isEqualTo(
            backend(
                read(BASE.replace("30s", "5s").replace("{ A: a, B: b }", "{ C: c }")), "users"));
  }

  @Test
  void defaultsOfUpperLayerHoldForBackendsBelow() {
    BackendSpec orders = backend(read(BASE, "defaults: { connect_timeout: 1s }"), "orders");

    assertThat(orders.exchange().timeouts().connect()).isEqualTo(Duration.ofSeconds(1));
    assertThat(orders.transport().pool().maxConnections()).isEqualTo(10);
  }

  @Test
  void upperLayerAddsAndTakesAway() {
    Definitions definitions =
        read(
            BASE,
            """
            defaults: { max_connections: null }
            backends:
              orders: null
              users: { timeout: null }
              billing: { origin: http://billing.example }
            refinements:
              admin: { path: null }
              slow: { backend: billing, timeout: 10m }
            """);

    assertThat(definitions.backends()).containsOnlyKeys("users", "billing");
    assertThat(definitions.refinements()).containsOnlyKeys("admin", "slow");
    BackendSpec users = backend(definitions, "users");
    assertThat(users.exchange().timeouts().total()).isEqualTo(Duration.ofMinutes(5));
    assertThat(users.transport().pool().maxConnections()).isEqualTo(100);
    assertThat(definitions.refinements().get("admin"))
        .isEqualTo(read(BASE.replace(", path: /admin", "")).refinements().get("admin"));
  }

  @Test
  void originsTakeThePlaceOfOriginAndBack() {
    String several = "backends: { users: { origins: [http://a, http://b] } }";
    String one = "backends: { users: { origin: http://c } }";

    assertThat(backend(read(BASE, several), "users").transport().origins())
        .hasToString(backend(read(several), "users").transport().origins().toString());
    assertThat(backend(read(BASE, several, one), "users").transport().origin())
        .hasToString("http://c");
  }

  @Test
  void labelMayTurnFromBackendToRefinement() {
    Definitions definitions =
        read(BASE, "backends: { orders: null }\nrefinements: { orders: { backend: users } }");

    assertThat(definitions.refinements().get("orders")).isNotNull();
  }

  @Test
  void findingsNameTheFileOfTheirValue() {
    assertThat(
            findings(
                BASE.replace("30s", "soon"),
                "backends:\n  users: { conect_timeout: 1s }\n  orders: { max_connections: -1 }",
                "refinements: { admin: { backend: nobody } }"))
        .containsExactly(
            "layer0.yaml:5:14: error: backends.users.timeout: time: invalid duration \"soon\"",
            "layer1.yaml:2:12: error: backends.users: unknown key 'conect_timeout' (did you mean"
                + " 'connect_timeout'?)",
            "layer1.yaml:3:30: error: backends.orders.max_connections: -1 (expected: >= 0)",
            "layer2.yaml:1:34: error: refinements.admin: referenced backend \"nobody\" is not"
                + " defined");
  }

  @Test
  void textsThatCannotBeReadAreAllFound() {
    assertThat(findings("backends: [", BASE, "backends: {{"))
        .hasSize(2)
        .satisfiesExactly(
            first -> assertThat(first).startsWith("layer0.yaml:"),
            third -> assertThat(third).startsWith("layer2.yaml:"));
  }

  @Test
  void emptyLayersChangeNothing() {
    assertThat(read("", BASE, "# nothing\n", "forebay: 1")).isEqualTo(read(BASE));
  }

  @Test
  void pathsStartFromTheFileThatNamesThem() throws IOException {
    Path other = Files.createDirectory(directory.resolve("prod"));
    Path base = directory.resolve("base.yaml");
    Path over = other.resolve("over.yaml");
    Files.writeString(base, "backends: { a: { origin: https://a, tls: { ca_file: x.pem } } }");
    Files.writeString(
        over,
        "backends: { a: { basic_auth: '${file:login}' }, b: { origin: https://b, tls: { ca_file:"
            + " x.pem } } }");
    Files.writeString(other.resolve("login"), "joe:s3cr3t\n");

    Definitions definitions = Definitions.readLayers(base, over);

    assertThat(backend(definitions, "a").transport().tls().trust().ca())
        .containsExactly(Material.file(directory.resolve("x.pem")));
    assertThat(backend(definitions, "b").transport().tls().trust().ca())
        .containsExactly(Material.file(other.resolve("x.pem")));
    assertThat(backend(definitions, "a").exchange().basicAuth().orElseThrow().reveal())
        .isEqualTo("joe:s3cr3t");
  }

  @Test
  void everyValueHasItsPlace() {
    Definitions definitions =
        read(BASE, "defaults:\n  connect_timeout: 1s\nbackends:\n  users: { timeout: 5s }");

    assertThat(definitions.provenance("users"))
        .hasToString(
            "{connect_timeout=layer1.yaml:2:3 (defaults),"
                + " max_connections=layer0.yaml:1:34 (defaults),"
                + " origin=layer0.yaml:4:5 (backends.users),"
                + " timeout=layer1.yaml:4:12 (backends.users),"
                + " set_request_headers=layer0.yaml:6:5 (backends.users)}");
    assertThat(definitions.provenance("admin"))
        .containsEntry("timeout", new Provenance("layer0.yaml", 10, 28, "refinements.admin"))
        .containsEntry("origin", new Provenance("layer0.yaml", 4, 5, "backends.users"));
  }

  @Test
  void whatJavaDefinesHasNoPlaces() {
    Definitions definitions = Definitions.of(backend(read(BASE), "users"));

    assertThat(definitions.provenance("users")).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> definitions.provenance("nobody"))
        .withMessage("\"nobody\" is not defined");
  }

  @Test
  void referencesOfUpperLayersAreWrittenAgain() {
    Definitions definitions =
        read(BASE, "backends: { users: { set_request_headers: { A: 'Bearer ${env:TOKEN}' } } }");

    assertThat(definitions.toYaml()).contains("A: \"Bearer ${env:TOKEN}\"");
  }
}
