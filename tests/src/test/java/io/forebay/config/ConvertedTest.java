package io.forebay.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.config.internal.dialect.Carried;
import io.forebay.config.internal.dialect.Written;
import io.forebay.config.internal.form.Form;
import io.forebay.config.internal.form.FormReader;
import io.forebay.config.internal.form.FormWriter;
import io.forebay.config.internal.languages.Languages;
import io.forebay.config.internal.tree.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every example of the languages that are not ours, as {@code convert --to yaml} says it: its
 * notes, then its text; or what is wrong with it. {@code -Dforebay.converted.write=true} writes
 * them anew.
 */
class ConvertedTest {
  private static final Path EXAMPLES =
      Path.of("src", "test", "resources", "io", "forebay", "config");
  private static final Path CONVERTED = EXAMPLES.resolve("converted");

  private static final List<String> LANGUAGES = List.of("couper", "fastly", "krakend", "vcl");

  static List<Path> examples() throws IOException {
    List<Path> examples = new ArrayList<>();
    for (String language : LANGUAGES) {
      try (Stream<Path> files = Files.list(EXAMPLES.resolve(language))) {
        files.map(EXAMPLES::relativize).sorted().forEach(examples::add);
      }
    }
    return examples;
  }

  /** Those that end in an origin mean the text that stands for it otherwise. */
  private static Optional<String> variable(String name) {
    return name.endsWith("ORIGIN") ? Optional.empty() : Optional.of("hidden-" + name);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void exampleIsConvertedAsBefore(Path example) throws IOException {
    Path golden = CONVERTED.resolve(example + ".yaml");
    String converted = converted(example);
    if (Boolean.getBoolean("forebay.converted.write")) {
      Files.createDirectories(golden.getParent());
      Files.writeString(golden, converted);
      return;
    }
    assertThat(converted).isEqualTo(Files.readString(golden));
    assertThat(converted).doesNotContain("hidden-");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void convertedExampleMeansTheSame(Path example) throws IOException {
    Source source = source(example);
    Optional<Carried> carried = carried(source);
    if (carried.isEmpty() || carried.get().backends().isEmpty()) {
      return; // Nothing was defined.
    }
    Written written = FormWriter.noted(form(carried.get()), false);
    Source text = new Source("t.yaml", written.text(), source.directory());
    Form read = FormReader.read(text, ConvertedTest::variable);

    assertThat(read.backends().keySet()).isEqualTo(carried.get().backends().keySet());
    carried
        .get()
        .backends()
        .forEach(
            (label, spec) -> {
              if (written.notes().stream().noneMatch(note -> note.contains("." + label + "."))) {
                assertThat(read.backends().get(label)).isEqualTo(spec);
              }
            });
    assertThat(read.refinements()).isEqualTo(carried.get().refinements());
  }

  @Test
  void everyConvertedTextHasItsExample() throws IOException {
    try (Stream<Path> files = Files.walk(CONVERTED)) {
      assertThat(files.filter(Files::isRegularFile).map(CONVERTED::relativize).map(Path::toString))
          .containsExactlyInAnyOrderElementsOf(
              examples().stream().map(example -> example + ".yaml").toList());
    }
  }

  private static Source source(Path example) throws IOException {
    Path file = EXAMPLES.resolve(example);
    return new Source(
        example.getFileName().toString(), Files.readString(file), Path.of("/etc/forebay"));
  }

  private static Optional<Carried> carried(Source source) {
    try {
      return Optional.of(read(source));
    } catch (DefinitionException e) {
      return Optional.empty();
    }
  }

  private static Carried read(Source source) {
    return Languages.dialect(Languages.of(source))
        .orElseThrow()
        .read(source, ConvertedTest::variable);
  }

  private static Form form(Carried carried) {
    return new Form(carried.backends(), carried.refinements());
  }

  private static String converted(Path example) throws IOException {
    StringBuilder text = new StringBuilder();
    try {
      Carried carried = read(source(example));
      carried.notes().forEach(note -> text.append("# ").append(note).append('\n'));
      Written written = FormWriter.noted(form(carried), false);
      written.notes().forEach(note -> text.append("# note: ").append(note).append('\n'));
      text.append(written.text());
    } catch (DefinitionException e) {
      e.findings().forEach(finding -> text.append("# ").append(finding).append('\n'));
    }
    return text.toString();
  }
}
