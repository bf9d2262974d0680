package io.forebay.config.internal.vcl;

import io.forebay.config.internal.dialect.Notes;
import io.forebay.config.internal.tree.Shown;
import io.forebay.health.ProbeRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines of {@code .request}: a request line, then headers. */
final class RequestLines {
  private static final String NAME = "request";
  private static final Pattern FIRST =
      Pattern.compile("([A-Z][A-Z0-9_-]*) (/[^ ]*) HTTP/([0-9]\\.[0-9])");
  private static final Pattern HEADER = Pattern.compile("([^: \\t]+):[ \\t]*(.*)");

  private final Block probe;
  private final Notes notes;

  RequestLines(Block probe, Notes notes) {
    this.probe = probe;
    this.notes = notes;
  }

  /** The request; empty if there is none in these lines, which is a finding. */
  Optional<ProbeRequest> request(List<String> lines) {
    Matcher first = FIRST.matcher(lines.get(0));
    if (!first.matches()) {
      probe.refuse(NAME, "no request line (expected: \"METHOD /path HTTP/1.1\")");
      return Optional.empty();
    }
    if (!first.group(3).equals("1.1")) {
      note("HTTP/" + first.group(3) + ": probes speak HTTP/1.1");
    }
    return probe
        .trying(
            NAME, () -> ProbeRequest.DEFAULT.withMethod(first.group(1)).withPath(first.group(2)))
        .flatMap(request -> withHeaders(request, lines));
  }

  private Optional<ProbeRequest> withHeaders(ProbeRequest request, List<String> lines) {
    Map<String, String> headers = new LinkedHashMap<>();
    Map<String, String> seen = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line : lines.subList(1, lines.size())) {
      Matcher header = HEADER.matcher(line);
      if (!header.matches()) {
        probe.refuse(NAME, "a line that is no header (expected: \"Name: value\")");
        return Optional.empty();
      }
      String name = header.group(1);
      if (seen.putIfAbsent(name, header.group(2)) != null) {
        note("only the first header " + Shown.of(name) + " is kept");
      } else if (name.equalsIgnoreCase("Content-Length")) {
        note("Content-Length is left out, as probes have no body");
      } else if (!name.equalsIgnoreCase("Host")) {
        headers.put(name, header.group(2));
      }
    }
    Optional<ProbeRequest> read = probe.trying(NAME, () -> request.withHeaders(headers));
    String host = seen.get("Host");
    return host == null
        ? read
        : read.flatMap(some -> probe.trying(NAME, () -> some.withHost(host)));
  }

  private void note(String message) {
    notes.add(probe.at(NAME), probe.where() + ": ." + NAME + ": " + message);
  }
}
