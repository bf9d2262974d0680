package io.forebay.internal;

import io.forebay.Backend;
import io.forebay.Environment;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.TokenEndpoint;
import io.forebay.spec.TransportSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The backends that are asked for tokens: others of a registry, and those opened along. */
final class TokenBackends {
  private final String owner;
  private final Environment environment;
  private final Function<String, Backend> peers;
  private final List<BackendCore> own = new ArrayList<>();

  /**
   * Finds and makes them.
   *
   * @param owner whose tokens they are asked for
   * @param peers finds a backend of the same registry, when it is asked
   */
  TokenBackends(String owner, Environment environment, Function<String, Backend> peers) {
    this.owner = owner;
    this.environment = environment;
    this.peers = peers;
  }

  /**
   * Who is asked for a token.
   *
   * @param name what the token is called
   * @throws IllegalArgumentException if a backend that would be opened along cannot be
   */
  Supplier<Backend> at(String name, TokenEndpoint endpoint) {
    if (endpoint.via() instanceof TokenEndpoint.Labelled labelled) {
      return () -> peers.apply(labelled.label());
    }
    BackendSpec spec =
        endpoint.via() instanceof TokenEndpoint.Own given
            ? given.backend()
            : direct(owner + "." + name, endpoint);
    Doors.check(spec);
    BackendCore core = new BackendCore(spec, environment, peers);
    own.add(core);
    Backend view = new BackendView(core, spec.exchange());
    return () -> view;
  }

  private static BackendSpec direct(String label, TokenEndpoint endpoint) {
    TransportSpec transport = TransportSpec.of(endpoint.origin().orElseThrow());
    return new BackendSpec(label, transport, ExchangeSpec.DEFAULT, Optional.empty());
  }

  void open() {
    own.forEach(BackendCore::open);
  }

  void close(Duration patience) {
    own.forEach(core -> core.close(patience));
  }
}
