package io.forebay.cli;

import io.forebay.InvalidBackendException;
import io.forebay.cli.engine.InputException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Starts {@code forebay}: finds the command and turns what it throws into a message and a code. */
public final class Main {

  private Main() {}

  @Command(
      name = "forebay",
      description = "Checks, converts, explains, calls and probes the backends of a definition.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      synopsisSubcommandLabel = "COMMAND",
      footer = "%nforebay COMMAND --help says more.")
  private static final class Root {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String... arguments) {
    System.exit(run(Console.system(), arguments));
  }

  /** Runs a command and returns its exit code. */
  static int run(Console console, String... arguments) {
    CommandLine line =
        new CommandLine(new Root())
            .addSubcommand(new CheckCommand(console))
            .addSubcommand(new ConvertCommand(console))
            .addSubcommand(new ExplainCommand(console))
            .addSubcommand(new CallCommand(console))
            .addSubcommand(new ProbeCommand(console))
            .addSubcommand(new SchemaCommand(console))
            .setExpandAtFiles(false) // An @ belongs to "-d @FILE".
            .setOut(console.outWriter())
            .setErr(console.errWriter())
            .setParameterExceptionHandler((e, given) -> misused(console, e))
            .setExecutionExceptionHandler((e, command, parsed) -> failed(console, e));
    if (arguments.length == 0) {
      line.usage(console.errWriter());
      return ExitCode.WRONG_INPUT;
    }
    return line.execute(arguments);
  }

  private static int misused(Console console, CommandLine.ParameterException e) {
    console.error(e);
    console.error("See '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.WRONG_INPUT;
  }

  private static int failed(Console console, Exception e) throws Exception {
    if (e instanceof InputException || e instanceof InvalidBackendException) {
      console.error(e);
      return ExitCode.WRONG_INPUT;
    }
    if (e instanceof IOException || e instanceof InterruptedException) {
      console.error("forebay: " + e.getMessage());
      return ExitCode.FAILED;
    }
    throw e; // A mistake of ours: the stack is what finds it.
  }
}
