package io.forebay.soak;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.forebay.Backend;
import io.forebay.BackendRegistry;
import java.time.Duration;
import java.util.List;

/** The registry in force, which is replaced by a new one of the same kind again and again. */
final class Registries implements AutoCloseable {
  static final Duration TOTAL = ofSeconds(8);
  static final int CALLERS = 32;

  private final List<Node> nodes;
  private volatile BackendRegistry inForce;
  private int made;

  Registries(List<Node> nodes) {
    this.nodes = nodes;
    inForce = open();
  }

  Backend backend(int node) {
    return inForce.backend("node" + node);
  }

  int made() {
    return made;
  }

  /** Puts a new one in force; calls of the old one may end, for as long as any call may take. */
  void reload() {
    BackendRegistry old = inForce;
    inForce = open();
    old.close(TOTAL.plus(TOTAL));
  }

  private BackendRegistry open() {
    made++;
    BackendRegistry.Builder registry = BackendRegistry.builder();
    for (int i = 0; i < nodes.size(); i++) {
      registry.add(
          Backend.builder("node" + i)
              .origin(nodes.get(i).url())
              .maxConnections(CALLERS)
              .connectTimeout(ofSeconds(4))
              .ttfbTimeout(ofSeconds(3))
              .betweenBytesTimeout(ofSeconds(3))
              .timeout(TOTAL)
              .health(check -> check.path("/health").interval(ofMillis(500)))
              .spec());
    }
    return registry.open();
  }

  @Override
  public void close() {
    inForce.close(TOTAL);
  }
}
