package io.forebay.cli;

import io.forebay.config.Language;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --from}: the language of a file, where its name and content are not to tell it. */
final class FromOption {
  @Option(
      names = "--from",
      paramLabel = "LANGUAGE",
      converter = Converter.class,
      description =
          "yaml, json, couper, fastly, vcl or krakend. Default: told by name and content.")
  private @Nullable Language from;

  Optional<Language> language() {
    return Optional.ofNullable(from);
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
