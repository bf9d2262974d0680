package io.forebay.cli;

import io.forebay.cli.engine.DefinitionFile;
import io.forebay.cli.engine.InputException;
import io.forebay.config.Language;
import io.forebay.config.Reading;
import io.forebay.config.Writing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code forebay convert --to LANGUAGE FILE}. */
@Command(
    name = "convert",
    description = "Prints definitions in another language; notes say what did not carry over.",
    mixinStandardHelpOptions = true,
    footer = {
      "%nExit codes:",
      "  0  the definitions are on standard output, notes on standard error",
      "  2  the file has an error, cannot be read, or holds a secret that cannot be written"
    })
final class ConvertCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(index = "0", paramLabel = "FILE", description = "A definition, in any language.")
  private Path file = Path.of("");

  @Mixin private FileOptions options = new FileOptions();

  @Option(
      names = "--to",
      required = true,
      paramLabel = "LANGUAGE",
      converter = FileOptions.Converter.class,
      description = "yaml, json, couper, fastly, vcl or krakend.")
  private Language to = Language.YAML;

  ConvertCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InputException, IOException {
    Reading reading = DefinitionFile.read(options.of(file));
    Writing writing;
    try {
      writing = reading.definitions().write(to);
    } catch (IllegalStateException e) {
      throw new InputException(file + ": " + e.getMessage(), e);
    }
    reading.notes().forEach(note -> console.error(note.toString()));
    writing.notes().forEach(note -> console.error("note: " + note));
    console.print(writing.text().stripTrailing());
    return ExitCode.OK;
  }
}
