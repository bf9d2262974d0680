package io.forebay.cases;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.forebay.BackendRegistry;
import io.forebay.Environment;
import io.forebay.cli.engine.Batch;
import io.forebay.cli.engine.DefinitionFile;
import io.forebay.cli.engine.InputException;
import io.forebay.cli.engine.OpenBackends;
import io.forebay.config.Definitions;
import io.forebay.config.Note;
import io.forebay.config.Reading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import okio.ByteString;
import tools.jackson.databind.json.JsonMapper;

/** What {@code forebay call FILE --batch} does, in this process. */
final class CommandLine implements Session {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int CALLS_AT_ONCE = 64;

  private final Definition definition;
  private final List<String> notes;
  private final BackendRegistry registry;
  private final OpenBackends backends;
  private final PipedOutputStream lines = new PipedOutputStream();
  private final Results results = new Results();
  private final Thread batch;

  private CommandLine(Definition definition, Reading reading, Environment environment)
      throws IOException {
    this.definition = definition;
    notes = reading.notes().stream().map(Note::message).toList();
    Definitions definitions = reading.definitions();
    registry = definitions.open(environment);
    backends = OpenBackends.of(definitions, registry);
    PipedInputStream input = new PipedInputStream(lines);
    batch = new Thread(() -> answer(input), "batch of a case");
    batch.start();
  }

  private void answer(PipedInputStream input) {
    try {
      new Batch(backends.caller(), CALLS_AT_ONCE).run(input, results);
    } catch (IOException e) {
      results.fail(e);
    }
  }

  /**
   * Opens a file.
   *
   * @throws IllegalArgumentException with what was found
   */
  static CommandLine open(Path file, Door door, Definition definition, Environment environment)
      throws IOException {
    Files.writeString(file, definition.text(door));
    try {
      Reading reading = DefinitionFile.read(new DefinitionFile.Files(file));
      return new CommandLine(definition, reading, environment);
    } catch (InputException e) {
      throw new IllegalArgumentException(e.problem(), e);
    }
  }

  /** Results come in the order of the requests, each a line. */
  private static final class Results extends OutputStream {
    private final Queue<CompletableFuture<Observed>> expected = new ConcurrentLinkedQueue<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    @Override
    public void write(int octet) {
      if (octet != '\n') {
        line.write(octet);
        return;
      }
      Observed outcome = outcome(Entry.map(JSON.readValue(line.toString(UTF_8), Map.class)));
      line.reset();
      expected.remove().complete(outcome);
    }

    void fail(IOException failure) {
      expected.forEach(result -> result.completeExceptionally(failure));
    }
  }

  @Override
  public CompletableFuture<Observed> begin(String label, Row.Call call) {
    CompletableFuture<Observed> result = new CompletableFuture<>();
    results.expected.add(result);
    try {
      lines.write((JSON.writeValueAsString(request(label, call)) + "\n").getBytes(UTF_8));
      lines.flush(); // A pipe wakes its reader then, and else once a second.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return result;
  }

  private Map<String, Object> request(String label, Row.Call call) {
    if (call.chunked() || call.url().isPresent()) {
      throw new IllegalArgumentException(call.path() + ": cannot pass the batch");
    }
    Map<String, Object> refinement = definition.refinements().get(label);
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("backend", refinement == null ? label : refinement.get("backend"));
    request.put("refine", refinement == null ? null : label);
    request.put("method", call.method());
    request.put("path", call.path());
    request.put("headers", call.headers());
    request.put("body", call.body().orElse(null));
    request.put("vars", call.variables());
    return request;
  }

  private static Observed outcome(Map<String, Object> result) {
    Map<String, Object> error = Entry.map(result.get("error"));
    boolean sent = !"".equals(result.get("origin"));
    if ("configuration".equals(error.get("kind")) && !sent) {
      return new Observed.Misused(error.get("kind") + ": " + error.get("message"));
    }
    Optional<Observed.Failure> failure =
        Optional.of(error).filter(any -> !any.isEmpty()).map(CommandLine::failure);
    Map<String, Object> custom = Entry.map(result.get("log"));
    return new Observed.Ended(
        failure,
        Optional.of(result)
            .filter(any -> !Integer.valueOf(0).equals(any.get("status")))
            .map(CommandLine::answer),
        Optional.empty(),
        custom.isEmpty() ? Map.of() : Map.of("custom", custom));
  }

  private static Observed.Failure failure(Map<String, Object> error) {
    return new Observed.Failure(
        error.get("kind").toString(),
        (Integer) error.get("status"),
        error.get("message").toString());
  }

  private static Observed.Answer answer(Map<String, Object> result) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    Entry.map(result.get("headers"))
        .forEach(
            (name, values) ->
                headers.put(name, ((List<?>) values).stream().map(String::valueOf).toList()));
    Object base64 = result.get("body_base64");
    ByteString body =
        base64 == null
            ? ByteString.encodeUtf8(result.get("body").toString())
            : ByteString.decodeBase64(base64.toString());
    return new Observed.Answer((Integer) result.get("status"), headers, body);
  }

  @Override
  public BackendRegistry registry() {
    return registry;
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  @Override
  public void close() {
    try {
      lines.close();
      backends.close(); // Before the batch ends: whoever still waits is told.
      batch.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
