package io.forebay.config.internal.krakend;

import io.forebay.config.internal.tree.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * KrakenD's rule for endpoints that write: of several backends, all but the last must be GET, one
 * after the other. Backends in the shadow do not count.
 */
final class SafeWrites {
  private static final String PROXY = "proxy";

  private SafeWrites() {}

  static boolean hold(Fields endpoint, EndpointFacts facts, List<Node> items) {
    List<String> methods = new ArrayList<>();
    for (Node item : items) {
      if (item instanceof Node.Mapping backend && !isTrue(proxy(backend), "shadow")) {
        methods.add(
            scalar(Optional.of(backend), "method").map(Node.Scalar::text).orElse(facts.method()));
      }
    }
    if (methods.size() < 2) {
      return true;
    }
    Optional<Node.Mapping> extra = endpoint.object("extra_config");
    Optional<Node.Mapping> proxy = extra.flatMap(found -> mapping(found, PROXY));
    boolean parallel =
        scalar(proxy, "sequential").filter(word -> word.text().equals("false")).isPresent();
    return proxy.isPresent()
        && !parallel
        && methods.subList(0, methods.size() - 1).stream().allMatch("GET"::equals);
  }

  private static Optional<Node.Mapping> proxy(Node.Mapping backend) {
    return mapping(backend, "extra_config").flatMap(extra -> mapping(extra, PROXY));
  }

  private static boolean isTrue(Optional<Node.Mapping> mapping, String name) {
    return scalar(mapping, name).filter(word -> word.text().equals("true")).isPresent();
  }

  private static Optional<Node.Mapping> mapping(Node.Mapping parent, String name) {
    return Optional.ofNullable(parent.entries().get(name))
        .map(Node.Entry::value)
        .filter(Node.Mapping.class::isInstance)
        .map(Node.Mapping.class::cast);
  }

  private static Optional<Node.Scalar> scalar(Optional<Node.Mapping> parent, String name) {
    return parent
        .map(mapping -> mapping.entries().get(name))
        .map(Node.Entry::value)
        .filter(Node.Scalar.class::isInstance)
        .map(Node.Scalar.class::cast);
  }
}
