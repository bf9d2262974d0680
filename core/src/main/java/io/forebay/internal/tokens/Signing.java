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
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.text.ParseException;
import java.util.Map;

/** Signs JWTs by Nimbus, which is looked for before this class is. Thread-safe. */
final class Signing {
  private final JWSAlgorithm algorithm;
  private final JWSSigner signer;

  private Signing(JWSAlgorithm algorithm, JWSSigner signer) {
    this.algorithm = algorithm;
    this.signer = signer;
  }

  /**
   * Reads the key.
   *
   * @param secret what signs where the profile has no key
   * @throws IllegalArgumentException if it is none for that algorithm
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
      return new Signing(known, signer);
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

  String signed(Map<String, Object> headers, Map<String, Object> claims) {
    JWSHeader.Builder header = new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT);
    try {
      JWSHeader plain =
          headers.isEmpty() ? header.build() : JWSHeader.parse(withAll(header.build(), headers));
      JWSObject jwt = new JWSObject(plain, new Payload(claims));
      jwt.sign(signer);
      return jwt.serialize();
    } catch (JOSEException | ParseException e) {
      throw new IllegalStateException("oauth2: the assertion cannot be signed", e);
    }
  }

  private static String withAll(JWSHeader header, Map<String, Object> more) {
    Map<String, Object> all = header.toJSONObject();
    all.putAll(more);
    return JSONObjectUtils.toJSONString(all);
  }
}
