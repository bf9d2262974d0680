package io.forebay.config.internal.krakend;

import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.Shown;
import io.forebay.spec.BackendSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads endpoints, and collects their backends. Not thread-safe. */
final class EndpointReader {
  private static final Pattern PARAMETER = Pattern.compile("/\\{([A-Za-z0-9_-]+)\\}");
  private static final Pattern ANYWHERE = Pattern.compile("\\{([A-Za-z0-9_-]+)\\}");

  private final Report report;
  private final Shared shared;
  private final Labels labels;
  private final List<BackendSpec> backends = new ArrayList<>();

  EndpointReader(Report report, Shared shared, Labels labels) {
    this.report = report;
    this.shared = shared;
    this.labels = labels;
  }

  /** The backends that were read. */
  List<BackendSpec> backends() {
    return backends;
  }

  void read(Node node, String place) {
    if (!(node instanceof Node.Mapping mapping)) {
      report.wrong(node, place, "an object");
      return;
    }
    Fields endpoint = Fields.of(mapping, place, Words.ENDPOINT, report);
    endpoint.object("extra_config").ifPresent(extra -> Namespaces.noteEndpoint(extra, endpoint));
    if (endpoint.number("concurrent_calls") > 1) {
      endpoint.note("concurrent_calls", "one request is sent (hedge may add one); not carried");
    }
    noteForwarding(endpoint, "input_headers");
    noteForwarding(endpoint, "input_query_strings");
    EndpointFacts facts = facts(endpoint);
    List<Node> items = endpoint.items("backend");
    check(endpoint, facts, items);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      backend(items.get(i), place + ".backend[" + i + "]", facts, i, items.size())
          .ifPresent(names::add);
    }
    if (!names.isEmpty()) {
      report.note(endpoint.at(), place, becameWhat(facts, names));
    }
  }

  /** Everything, as here, needs no note. */
  private static void noteForwarding(Fields endpoint, String key) {
    List<Node.Scalar> names = endpoint.texts(key);
    if (!names.isEmpty() && names.stream().noneMatch(name -> name.text().equals("*"))) {
      endpoint.note(key, Words.FORWARDING);
    }
  }

  private EndpointFacts facts(Fields endpoint) {
    String path = UrlPattern.clean(endpoint.text("endpoint").orElse("/"));
    if (!endpoint.given("endpoint")) {
      report.found(endpoint.at(), endpoint.place(), () -> "endpoint: missing (expected: a path)");
    } else if (path.contains("{{")) {
      endpoint.found("endpoint", FlexibleConfig.REFUSED);
    }
    SortedSet<String> parameters = new TreeSet<>();
    Matcher parameter = (shared.anywhere() ? ANYWHERE : PARAMETER).matcher(path);
    while (parameter.find()) {
      parameters.add(parameter.group(1));
    }
    return new EndpointFacts(
        path,
        Methods.of(endpoint).orElse("GET"),
        endpoint.duration("timeout").orElse(shared.timeout()),
        Optional.of(parameters));
  }

  private void check(Fields endpoint, EndpointFacts facts, List<Node> items) {
    if (items.isEmpty()) {
      report.found(endpoint.at(), endpoint.place(), () -> "backend: none (expected: at least one)");
      return;
    }
    boolean untouched =
        endpoint.text("output_encoding").filter("no-op"::equalsIgnoreCase).isPresent();
    if (untouched && items.size() > 1) {
      endpoint.found(
          "output_encoding", "no-op with " + items.size() + " backends (expected: one backend)");
    } else if (!untouched && endpoint.text("output_encoding").isPresent()) {
      endpoint.note("output_encoding", "responses are handed on as they came; not carried");
    }
    if (items.size() > 1
        && !facts.method().equalsIgnoreCase("GET")
        && !SafeWrites.hold(endpoint, facts, items)) {
      report.note(
          endpoint.at(),
          endpoint.place(),
          "KrakenD 2.3 leaves this endpoint out: but for GET, several backends must be sequential,"
              + " and all but the last GET");
    }
  }

  private Optional<String> backend(
      Node node, String place, EndpointFacts facts, int index, int count) {
    if (!(node instanceof Node.Mapping mapping)) {
      report.wrong(node, place, "an object");
      return Optional.empty();
    }
    String derived = labels.derived(facts.path(), facts.method(), index, count);
    String label = labels.of(mapping, place, derived);
    Optional<BackendSpec> spec =
        new BackendReader(report, shared, facts).read(mapping, place, label);
    spec.ifPresent(backends::add);
    return spec.map(BackendSpec::label);
  }

  private static String becameWhat(EndpointFacts facts, List<String> names) {
    String what = facts.method().toUpperCase(Locale.ROOT) + " " + Shown.of(facts.path());
    String became = "nothing listens for " + what + "; its backend is ";
    if (names.size() == 1) {
      return became + "'" + names.get(0) + "'";
    }
    return "nothing listens for "
        + what
        + " and merges; its backends are '"
        + Shown.of(String.join("', '", names))
        + "', each on its own";
  }
}
