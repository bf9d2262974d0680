package io.forebay.cli;

import io.forebay.cli.engine.DefinitionFile;
import io.forebay.cli.engine.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code forebay check FILE…}. */
@Command(
    name = "check",
    description = "Prints what is wrong with definitions, as FILE:LINE:COL: error|note: text.",
    mixinStandardHelpOptions = true,
    footer = {
      "%nExit codes:",
      "  0  every file can be used",
      "  2  one has an error or cannot be read; all of them have been checked"
    })
final class CheckCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "A definition, in any language.")
  private List<Path> files = new ArrayList<>();

  @Mixin private FileOptions options = new FileOptions();

  CheckCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    int code = ExitCode.OK;
    for (Path file : files) {
      if (!isFine(file)) {
        code = ExitCode.WRONG_INPUT;
      }
    }
    return code;
  }

  private boolean isFine(Path file) throws IOException {
    try {
      DefinitionFile.Checked checked = DefinitionFile.check(options.of(file));
      for (String line : checked.errors()) {
        console.print(line);
      }
      for (String line : checked.notes()) {
        console.print(line);
      }
      return checked.errors().isEmpty();
    } catch (InputException e) {
      console.error(e);
      return false;
    }
  }
}
