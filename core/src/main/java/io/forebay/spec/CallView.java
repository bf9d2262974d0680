package io.forebay.spec;

import io.forebay.health.HealthState;
import java.util.Optional;

/**
 * What a computed value may see of the call that it is computed for: the request as the caller gave
 * it, and more as the call goes on. Valid only while the value is computed; used by one thread.
 */
public interface CallView extends RequestView {

  /** The backend's label. */
  String label();

  /** The origin's URL. */
  String origin();

  /** The verdict on the origin. */
  HealthState health();

  /** A variable that the caller bound with {@code with(name, value)}. */
  Optional<String> variable(String name);

  /**
   * The token of a token request, or that of {@code oauth2} by that name; empty if there is none.
   * It is a secret.
   */
  default Optional<String> token(String name) {
    return Optional.empty();
  }

  /** The request as it left, edits applied; empty before it did. */
  Optional<RequestView> sent();

  /** The response, not yet edited; empty before its head is there. */
  Optional<ResponseView> response();
}
