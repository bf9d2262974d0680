package io.forebay.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How requests get an access token that they carry as {@code Authorization: Bearer}. Immutable; no
 * secret is ever printed. Known as {@code oauth2} (Couper), {@code auth/client-credentials}
 * (KrakenD).
 *
 * @param endpoint where tokens are asked for
 * @param grant what they are asked for with
 * @param client how the client says who it is; empty for an assertion, which says that already
 * @param scope what is asked for, in words with spaces between; empty: not said
 * @param params more fields of the form, constant, such as {@code audience}
 * @param retries how often a request is made again with a new token after a 401; default 1, 0 to
 *     255
 */
public record OAuth2Spec(
    TokenEndpoint endpoint,
    OAuth2Grant grant,
    Optional<ClientAuthentication> client,
    String scope,
    Map<String, List<Value>> params,
    int retries) {

  /** How often a request is made again after a 401, where nothing is said. */
  public static final int DEFAULT_RETRIES = 1;

  /**
   * Checks the number, and copies.
   *
   * @throws IllegalArgumentException if it is out of its range
   */
  public OAuth2Spec {
    Ranges.between("retries", retries, 0, 255);
    Map<String, List<Value>> copy = new LinkedHashMap<>();
    params.forEach((name, values) -> copy.put(name, List.copyOf(values)));
    params = Collections.unmodifiableMap(copy);
  }

  /**
   * Collects one.
   *
   * @throws IllegalArgumentException with everything that is wrong
   */
  public static OAuth2Spec of(Consumer<OAuth2Builder> attributes) {
    OAuth2Builder builder = new OAuth2Builder();
    attributes.accept(builder);
    return builder.build();
  }

  /** Whether an assertion is signed for it. */
  public boolean signs() {
    return grant instanceof OAuth2Grant.SignedJwtBearer
        || client.flatMap(ClientAuthentication::profile).isPresent();
  }

  /** Where, and with what. */
  @Override
  public String toString() {
    return grant.text() + " at " + endpoint;
  }
}
