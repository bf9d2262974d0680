package io.forebay.spec;

import io.forebay.spec.TokenBody.Items;
import io.forebay.spec.TokenBody.JsonPart;
import io.forebay.spec.TokenBody.Members;
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
 * @param claims constants that it states besides those of the grant, which they may replace; lists
 *     and objects as deep as they are
 * @param headers more fields of its header, constants too; not {@code alg}
 */
public record JwtSigningProfile(
    JwtAlgorithm algorithm,
    Duration ttl,
    Optional<Material> key,
    Map<String, JsonPart> claims,
    Map<String, JsonPart> headers) {

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

  private static Map<String, JsonPart> constants(String key, Map<String, JsonPart> parts) {
    parts.forEach(
        (name, part) -> {
          if (!constant(part)) {
            throw new IllegalArgumentException(
                key + ": '" + name + "' depends on the call (expected: a constant)");
          }
        });
    return Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }

  private static boolean constant(JsonPart part) {
    if (part instanceof Items items) {
      return items.items().stream().allMatch(JwtSigningProfile::constant);
    }
    if (part instanceof Members members) {
      return members.members().values().stream().allMatch(JwtSigningProfile::constant);
    }
    return part instanceof Value value && value.constant();
  }
}
