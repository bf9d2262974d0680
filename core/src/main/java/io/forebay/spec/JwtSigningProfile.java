package io.forebay.spec;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How an assertion is made and signed. Immutable; a key is never printed. Known as {@code
 * jwt_signing_profile} (Couper).
 *
 * @param algorithm how it is signed
 * @param ttl for how long it holds; above zero, at most 1 d; whole seconds of it count
 * @param key a PEM private key, or the secret of an HMAC; empty: the client's secret
 * @param claims constants that it states besides those of the grant, which they may replace
 * @param headers more fields of its header; not {@code alg}
 */
public record JwtSigningProfile(
    JwtAlgorithm algorithm,
    Duration ttl,
    Optional<Material> key,
    Map<String, Value> claims,
    Map<String, Value> headers) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the time is out of its range, a claim or header depends on
   *     the call, or {@code alg} is among the headers
   */
  public JwtSigningProfile {
    Ranges.upToADay("ttl", ttl, Duration.ofSeconds(1));
    claims = constants("claims", claims);
    headers = constants("headers", headers);
    if (headers.containsKey("alg")) {
      throw new IllegalArgumentException("\"alg\" cannot be set via \"headers\"");
    }
  }

  private static Map<String, Value> constants(String key, Map<String, Value> values) {
    values.forEach(
        (name, value) -> {
          if (!value.constant()) {
            throw new IllegalArgumentException(
                key + ": '" + name + "' depends on the call (expected: a constant)");
          }
        });
    return Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
