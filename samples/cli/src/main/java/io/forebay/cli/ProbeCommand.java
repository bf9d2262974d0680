package io.forebay.cli;

import io.forebay.cli.engine.Catalog;
import io.forebay.cli.engine.DefinitionFile;
import io.forebay.cli.engine.HealthTransition;
import io.forebay.cli.engine.InputException;
import io.forebay.cli.engine.ProbeRecorder;
import io.forebay.config.Definitions;
import io.forebay.spec.BackendSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code forebay probe FILE [LABEL] [--for 10s]}. */
@Command(
    name = "probe",
    description = {
      "Checks the health of backends and prints every change of a verdict, and the first one, as a"
          + " line of JSON: {\"backend\",\"origin\",\"state\",\"healthy\",\"error\",\"at_ms\"}.",
      "at_ms counts from the start of the command."
    },
    mixinStandardHelpOptions = true)
final class ProbeCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(index = "0", paramLabel = "FILE", description = "A definition, in any language.")
  private Path file = Path.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "LABEL",
      description = "The backend to check. Default: all of them.")
  private @Nullable String label;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      defaultValue = "10s",
      converter = GoDuration.class,
      description = "How long, such as 500ms or 1m30s. Default: ${DEFAULT-VALUE}.")
  private Duration listening = Duration.ZERO;

  @Mixin private FileOptions options = new FileOptions();

  ProbeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InputException, IOException, InterruptedException {
    List<BackendSpec> checked = chosen().stream().filter(this::hasCheck).toList();
    if (checked.isEmpty()) {
      return ExitCode.OK; // There is nothing to wait for.
    }
    try (ProbeRecorder recorder = ProbeRecorder.open(checked)) {
      print(recorder);
    }
    return ExitCode.OK;
  }

  private Collection<BackendSpec> chosen() throws InputException {
    Definitions definitions = DefinitionFile.read(options.of(file)).definitions();
    return label == null
        ? definitions.backends().values()
        : List.of(Catalog.spec(definitions, label));
  }

  private boolean hasCheck(BackendSpec spec) {
    if (spec.health().isEmpty()) {
      console.error("backend '" + spec.label() + "' has no health check");
    }
    return spec.health().isPresent();
  }

  private void print(ProbeRecorder recorder) throws IOException, InterruptedException {
    for (Optional<HealthTransition> next = recorder.next(listening);
        next.isPresent();
        next = recorder.next(listening)) {
      console.print(next.get().json());
    }
  }
}
