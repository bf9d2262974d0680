package io.forebay.config.internal.couper;

import io.forebay.config.internal.tree.Shown;
import io.forebay.spec.Credentials;
import io.forebay.spec.Hosts;
import io.forebay.spec.Origin;
import io.forebay.spec.PoolSpec;
import io.forebay.spec.ProtocolSpec;
import io.forebay.spec.ProxySpec;
import io.forebay.spec.Template;
import io.forebay.spec.TransportSpec;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the attributes that decide about connections; no refinement may have most of them. */
final class TransportReader {
  /** Those that a refinement must not have. */
  static final Set<String> NOT_REFINABLE =
      Set.of(
          "disable_certificate_validation",
          "disable_connection_reuse",
          "http2",
          "http2_prior_knowledge",
          "max_connections");

  private TransportReader() {}

  static boolean isOne(String name) {
    return NOT_REFINABLE.contains(name) || name.equals("hostname") || name.equals("proxy");
  }

  /** The attributes that are read here. */
  static Stream<String> names() {
    return Stream.concat(NOT_REFINABLE.stream(), Stream.of("hostname", "proxy"));
  }

  /** The connections of a backend of which nothing is said but its origin. */
  static TransportSpec usual(Origin origin, ProxySpec proxy) {
    return TransportSpec.of(origin)
        .withPool(PoolSpec.DEFAULT.withMaxConnections(0))
        .withProxy(proxy);
  }

  /** The transport with an attribute read; as it is if it says nothing. */
  static TransportSpec read(Argument argument, TransportSpec transport) {
    PoolSpec pool = transport.pool();
    ProtocolSpec protocol = transport.protocol();
    return switch (argument.name()) {
      case "hostname" -> host(argument).map(transport::withHostname).orElse(transport);
      case "proxy" -> proxy(argument).map(transport::withProxy).orElse(transport);
      case "max_connections" ->
          maxConnections(argument)
              .map(most -> transport.withPool(pool.withMaxConnections(most)))
              .orElse(transport);
      case "disable_connection_reuse" ->
          argument
              .truth()
              .map(off -> transport.withPool(pool.withLife(pool.life().withReuse(!off))))
              .orElse(transport);
      case "http2" ->
          argument
              .truth()
              .map(on -> transport.withProtocol(protocol.withHttp2(on)))
              .orElse(transport);
      case "http2_prior_knowledge" ->
          argument
              .truth()
              .map(on -> transport.withProtocol(protocol.withPriorKnowledge(on)))
              .orElse(transport);
      default -> transport;
    };
  }

  private static Optional<Integer> maxConnections(Argument argument) {
    Optional<Integer> most = argument.whole();
    if (most.isPresent() && most.get() < 0) {
      argument.note(most.get() + " means no limit, which is 0 here");
    }
    return most.map(found -> Math.max(0, found));
  }

  /** The host of a header; an empty one says that there is none. */
  static Optional<Optional<String>> host(Argument argument) {
    Optional<String> host = argument.text();
    if (host.isEmpty()) {
      return argument.absent() ? Optional.of(Optional.empty()) : Optional.empty();
    }
    if (host.get().isBlank()) {
      return Optional.of(Optional.empty());
    }
    Optional<String> problem = Hosts.problem(host.get());
    problem.ifPresent(
        text ->
            argument.wrong(
                () -> (argument.secret() ? "" : "'" + Shown.of(host.get()) + "': ") + text));
    return problem.isPresent() ? Optional.empty() : Optional.of(host);
  }

  private static Optional<ProxySpec> proxy(Argument argument) {
    Optional<Template> text = argument.referring();
    if (text.isEmpty() || text.get().plain().isBlank()) {
      return Optional.empty();
    }
    String plain = text.get().plain();
    if (plain.equals("direct") || plain.equals("environment")) {
      argument.wrong(() -> "not understood (expected: the URL of a proxy)");
      return Optional.empty();
    }
    Optional<ProxySpec> proxy = argument.attempt("proxy", () -> ProxySpec.of(plain));
    return proxy.map(found -> referring(argument, found, text.get()));
  }

  /** The proxy whose login knows the reference that it came from. */
  private static ProxySpec referring(Argument argument, ProxySpec proxy, Template text) {
    if (!text.secret() || !(proxy instanceof ProxySpec.Fixed fixed)) {
      return proxy;
    }
    String raw = TemplateParts.written(text);
    int end = raw.lastIndexOf('@');
    int start = raw.indexOf("://");
    String login = end < 0 ? "" : raw.substring(start < 0 || start > end ? 0 : start + 3, end);
    if (fixed.login().isEmpty() || !login.contains("${env:")) {
      argument.note("what the environment says is taken now, and written as text");
      return proxy;
    }
    return new ProxySpec.Fixed(
        fixed.scheme(),
        fixed.host(),
        fixed.port(),
        fixed.login().map(found -> Credentials.referenced(found.reveal(), login)));
  }
}
