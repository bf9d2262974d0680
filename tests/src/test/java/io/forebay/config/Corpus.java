package io.forebay.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Texts in each language to start from, and what means something in it. */
final class Corpus {
  /** What no message and no note may hold. */
  static final String SECRET = "s3cr3t";

  private static final Path ROOT = Path.of("src/test/resources/io/forebay/config");

  /** What means something, or hurts, in every language. */
  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ":",
          ": ",
          ",",
          "=",
          "\"",
          "\\",
          "\n",
          "\n  ",
          "\t",
          "\r",
          "null",
          "true",
          "-1",
          "1e999",
          "99999999999999999999",
          "0x",
          "${",
          "$${",
          "\u0000",
          "\u0085",
          "\u2028",
          "\ufeff",
          "\ud800",
          "\ud83d\ude00",
          "\\u0000",
          "\\ud800");

  private static final Map<String, String> VARIABLES =
      Map.of(
          "FIFTY", "50",
          "EMPTY", "",
          "BLANK", " ",
          "LOGIN", "peter:s3cr3t-pan",
          "CLIENT_KEY", "-----BEGIN PRIVATE KEY-----\ns3cr3t\n");

  private Corpus() {}

  /** Every variable is set to a secret, but for a few, and for those that are called so. */
  static Optional<String> environment(String name) {
    return name.endsWith("ORIGIN") || name.equals("NONE")
        ? Optional.empty()
        : Optional.of(VARIABLES.getOrDefault(name, SECRET));
  }

  /** Changes of a language's texts. */
  static Mutations mutations(Language language) {
    List<String> pieces = new ArrayList<>(PIECES);
    read(ROOT.resolve("fuzz").resolve(folder(language) + ".txt"))
        .lines()
        .map(String::translateEscapes)
        .forEach(pieces::add);
    return new Mutations(texts(language), pieces);
  }

  /** The examples of a language, and ours of routing and groups written in it. */
  static List<String> texts(Language language) {
    List<String> texts = new ArrayList<>(examples(language));
    for (String ours : List.of("routing.yaml", "groups.yaml")) {
      texts.add(own(ours).write(language).text());
    }
    return texts;
  }

  private static Definitions own(String name) {
    return Texts.read(read(ROOT.resolve("forebay").resolve(name)), name);
  }

  private static List<String> examples(Language language) {
    String ending = language == Language.JSON ? ".json" : language == Language.YAML ? ".yaml" : "";
    try (Stream<Path> files = Files.list(ROOT.resolve(folder(language)))) {
      return files.filter(f -> f.toString().endsWith(ending)).sorted().map(Corpus::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String folder(Language language) {
    boolean ours = language == Language.YAML || language == Language.JSON;
    return ours ? "forebay" : language.text();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
