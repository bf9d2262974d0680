package io.forebay.cli.engine;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okio.ByteString;

/**
 * A call to make. Immutable.
 *
 * @param target who is called
 * @param method the method; empty: {@code GET}, or {@code POST} if there is a body
 * @param path the path after the origin, with an optional query; may hold {@code {name}} variables
 * @param headers values by name, in order
 * @param body the bytes to send; their media type is the header's, if there is one
 * @param variables values for variables of the path and of the backend's edits
 * @param timeout limits the call as a whole; empty: as the backend says
 */
public record CallRequest(
    Target target,
    Optional<String> method,
    String path,
    Map<String, List<String>> headers,
    Optional<ByteString> body,
    Map<String, String> variables,
    Optional<Duration> timeout) {

  /**
   * Who is called.
   *
   * @param backend the label of a backend or a named refinement
   * @param refinement the label of a named refinement of it; empty: the backend as it is
   */
  public record Target(String backend, Optional<String> refinement) {

    /** A backend or named refinement as it is. */
    public static Target of(String label) {
      return new Target(label, Optional.empty());
    }
  }

  /** Copies the maps, keeping their order. */
  public CallRequest {
    Map<String, List<String>> copied = new LinkedHashMap<>();
    headers.forEach((name, values) -> copied.put(name, List.copyOf(values)));
    headers = Collections.unmodifiableMap(copied);
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
  }

  /** The method, given or not. */
  public String effectiveMethod() {
    return method.orElse(body.isPresent() ? "POST" : "GET");
  }
}
