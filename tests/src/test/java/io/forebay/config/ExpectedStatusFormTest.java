package io.forebay.config;

import static io.forebay.config.Texts.backend;
import static io.forebay.config.Texts.definition;
import static io.forebay.config.Texts.findings;
import static io.forebay.config.Texts.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.Backend;
import io.forebay.RegistryContent;
import io.forebay.health.StatusRange;
import io.forebay.internal.versions.Differences;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ExchangeAttribute;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code expected_status} of backends and refinements, in every language. */
class ExpectedStatusFormTest {

  private static List<StatusRange> ranges(String... texts) {
    return List.of(texts).stream().map(StatusRange::of).toList();
  }

  private static List<StatusRange> expected(BackendSpec spec) {
    return spec.exchange().answer().expected();
  }

  private static List<StatusRange> refined(Definitions definitions, String label) {
    NamedRefinement refinement = definitions.refinements().get(label);
    assertThat(refinement.manners().attributes())
        .containsExactly(ExchangeAttribute.EXPECTED_STATUS);
    BackendSpec spec = definitions.backends().get(refinement.of());
    return refinement.manners().appliedTo(spec.exchange()).answer().expected();
  }

  // ---- our own form

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "expected_status: 204                   | 204",
        "expected_status: 200-399               | 200-399",
        "expected_status: [200, '204', 300-399] | 200,204,300-399"
      })
  void formSaysIt(String line, String expected) {
    assertThat(expected(backend(line))).isEqualTo(ranges(expected.split(",")));
    assertThat(backend(line))
        .isEqualTo(
            Backend.builder("a")
                .origin(backend().transport().origin().toString())
                .expectedStatusRanges(expected.split(","))
                .spec()
                .withLabel(backend(line).label()));
  }

  @Test
  void formRefinesItAndWritesItAgain() {
    Definitions definitions =
        read(
            definition("expected_status: [200, 300-399]")
                + "refinements: { b: { backend: a, expected_status: [] } }\n");

    assertThat(refined(definitions, "b")).isEmpty();
    String written = definitions.write(Language.YAML).text();
    assertThat(written).contains("expected_status: []").contains("300-399");
    assertThat(read(written)).isEqualTo(definitions);
  }

  @ParameterizedTest
  @ValueSource(strings = {"99", "[200, 1000]", "[300-200]", "2xx", "{}", "'{x}'"})
  void formRefusesWhatIsNoStatus(String value) {
    assertThat(findings(definition("expected_status: " + value)))
        .singleElement()
        .asString()
        .contains("expected_status");
  }

  // ---- Couper, where it stands beside the backend

  private static Reading couper(String proxy) {
    return Definitions.read(
        "server {\n  endpoint \"/a\" {\n    "
            + proxy
            + "\n  }\n}\ndefinitions {\n  backend \"x\" {\n    origin = \"http://o\"\n  }\n}\n",
        "c.hcl",
        Language.COUPER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "proxy {\n expected_status = [200, 404]\n backend = \"x\"\n}",
        "proxy {\n backend \"x\" {}\n expected_status = [200, \"404\"]\n}",
        "request {\n expected_status = [200, 404]\n url = \"/b\"\n backend = \"x\"\n}"
      })
  void couperSaysItWhereABackendIsUsed(String proxy) {
    Definitions definitions = couper(proxy).definitions();

    assertThat(expected(definitions.backends().get("x"))).isEmpty();
    assertThat(refined(definitions, "a")).isEqualTo(ranges("200", "404"));
  }

  @Test
  void couperSaysItOfABackendInPlace() {
    Definitions definitions =
        couper("proxy {\n expected_status = [201]\n backend {\n origin = \"http://p\"\n }\n}")
            .definitions();

    assertThat(expected(definitions.backends().get("a"))).isEqualTo(ranges("201"));
  }

  @Test
  void couperLeavesOutWhatIsNotKnownBefore() {
    Reading reading =
        couper("proxy {\n expected_status = [200, request.headers.x]\n backend = \"x\"\n}");

    assertThat(reading.definitions().refinements().get("a").manners().isEmpty()).isTrue();
    assertThat(reading.notes())
        .extracting(Note::message)
        .contains(
            "proxy: expected_status.[]: depends on the call, which no definition can say:"
                + " left out");
  }

  @Test
  void couperIsWrittenWithItWhereABackendIsUsed() {
    Definitions definitions =
        read(
            definition("expected_status: [200-202]")
                + "refinements:\n"
                + "  b: { backend: a, path: /b }\n"
                + "  c: { backend: a, expected_status: 404 }\n"
                + "  d: { backend: a, expected_status: [] }\n");
    Writing written = definitions.write(Language.COUPER);

    assertThat(written.text())
        .containsPattern("proxy \\{\\s+expected_status = \\[200, 201, 202]\\s+backend \"a\" \\{")
        .containsPattern("proxy \\{\\s+expected_status = \\[404]\\s+backend \"a\" \\{")
        .containsPattern("proxy \\{\\s+expected_status = \\[]\\s+backend \"a\" \\{");
    assertThat(written.notes())
        .extracting(Object::toString)
        .filteredOn(note -> note.contains("expected_status"))
        .singleElement()
        .asString()
        .contains("a: expected_status: left out, as Couper has it only where a backend is used");
    Definitions again = Definitions.read(written.text(), "c.hcl", Language.COUPER).definitions();
    assertThat(refined(again, "c")).isEqualTo(ranges("404"));
  }

  // ---- the others

  @ParameterizedTest
  @EnumSource(
      value = Language.class,
      names = {"FASTLY", "KRAKEND", "VCL"})
  void othersNoteIt(Language language) {
    Writing written = read(definition("expected_status: [200, 204]")).write(language);

    assertThat(written.notes())
        .extracting(Object::toString)
        .anyMatch(note -> note.contains("expected_status"));
  }

  @Test
  void differenceNamesIt() {
    RegistryContent before = content("expected_status: 200");
    assertThat(Differences.between(before, content("expected_status: 201")).changed())
        .isEqualTo(Map.of("a", List.of("expected_status")));
    assertThat(Differences.between(before, content("expected_status: [200]")).changed()).isEmpty();
  }

  private static RegistryContent content(String line) {
    return read(definition(line)).content();
  }
}
