package io.forebay.cli;

import io.forebay.config.Definitions;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code forebay schema}. */
@Command(
    name = "schema",
    description = "Prints the JSON Schema of definitions, for editors.",
    mixinStandardHelpOptions = true,
    footer = {"%nExit codes:", "  0  it is printed", "  1  standard output failed"})
final class SchemaCommand implements Callable<Integer> {
  private final Console console;

  SchemaCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    console.print(Definitions.schema().stripTrailing());
    return ExitCode.OK;
  }
}
