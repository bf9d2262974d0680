package io.forebay.cli;

import io.forebay.BackendException;
import io.forebay.InvalidBackendException;
import io.forebay.cli.engine.Batch;
import io.forebay.cli.engine.CallFailure;
import io.forebay.cli.engine.CallRequest;
import io.forebay.cli.engine.CallResult;
import io.forebay.cli.engine.DefinitionFile;
import io.forebay.cli.engine.InputException;
import io.forebay.cli.engine.OpenBackends;
import io.forebay.cli.engine.ResultJson;
import io.forebay.config.Definitions;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code forebay call FILE LABEL [METHOD] PATH} and {@code forebay call FILE --batch}. */
@Command(
    name = "call",
    description = {
      "Makes one call and writes the response's body to standard output, byte for byte.",
      "With --batch: a call for each line of JSON on standard input, a result for each on standard"
          + " output, in the same order."
    },
    customSynopsis = {
      "forebay call FILE LABEL [METHOD] PATH [-H 'k: v']... [-d DATA|@FILE] [--var k=v]... [--json]",
      "       forebay call FILE --batch [--concurrency N]"
    },
    mixinStandardHelpOptions = true,
    footer = {
      "%nRequest: {\"backend\",\"refine\"?,\"method\"?,\"path\",\"headers\"?:{name:[values]},"
          + "\"body\"?,\"vars\"?,\"timeout\"?}",
      "Result:  {\"status\",\"headers\",\"body\",\"error\":null|{\"kind\",\"status\",\"phase\","
          + "\"message\",\"processed\"},\"backend\",\"origin\",\"attempts\",\"timings\",\"log\"}",
      "%nExit codes:",
      "  0  there was a response, whatever its status; with --batch: every line has its result",
      "  1  the exchange failed, or standard input or output did",
      "  2  the command line, the definition or the request is wrong; nothing was sent"
    })
final class CallCommand implements Callable<Integer> {
  private static final int MOST_CALLS = 256;

  private final Console console;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private FileOptions options = new FileOptions();

  @Mixin private RequestOptions request = new RequestOptions();

  @Option(names = "--json", description = "Print one result as JSON, also when the call fails.")
  private boolean json;

  @Option(names = "--batch", description = "Take requests from standard input.")
  private boolean batch;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "With --batch: most calls at the same time, 1 to 256. Default: 1.")
  private @Nullable Integer concurrency;

  CallCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InputException, IOException {
    refuseContradictions();
    if (batch) {
      return runBatch();
    }
    return json ? printResult() : streamBody();
  }

  private void refuseContradictions() {
    if (batch && (json || !request.isEmpty())) {
      throw misused("--batch takes requests from standard input (expected: FILE --batch)");
    }
    if (!batch && concurrency != null) {
      throw misused("--concurrency is for --batch");
    }
    if (concurrency != null && (concurrency < 1 || concurrency > MOST_CALLS)) {
      throw misused("--concurrency: " + concurrency + " (expected: 1-" + MOST_CALLS + ")");
    }
    if (!batch && !request.hasTarget()) {
      throw misused("expected: FILE LABEL [METHOD] PATH, or FILE --batch");
    }
  }

  private ParameterException misused(String problem) {
    return new ParameterException(
        Objects.requireNonNull(spec, "picocli sets it").commandLine(), problem);
  }

  private int runBatch() throws InputException, IOException {
    int most = concurrency == null ? 1 : concurrency;
    try (OpenBackends backends = OpenBackends.forManyCalls(definitions())) {
      new Batch(backends.caller(), most).run(console.in(), console.out());
    }
    return ExitCode.OK;
  }

  private int printResult() throws IOException {
    CallResult result = result();
    console.print(ResultJson.line(result));
    return result.failure().map(CallCommand::exitCode).orElse(ExitCode.OK);
  }

  /** A result also of what cannot even be tried: whoever reads JSON finds the reason there. */
  private CallResult result() {
    try {
      CallRequest call = request.request();
      try (OpenBackends backends = open()) {
        return backends.caller().call(call);
      }
    } catch (InputException | InvalidBackendException e) {
      return CallResult.refused(request.label(), String.valueOf(e.getMessage()));
    }
  }

  private OpenBackends open() throws InputException {
    return OpenBackends.forOneCall(definitions(), request.label());
  }

  private Definitions definitions() throws InputException {
    return DefinitionFile.read(options.of(request.file())).definitions();
  }

  private int streamBody() throws InputException, IOException {
    CallRequest call = request.request();
    try (OpenBackends backends = open();
        Response response = backends.caller().send(call)) {
      copy(response.body().source());
      return ExitCode.OK;
    } catch (BackendException e) {
      console.error(e);
      return exitCode(CallFailure.of(e));
    }
  }

  /** Passes on what is there as soon as it is there. */
  private void copy(BufferedSource body) throws IOException {
    byte[] chunk = new byte[8 << 10];
    for (int length = body.read(chunk); length != -1; length = body.read(chunk)) {
      console.out().write(chunk, 0, length);
      console.out().flush();
    }
  }

  private static int exitCode(CallFailure failure) {
    return failure.callersFault() ? ExitCode.WRONG_INPUT : ExitCode.FAILED;
  }
}
