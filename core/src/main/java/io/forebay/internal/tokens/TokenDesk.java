package io.forebay.internal.tokens;

import io.forebay.Backend;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.CallView;
import io.forebay.spec.OAuth2Spec;
import io.forebay.spec.TokenEndpoint;
import io.forebay.spec.TokenRequestSpec;
import io.forebay.spec.TokenSources;
import io.forebay.spi.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** All tokens of a backend; shared by its refinements, and kept as long as it is open. */
public final class TokenDesk {
  private final TokenSources spec;
  private final List<TokenCache> caches = new ArrayList<>();

  /**
   * Reads keys; asks for nothing yet.
   *
   * @param backends finds the backend of an endpoint, by what its token is called
   * @throws IllegalArgumentException if a key is none, or what signs is not there
   */
  public TokenDesk(
      BackendSpec owner,
      Clock clock,
      BiFunction<String, TokenEndpoint, Supplier<Backend>> backends) {
    spec = owner.tokens();
    spec.oauth2()
        .ifPresent(
            oauth2 -> {
              Supplier<Backend> asking = backends.apply(TokenSources.OAUTH2, oauth2.endpoint());
              add(new TokenCache(owner.label(), new OAuth2Source(oauth2), asking, clock));
            });
    for (TokenRequestSpec request : spec.requests()) {
      Supplier<Backend> asking = backends.apply(request.name(), request.endpoint());
      add(new TokenCache(owner.label(), new RequestSource(request), asking, clock));
    }
  }

  private void add(TokenCache cache) {
    caches.add(cache);
  }

  /** The tokens for a call, in the order of {@link #name}; each may be there already. */
  public List<CompletableFuture<Token>> ask(CallView call) {
    List<CompletableFuture<Token>> tokens = new ArrayList<>(caches.size());
    for (TokenCache cache : caches) {
      tokens.add(cache.get(call));
    }
    return tokens;
  }

  /** What the token at a place is called. */
  public String name(int place) {
    return caches.get(place).name();
  }

  /** What all tokens are called, in order. */
  public List<String> names() {
    return caches.stream().map(TokenCache::name).toList();
  }

  /** Whether the first token is one that requests carry. */
  public boolean hasBearer() {
    return spec.oauth2().isPresent();
  }

  /** How often a request is made again after a 401. */
  public int retries() {
    return spec.oauth2().map(OAuth2Spec::retries).orElse(0);
  }

  /** Ends all requests under way, and makes no others. */
  public void close() {
    caches.forEach(TokenCache::close);
  }
}
