package io.forebay.config.internal.krakend;

import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.Position;
import io.forebay.config.internal.tree.Shown;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Balance;
import io.forebay.spec.EditPlan;
import io.forebay.spec.Edits;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.Limits;
import io.forebay.spec.PathSpec;
import io.forebay.spec.Routing;
import io.forebay.spec.Template;
import io.forebay.spec.TokenSources;
import io.forebay.spec.TransportSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/** Reads one backend of an endpoint. */
final class BackendReader {
  private static final Node.Mapping NOTHING = new Node.Mapping(Position.START, Map.of(), List.of());

  private final Report report;
  private final Shared shared;
  private final EndpointFacts endpoint;

  BackendReader(Report report, Shared shared, EndpointFacts endpoint) {
    this.report = report;
    this.shared = shared;
    this.endpoint = endpoint;
  }

  /** The backend; empty if it is none of HTTP, or something is wrong with it. */
  Optional<BackendSpec> read(Node.Mapping mapping, String place, String label) {
    Fields backend = Fields.of(mapping, place, Words.BACKEND, report);
    Node.Mapping extra = Namespaces.today(backend.object("extra_config").orElse(NOTHING), backend);
    Optional<Node.Entry> other = Namespaces.notHttp(extra);
    if (other.isPresent()) {
      String namespace = other.get().name();
      report.note(other.get().at(), place, namespace + " is not HTTP; the backend is left out");
      return Optional.empty();
    }
    Namespaces.noteBackend(extra, backend);
    noteManners(backend);
    Limits limits =
        new Limits(BreakerWords.read(extra, backend)).withThrottles(RateWords.read(extra, backend));
    TokenSources tokens = TokenSources.NONE.withOauth2(TokenWords.read(extra, backend));
    TransportSpec transport = ClientReader.read(extra, backend, shared.transport());
    Optional<Target> target = HostsReader.of(backend, shared);
    ExchangeSpec exchange = exchange(backend, target.map(Target::base).orElse(""));
    return target.map(
        where ->
            new BackendSpec(
                    label, transport.withOrigins(where.origins()), exchange, Optional.empty())
                .withRouting(routing(where))
                .withLimits(limits)
                .withTokens(tokens));
  }

  private void noteManners(Fields backend) {
    String method = Methods.of(backend).orElse(endpoint.method());
    if (!method.equalsIgnoreCase("GET")) {
      backend.note("method", "callers say the method; here " + method.toUpperCase(Locale.ROOT));
    }
    Optional<String> encoding = backend.text("encoding");
    if (encoding.isPresent() && !encoding.get().equalsIgnoreCase("no-op")) {
      backend.note("encoding", "responses are handed on as they came; callers have to decode them");
    }
  }

  private static Routing routing(Target target) {
    return target.weighted()
        ? Routing.DEFAULT.withBalancing(Routing.DEFAULT.balancing().withBy(new Balance.Weighted()))
        : Routing.DEFAULT;
  }

  private ExchangeSpec exchange(Fields backend, String base) {
    ExchangeSpec limited =
        ExchangeSpec.DEFAULT.withTimeouts(shared.timeouts().withTotal(endpoint.timeout()));
    String text = backend.text("url_pattern").orElse("/");
    if (!backend.given("url_pattern")) {
      report.note(backend.at(), backend.placeOf("url_pattern"), "missing; it is '/'");
    }
    checkParameters(backend, text);
    try {
      UrlPattern pattern = UrlPattern.parse(text);
      pattern.notes().forEach(note -> backend.note("url_pattern", note));
      ExchangeSpec exchange = shaped(limited, pattern, base);
      exchange.problems().forEach(problem -> backend.found("url_pattern", problem));
      return exchange;
    } catch (IllegalArgumentException e) {
      backend.found("url_pattern", e.getMessage() + " (expected: such as %2F)");
      return limited;
    }
  }

  private static ExchangeSpec shaped(ExchangeSpec limited, UrlPattern pattern, String base) {
    ExchangeSpec exchange =
        limited.withPath(new PathSpec(Optional.of(joined(base, pattern.path())), Optional.empty()));
    return pattern.query().isEmpty()
        ? exchange
        : exchange.withEdits(
            EditPlan.NONE.withQueryParams(new Edits(List.of(), Map.of(), pattern.query())));
  }

  /** The path behind that of the hosts, byte for byte. */
  private static Template joined(String base, Template path) {
    if (base.isEmpty() || !(path.parts().get(0) instanceof Template.Literal first)) {
      return path;
    }
    List<Template.Part> parts = new ArrayList<>(path.parts());
    parts.set(0, new Template.Literal(base + first.text(), ""));
    return new Template(parts);
  }

  private void checkParameters(Fields backend, String pattern) {
    if (pattern.contains("{{")) {
      backend.found("url_pattern", FlexibleConfig.REFUSED);
      return;
    }
    if (endpoint.parameters().isEmpty()) {
      return; // Without an endpoint nobody can tell.
    }
    SortedSet<String> inputs = endpoint.parameters().get();
    SortedSet<String> outputs = UrlPattern.placeholders(pattern);
    for (String output : outputs) {
      if (!inputs.contains(output) && !UrlPattern.undeclared(output)) {
        backend.found(
            "url_pattern",
            "undefined output param '"
                + Shown.of(output)
                + "': no such parameter in the endpoint (inputs: "
                + Shown.of(inputs.toString())
                + ", outputs: "
                + Shown.of(outputs.toString())
                + ")");
        return;
      }
    }
  }
}
