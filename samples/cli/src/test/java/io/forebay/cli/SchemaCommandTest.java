package io.forebay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.cli.Shell.Run;
import io.forebay.config.Definitions;
import org.junit.jupiter.api.Test;

class SchemaCommandTest {

  @Test
  void schemaIsPrintedAsTheLibraryHasIt() {
    Run run = Shell.run("schema");

    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo(Definitions.schema());
    assertThat(run.result().path("$id").asString()).isEqualTo("urn:forebay:definition:1");
  }

  @Test
  void schemaTakesNoFile() {
    Run run = Shell.run("schema", "backends.yaml");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }
}
