package io.forebay.cli;

import io.forebay.cli.engine.CallRequest;
import io.forebay.cli.engine.CallRequest.Target;
import io.forebay.cli.engine.DataFile;
import io.forebay.cli.engine.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The part of a command line that describes one request, and the file with its backend. */
final class RequestOptions {
  // Here because picocli wants all positions of one object, from 0 on.
  @Parameters(index = "0", paramLabel = "FILE", description = "A definition, in any language.")
  private Path file = Path.of("");

  @Parameters(
      index = "1..*",
      arity = "0..3",
      paramLabel = "LABEL [METHOD] PATH",
      hideParamSyntax = true,
      description = {
        "A backend or named refinement; the method, by default GET, or POST with -d; the path, with"
            + " an optional query and {name} variables."
      })
  private List<String> target = new ArrayList<>();

  @Option(
      names = {"-H", "--header"},
      paramLabel = "'k: v'",
      description = "Adds a header. No media type is sent unless one is given here.")
  private List<String> headers = new ArrayList<>();

  @Option(
      names = {"-d", "--data"},
      paramLabel = "DATA|@FILE",
      description = "Sends this text as UTF-8, or the bytes of a file.")
  private @Nullable String data;

  @Option(
      names = "--var",
      paramLabel = "k=v",
      description = "Gives a variable of the path or of the definition its value.")
  private List<String> variables = new ArrayList<>();

  Path file() {
    return file;
  }

  /** Whether nothing of a request was given. */
  boolean isEmpty() {
    return target.isEmpty() && headers.isEmpty() && data == null && variables.isEmpty();
  }

  /** Whether label and path were given, and not more than the method beside them. */
  boolean hasTarget() {
    return target.size() == 2 || target.size() == 3;
  }

  String label() {
    return target.get(0);
  }

  /**
   * The request.
   *
   * @throws InputException if a header, a variable or the data is wrong
   */
  CallRequest request() throws InputException {
    return new CallRequest(
        Target.of(label()),
        target.size() == 3 ? Optional.of(target.get(1)) : Optional.empty(),
        target.get(target.size() - 1),
        headerValues(),
        body(),
        variableValues(),
        Optional.empty());
  }

  private Map<String, List<String>> headerValues() throws InputException {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String header : headers) {
      int colon = header.indexOf(':');
      if (colon < 1) {
        throw new InputException("-H '" + header + "': no name (expected: 'name: value')");
      }
      String name = header.substring(0, colon).strip();
      values
          .computeIfAbsent(name, any -> new ArrayList<>())
          .add(header.substring(colon + 1).strip());
    }
    return values;
  }

  private Map<String, String> variableValues() throws InputException {
    Map<String, String> values = new LinkedHashMap<>();
    for (String variable : variables) {
      int equals = variable.indexOf('=');
      if (equals < 1) {
        throw new InputException("--var '" + variable + "': no name (expected: name=value)");
      }
      values.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    return values;
  }

  private Optional<ByteString> body() throws InputException {
    if (data == null) {
      return Optional.empty();
    }
    return Optional.of(
        data.startsWith("@")
            ? DataFile.read(Path.of(data.substring(1)))
            : ByteString.encodeUtf8(data));
  }
}
