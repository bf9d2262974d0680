package io.forebay.config.internal.form;

import io.forebay.spec.TokenEndpoint;
import java.util.Optional;

/** Where tokens are asked for, in two keys: a URL and the label of a backend. */
final class EndpointKeys {
  private EndpointKeys() {}

  /**
   * What both keys say; empty: nothing.
   *
   * @throws IllegalArgumentException if the URL is none
   */
  static Optional<TokenEndpoint> endpoint(Optional<String> label, Optional<String> url) {
    return label
        .map(to -> TokenEndpoint.through(to, url.orElse("")))
        .or(() -> url.map(TokenEndpoint::of));
  }

  static Optional<String> url(TokenEndpoint endpoint) {
    return Optional.of(endpoint.url()).filter(url -> !url.isEmpty());
  }

  /**
   * The label.
   *
   * @throws IllegalStateException if it is a backend that Java gave
   */
  static Optional<String> label(TokenEndpoint endpoint) {
    if (endpoint.via() instanceof TokenEndpoint.Own own) {
      throw new IllegalStateException(
          "tokens are asked for at backend '"
              + own.backend().label()
              + "', which Java gave (expected: a label, or a URL alone)");
    }
    return endpoint.label();
  }
}
