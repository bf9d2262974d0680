package io.forebay.config;

import static io.forebay.config.Texts.backend;
import static io.forebay.config.Texts.definition;
import static io.forebay.config.Texts.findings;
import static io.forebay.config.Texts.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.forebay.spec.ContractSpec;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The block {@code openapi} in text. */
class ContractFormTest {
  private static final String CONTRACT = "openapi: { file: /a.yaml }";

  @Test
  void everyKeyIsRead() {
    ContractSpec contract =
        backend(
                "openapi:",
                "  file: /a.yaml",
                "  ignore_request_violations: true",
                "  ignore_response_violations: true",
                "  max_body_bytes: 17")
            .contract()
            .orElseThrow();
    assertThat(contract).isEqualTo(new ContractSpec(Path.of("/a.yaml"), true, true, 17));
    assertThat(backend(CONTRACT).contract()).contains(ContractSpec.of(Path.of("/a.yaml")));
    assertThat(backend().contract()).isEmpty();
  }

  @Test
  void whatIsWrongIsFound() {
    assertThat(findings(definition("openapi: {}"))).singleElement().asString().contains("file");
    assertThat(findings(definition("openapi: { file: /a, max_body_bytes: 0 }")))
        .singleElement()
        .asString()
        .endsWith("openapi.max_body_bytes: 0 (expected: 1 to 1073741824)");
    assertThat(findings(definition("openapi: { file: /a, files: /b }")))
        .singleElement()
        .asString()
        .contains("files");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ContractSpec.of(Path.of("a")).withMaxBodyBytes(-1))
        .withMessage("max_body_bytes: -1 (expected: 1 to 1073741824)");
  }

  /** It says what one origin's API is, and a refinement shares it. */
  @Test
  void onlyADefinitionHasOne() {
    assertThat(findings("defaults: { " + CONTRACT + " }\n" + definition())).hasSize(1);
    assertThat(findings(definition() + "refinements: { b: { backend: a, " + CONTRACT + " } }\n"))
        .hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"FASTLY", "VCL", "KRAKEND"})
  void languagesWithoutOneNoteIt(Language language) {
    assertThat(read(definition(CONTRACT)).write(language).notes())
        .anyMatch(note -> note.contains("openapi"));
  }

  @Test
  void couperHasOne() {
    Writing written =
        read(definition("openapi: { file: /a.yaml, max_body_bytes: 17 }")).write(Language.COUPER);
    assertThat(written.text()).contains("openapi {").contains("file = \"/a.yaml\"");
    assertThat(written.notes()).anyMatch(note -> note.contains("openapi.max_body_bytes"));
  }
}
