package io.forebay.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the tokens come from that a backend's requests carry. Immutable.
 *
 * @param oauth2 the access token that every request carries, unless a login or an edit sets {@code
 *     Authorization}; empty: none
 * @param requests tokens that edits use as {@code {token.NAME}}
 */
public record TokenSources(Optional<OAuth2Spec> oauth2, List<TokenRequestSpec> requests) {
  /** No tokens. */
  public static final TokenSources NONE = new TokenSources(Optional.empty(), List.of());

  /** What edits call the token of {@code oauth2}. */
  public static final String OAUTH2 = "oauth2";

  /**
   * Checks that each name is there once, and copies.
   *
   * @throws IllegalArgumentException if one is there twice
   */
  public TokenSources {
    requests = List.copyOf(requests);
    Set<String> names = new HashSet<>();
    for (TokenRequestSpec request : requests) {
      if (!names.add(request.name())) {
        throw new IllegalArgumentException(
            "token request names (either default or explicitly set via label) must be unique: \""
                + request.name()
                + "\"");
      }
    }
  }

  /** The same with another access token. */
  public TokenSources withOauth2(Optional<OAuth2Spec> other) {
    return new TokenSources(other, requests);
  }

  /** The same with other requests. */
  public TokenSources withRequests(List<TokenRequestSpec> other) {
    return new TokenSources(oauth2, other);
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return oauth2.isEmpty() && requests.isEmpty();
  }

  /** Where they are asked for, in order. */
  public List<TokenEndpoint> endpoints() {
    List<TokenEndpoint> endpoints = new ArrayList<>();
    oauth2.ifPresent(spec -> endpoints.add(spec.endpoint()));
    requests.forEach(request -> endpoints.add(request.endpoint()));
    return endpoints;
  }

  /** What edits may call tokens. */
  public Set<String> names() {
    Set<String> names = new HashSet<>();
    oauth2.ifPresent(any -> names.add(OAUTH2));
    requests.forEach(request -> names.add(request.name()));
    return names;
  }
}
