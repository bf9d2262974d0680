package io.forebay.cases;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.forebay.InvalidBackendException;
import io.forebay.cli.engine.Batch;
import io.forebay.cli.engine.DefinitionFile;
import io.forebay.cli.engine.InputException;
import io.forebay.cli.engine.OpenBackends;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okio.ByteString;
import tools.jackson.databind.json.JsonMapper;

/** What {@code forebay call FILE --batch} does, in this process. */
final class CommandLine {
  private static final JsonMapper JSON = new JsonMapper();

  private CommandLine() {}

  static Observed run(Row row, Path folder) throws IOException {
    Path file = folder.resolve("backends.yaml");
    Files.writeString(file, row.definition().yaml());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OpenBackends backends =
        OpenBackends.forManyCalls(
            DefinitionFile.read(new DefinitionFile.Files(file)).definitions())) {
      byte[] line = (JSON.writeValueAsString(request(row)) + "\n").getBytes(UTF_8);
      new Batch(backends.caller(), 1).run(new ByteArrayInputStream(line), out);
    } catch (InputException e) {
      return new Observed.Refused(e.problem());
    } catch (InvalidBackendException e) {
      return new Observed.Refused(e.getMessage());
    }
    return outcome(Entry.map(JSON.readValue(out.toString(UTF_8), Map.class)));
  }

  private static Map<String, Object> request(Row row) {
    Row.Call call = row.call();
    if (call.chunked() || call.url().isPresent()) {
      throw new IllegalArgumentException(row.id() + ": cannot pass the batch");
    }
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("backend", row.definition().label());
    request.put("refine", row.definition().refinements().isEmpty() ? null : row.target());
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
    if (!error.isEmpty() && !sent) {
      return new Observed.Misused(error.get("kind") + ": " + error.get("message"));
    }
    Optional<Observed.Failure> failure =
        Optional.of(error)
            .filter(any -> !any.isEmpty())
            .map(e -> new Observed.Failure(e.get("kind").toString(), e.get("message").toString()));
    Map<String, Object> custom = Entry.map(result.get("log"));
    return new Observed.Ended(
        failure,
        Optional.of(result)
            .filter(any -> !Integer.valueOf(0).equals(any.get("status")))
            .map(CommandLine::answer),
        Optional.empty(),
        custom.isEmpty() ? Map.of() : Map.of("custom", custom));
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
}
