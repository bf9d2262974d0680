package io.forebay.cli;

import io.forebay.cli.engine.Catalog;
import io.forebay.cli.engine.DefinitionFile;
import io.forebay.cli.engine.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code forebay explain FILE LABEL}. */
@Command(
    name = "explain",
    description = "Prints a backend's settings in force and the steps of an exchange.",
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(index = "0", paramLabel = "FILE", description = "A definition, in any language.")
  private Path file = Path.of("");

  @Parameters(index = "1", paramLabel = "LABEL", description = "A backend or named refinement.")
  private String label = "";

  @Mixin private FileOptions options = new FileOptions();

  ExplainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InputException, IOException {
    console.print(
        Catalog.explain(DefinitionFile.read(options.of(file)).definitions(), label)
            .stripTrailing());
    return ExitCode.OK;
  }
}
