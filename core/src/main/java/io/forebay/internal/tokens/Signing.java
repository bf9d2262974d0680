package io.forebay.internal.tokens;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.forebay.internal.tls.SigningKeys;
import io.forebay.spec.JwtAlgorithm;
import io.forebay.spec.JwtSigningProfile;
import io.forebay.spec.TokenBody.JsonPart;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.text.ParseException;
import java.util.Map;

/** Signs JWTs by Nimbus, which is looked for before this class is. Thread-safe. */
final class Signing {
  private final JWSHeader header;
  private final JWSSigner signer;

  private Signing(JWSHeader header, JWSSigner signer) {
    this.header = header;
    this.signer = signer;
  }

  /**
   * Reads the key, and makes the header.
   *
   * @param secret what signs where the profile has no key
   * @throws IllegalArgumentException if it is no key for that algorithm, or no header
   */
  static Signing of(JwtSigningProfile profile, String secret) {
    JwtAlgorithm algorithm = profile.algorithm();
    try {
      JWSSigner signer = signer(algorithm, profile, secret);
      JWSAlgorithm known = JWSAlgorithm.parse(algorithm.name());
      if (!signer.supportedJWSAlgorithms().contains(known)) {
        throw new IllegalArgumentException(
            "invalid key: not for " + algorithm + " (expected: one of its size)");
      }
      return new Signing(header(known, profile.headers()), signer);
    } catch (JOSEException e) {
      throw new IllegalArgumentException("invalid key: " + e.getMessage(), e);
    }
  }

  private static JWSSigner signer(JwtAlgorithm algorithm, JwtSigningProfile profile, String secret)
      throws JOSEException {
    String place = "jwt_signing_profile.key";
    if (algorithm.symmetric()) {
      return new MACSigner(
          profile
              .key()
              .map(key -> SigningKeys.secret(place, key))
              .orElseGet(() -> secret.getBytes(StandardCharsets.UTF_8)));
    }
    PrivateKey key = SigningKeys.read(place, profile.key().orElseThrow());
    return key instanceof ECPrivateKey ec ? new ECDSASigner(ec) : new RSASSASigner(key);
  }

  String signed(Map<String, Object> claims) {
    JWSObject jwt = new JWSObject(header, new Payload(claims));
    try {
      jwt.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("oauth2: the assertion cannot be signed", e);
    }
    return jwt.serialize();
  }

  /** Nimbus checks the fields that it knows; it repeats them in its words, so those stay here. */
  private static JWSHeader header(JWSAlgorithm algorithm, Map<String, JsonPart> more) {
    JWSHeader plain = new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).build();
    if (more.isEmpty()) {
      return plain;
    }
    Map<String, Object> all = plain.toJSONObject();
    all.putAll(Values.plain(more));
    try {
      return JWSHeader.parse(JSONObjectUtils.toJSONString(all));
    } catch (ParseException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "jwt_signing_profile.headers: "
              + more.keySet()
              + " make no header of a JWT (expected: of their types in RFC 7515)");
    }
  }
}
