package io.forebay.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.config.internal.dialect.Carried;
import io.forebay.config.internal.dialect.Dialect;
import io.forebay.config.internal.dialect.Written;
import io.forebay.config.internal.languages.Languages;
import io.forebay.config.internal.tree.Source;
import io.forebay.spec.BackendSpec;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Row G10: any text is definitions or a list of findings, and soon; what is read can be written.
 */
class FuzzTest {
  private static final int INPUTS = Integer.getInteger("forebay.fuzz.inputs", 20_000);
  private static final long SEED = Long.getLong("forebay.fuzz.seed", 20_260_101);

  /** What the texts of a language are called; the ending tells it. */
  private static final Map<Language, String> NAMES =
      Map.of(
          Language.YAML, "t.yaml",
          Language.JSON, "t.json",
          Language.COUPER, "t.hcl",
          Language.FASTLY, "t",
          Language.VCL, "t.vcl",
          Language.KRAKEND, "krakend.json");

  static Stream<Language> languages() {
    String only = System.getProperty("forebay.fuzz.language", "");
    return Stream.of(Language.values()).filter(l -> only.isEmpty() || l.text().equals(only));
  }

  /** A million inputs take longer than what else stands here. */
  @Timeout(value = 4, unit = TimeUnit.HOURS)
  @ParameterizedTest
  @MethodSource("languages")
  void g10AnyTextIsReadOrFaulted(Language language) {
    Mutations mutations = Corpus.mutations(language);
    Random random = new Random(SEED + language.text().hashCode());
    int read = 0;
    for (int i = 0; i < INPUTS; i++) {
      String text = mutations.next(random);
      read += isRead(language, text, i % 4 == 0) ? 1 : 0;
    }
    // Enough of both to mean something.
    assertThat(read).isBetween(INPUTS / 50, INPUTS * 9 / 10);
  }

  /** Whether a text is read; {@code writing}: and what it says is written and read again. */
  private static boolean isRead(Language language, String text, boolean writing) {
    boolean[] read = {false};
    try {
      Cost cost = Cost.of(() -> read[0] = isReadable(language, text, writing));
      assertThat(cost.cpuNanos()).as(cost.toString()).isLessThan(TimeUnit.SECONDS.toNanos(1));
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      throw new AssertionError(language + " with:\n" + text, e);
    }
    return read[0];
  }

  private static boolean isReadable(Language language, String text, boolean writing) {
    try {
      String name = NAMES.getOrDefault(language, "t");
      if (Languages.dialect(language).isEmpty()) {
        checkOurs(Source.of(text, name));
      } else {
        check(language, Source.of(text, name), writing);
      }
      return true;
    } catch (DefinitionException e) {
      assertThat(e.findings()).isNotEmpty();
      assertThat(e).hasMessageNotContaining(Corpus.SECRET);
      return false;
    }
  }

  private static void checkOurs(Source source) {
    Definitions definitions = Definitions.read(source, Corpus::environment);
    Definitions again =
        Definitions.read(Source.of(definitions.toYaml(), "again.yaml"), Corpus::environment);
    assertThat(again).isEqualTo(definitions);
  }

  private static void check(Language language, Source source, boolean writing) {
    Dialect dialect = Languages.dialect(language).orElseThrow();
    dialect.recognises(source);
    Carried carried = dialect.read(source, Corpus::environment);
    assertThat(carried.notes().toString()).doesNotContain(Corpus.SECRET);
    if (writing) {
      Written written = dialect.write(carried);
      assertThat(written.notes().toString()).doesNotContain(Corpus.SECRET);
      Source again = Source.of(written.text(), source.name());
      checkAgain(language, carried, written, dialect.read(again, Corpus::environment));
    }
  }

  private static void checkAgain(
      Language language, Carried carried, Written written, Carried again) {
    Map<String, BackendSpec> backends = carried.backends();
    switch (language) {
      case COUPER ->
          assertThat(Languages.dialect(language).orElseThrow().write(again).text())
              .isEqualTo(written.text());
      case FASTLY -> {
        assertThat(again.backends()).containsKeys(backends.keySet().toArray(String[]::new));
        // What could not be written, such as a key in place, is not there.
        if (written.notes().stream().allMatch(note -> note.contains("origins: one is"))) {
          assertThat(again.backends()).containsAllEntriesOf(backends);
        }
      }
      default -> assertThat(again.backends()).hasSameSizeAs(backends);
    }
  }
}
