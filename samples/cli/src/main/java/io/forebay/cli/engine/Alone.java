package io.forebay.cli.engine;

import io.forebay.config.Definitions;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.OAuth2Spec;
import io.forebay.spec.TokenEndpoint;
import io.forebay.spec.TokenRequestSpec;
import io.forebay.spec.TokenSources;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a backend that needs no other: those that it asks for tokens become its own. */
final class Alone {
  private Alone() {}

  /**
   * The same without health checks, alone.
   *
   * @throws InputException if a label is unknown
   */
  static BackendSpec of(BackendSpec spec, Definitions definitions) throws InputException {
    TokenSources tokens = spec.tokens();
    Optional<OAuth2Spec> oauth2 = tokens.oauth2();
    if (oauth2.isPresent()) {
      oauth2 = Optional.of(of(oauth2.get(), definitions));
    }
    List<TokenRequestSpec> requests = new ArrayList<>();
    for (TokenRequestSpec request : tokens.requests()) {
      requests.add(
          new TokenRequestSpec(
              request.name(),
              of(request.endpoint(), definitions),
              request.message(),
              request.expectedStatus(),
              request.token(),
              request.ttl()));
    }
    return spec.withHealth(Optional.empty()).withTokens(new TokenSources(oauth2, requests));
  }

  private static OAuth2Spec of(OAuth2Spec spec, Definitions definitions) throws InputException {
    return new OAuth2Spec(
        of(spec.endpoint(), definitions),
        spec.grant(),
        spec.client(),
        spec.scope(),
        spec.params(),
        spec.retries());
  }

  private static TokenEndpoint of(TokenEndpoint endpoint, Definitions definitions)
      throws InputException {
    if (endpoint.label().isEmpty()) {
      return endpoint;
    }
    BackendSpec asked = Catalog.spec(definitions, endpoint.label().get());
    return TokenEndpoint.through(of(asked, definitions), endpoint.url());
  }
}
