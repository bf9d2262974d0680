package io.forebay.internal;

import io.forebay.spec.ClientAuthentication;
import io.forebay.spec.JwtSigningProfile;
import io.forebay.spec.OAuth2Grant;
import io.forebay.spec.OAuth2Spec;
import io.forebay.spec.TokenRequestSpec;
import io.forebay.spec.TokenSources;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What is told of tokens; secrets are not. */
final class TokenSettings {
  private TokenSettings() {}

  static void tell(TokenSources tokens, BiConsumer<String, Object> told) {
    tokens.oauth2().ifPresent(oauth2 -> tell(oauth2, told));
    for (TokenRequestSpec request : tokens.requests()) {
      String key = "token_request." + request.name();
      told.accept(key, request);
      told.accept(key + ".token", request.token());
      told.accept(key + ".ttl", request.ttl());
    }
  }

  private static void tell(OAuth2Spec oauth2, BiConsumer<String, Object> told) {
    told.accept("oauth2.grant_type", oauth2.grant().text());
    told.accept("oauth2.token_endpoint", oauth2.endpoint());
    oauth2.client().ifPresent(client -> tell(client, told));
    if (!oauth2.scope().isEmpty()) {
      told.accept("oauth2.scope", oauth2.scope());
    }
    if (!oauth2.params().isEmpty()) {
      told.accept("oauth2.params", oauth2.params().keySet());
    }
    profile(oauth2)
        .ifPresent(profile -> told.accept("oauth2.jwt_signing_profile", profile.algorithm()));
    if (oauth2.retries() != OAuth2Spec.DEFAULT_RETRIES) {
      told.accept("oauth2.retries", oauth2.retries());
    }
  }

  private static void tell(ClientAuthentication client, BiConsumer<String, Object> told) {
    told.accept("oauth2.client_id", client.clientId());
    told.accept("oauth2.token_endpoint_auth_method", client.method().text());
  }

  private static Optional<JwtSigningProfile> profile(OAuth2Spec oauth2) {
    return oauth2.grant() instanceof OAuth2Grant.SignedJwtBearer bearer
        ? Optional.of(bearer.profile())
        : oauth2.client().flatMap(ClientAuthentication::profile);
  }
}
