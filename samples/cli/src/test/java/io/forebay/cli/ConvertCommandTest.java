package io.forebay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.cli.Shell.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConvertCommandTest {
  private static final String VCL =
      """
      backend b1 { .host = "b1.test"; .port = "8080"; }
      backend b2 { .host = "b2.test"; .port = "8080"; }
      director d random {
        { .backend = b1; .weight = 2; }
        { .backend = b2; .weight = 1; }
      }
      """;

  @TempDir Path directory;

  private String file(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.writeString(file, text);
    return file.toString();
  }

  @Test
  void directorBecomesABackendOfSeveralOrigins() throws IOException {
    Run run = Shell.run("convert", "--to", "yaml", file("main.vcl", VCL));

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("d:", "http://b1.test:8080", "weight: 2", "balance: random");
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    Run yaml = Shell.run("convert", "--to", "yaml", file("main.vcl", VCL));
    Run again = Shell.run("convert", "--to", "yaml", file("again.yaml", yaml.out()));

    assertThat(again.out()).isEqualTo(yaml.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "couper", "fastly", "vcl", "krakend"})
  void everyLanguageIsWrittenAndKnownAgain(String language) throws IOException {
    String plain = file("plain.yaml", "backends:\n  a: { origin: 'http://a.test' }\n");
    Run written = Shell.run("convert", "--to", language, plain);
    assertThat(written.code()).as(written.err()).isZero();

    Run back = Shell.run("convert", "--to", "yaml", file("back", written.out()));
    assertThat(back.code()).as(written.out() + back.err()).isZero();
    assertThat(back.out()).contains("http://a.test");
  }

  @Test
  void notesGoToStandardError() throws IOException {
    String edits =
        file(
            "edits.yaml",
            "backends:\n  a: { origin: 'http://a.test', set_request_headers: { X-A: b } }\n");

    Run run = Shell.run("convert", "--to", "vcl", edits);

    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("note: ").contains("set_request_headers");
    assertThat(run.out()).doesNotContain("note");
  }

  @Test
  void languageCanBeSaid() throws IOException {
    Run run = Shell.run("check", "--from", "yaml", file("main.vcl", VCL));

    assertThat(run.code()).isEqualTo(2);
  }

  @Test
  void unknownLanguageIsRefused() throws IOException {
    Run run = Shell.run("convert", "--to", "toml", file("main.vcl", VCL));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("toml", "krakend");
  }
}
