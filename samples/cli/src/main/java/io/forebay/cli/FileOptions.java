package io.forebay.cli;

import io.forebay.cli.engine.DefinitionFile.Files;
import io.forebay.config.Language;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How a file of definitions is read: its language, and what is laid over it. */
final class FileOptions {
  @Option(
      names = "--from",
      paramLabel = "LANGUAGE",
      converter = Converter.class,
      description =
          "yaml, json, couper, fastly, vcl or krakend. Default: told by name and content.")
  private @Nullable Language from;

  @Option(
      names = "--over",
      paramLabel = "FILE",
      description =
          "Lays another definition over the file, key by key; may be given again. Both are YAML or"
              + " JSON.")
  private List<Path> over = new ArrayList<>();

  /** What is to be read: a file, and what these options say of it. */
  Files of(Path file) {
    return new Files(file, Optional.ofNullable(from), over);
  }

  /** Reads the name of a language. */
  static final class Converter implements ITypeConverter<Language> {
    private static final List<String> NAMES =
        Arrays.stream(Language.values()).map(Language::text).toList();

    @Override
    public Language convert(String value) {
      return Language.named(value)
          .orElseThrow(
              () ->
                  new TypeConversionException("'" + value + "' (expected: one of " + NAMES + ")"));
    }
  }
}
