package io.forebay.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.config.internal.languages.Languages;
import io.forebay.config.internal.tree.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Row G1: a megabyte of anything is told apart, and read or refused, within a second and 256 MB of
 * memory; were anything quadratic, it would not be. The texts stand in {@code long/}, a line each.
 * The normal build takes every eighth, and leaves a busy machine four seconds.
 */
class LongTextsTest {
  private static final int LENGTH = 1 << 20;

  /** In all, most of it at once free again: the profile {@code fuzz} runs in a heap of 256 MB. */
  private static final long MOST_BYTES = 1L << 30;

  private static final boolean ALL = Boolean.getBoolean("forebay.long.all");
  private static final int EACH = ALL ? 1 : 8;
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(ALL ? 1 : 4);

  private static final Path FOLDER = Path.of("src/test/resources/io/forebay/config/long");

  /**
   * A text: a start, a piece again and again, an end. In the piece {@code %d} is a number that
   * counts up, {@code %p} the one before it, {@code %n} the next.
   *
   * @param language what it is read as
   * @param start how it starts
   * @param piece what fills it
   * @param end how it ends
   */
  record LongText(Language language, String start, String piece, String end) {
    static LongText of(Language language, String line) {
      List<String> columns =
          Arrays.stream(line.split("¦", -1))
              .map(String::strip)
              .map(String::translateEscapes)
              .toList();
      return new LongText(language, columns.get(0), columns.get(1), columns.get(2));
    }

    String text() {
      StringBuilder text = new StringBuilder(start);
      boolean counts = piece.contains("%d");
      for (int i = 1; text.length() < LENGTH - end.length(); i++) {
        text.append(counts ? numbered(i) : piece);
      }
      return text.append(end).toString();
    }

    private String numbered(int number) {
      return piece
          .replace("%d", String.valueOf(number))
          .replace("%p", String.valueOf(number - 1))
          .replace("%n", String.valueOf(number + 1));
    }

    @Override
    public String toString() {
      String shown = (start + "\u2026" + piece).replaceAll("\\p{Cntrl}", " ");
      return language.text() + ": " + shown;
    }
  }

  static Stream<LongText> texts() {
    return Stream.of(Language.values())
        .flatMap(language -> lines(language).map(line -> LongText.of(language, line)));
  }

  private static Stream<String> lines(Language language) {
    try {
      List<String> lines = Files.readAllLines(FOLDER.resolve(language.text() + ".txt"));
      return IntStream.iterate(0, i -> i < lines.size(), i -> i + EACH).mapToObj(lines::get);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** So that no text pays for the loading of classes. */
  @BeforeAll
  static void load() {
    for (Language language : Language.values()) {
      Corpus.texts(language).forEach(text -> read(language, text));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  void g1MegabyteOfAnythingIsBounded(LongText row) {
    String text = row.text();
    Cost cost = Cost.leastOf(3, MOST_NANOS, () -> read(row.language(), text));
    assertThat(cost.cpuNanos()).as(cost.toString()).isLessThan(MOST_NANOS);
    assertThat(cost.bytes()).as(cost.toString()).isLessThan(MOST_BYTES);
  }

  private static void read(Language language, String text) {
    Languages.of(Source.of(text, "t"));
    try {
      Definitions.read(text, "t." + language.text(), language);
    } catch (DefinitionException e) {
      assertThat(e.findings()).isNotEmpty();
    }
  }
}
