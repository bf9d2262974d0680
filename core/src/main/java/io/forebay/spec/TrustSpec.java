package io.forebay.spec;

import java.util.List;
import java.util.Optional;

/**
 * Which certificates of the origin are believed. Immutable.
 *
 * @param ca certificates that are trusted, all in place or all in files; none: the platform's only
 *     (Couper {@code server_ca_certificate}, Fastly {@code ssl_ca_cert})
 * @param platform whether the platform's certificates are trusted beside {@code ca}; default true
 *     (Couper adds, Fastly replaces)
 * @param certHostname the name that the certificate must carry; empty: the SNI name, else the host
 *     (Fastly {@code ssl_cert_hostname})
 * @param pins public keys of which the chain must hold one, as {@code sha256/…} in Base64 (RFC
 *     7469); none: any
 * @param validate whether chain and name are checked; default true. Off is for tests: it is logged
 *     as a warning when the backend opens (Couper {@code disable_certificate_validation}, Fastly
 *     {@code ssl_check_cert: never})
 */
public record TrustSpec(
    List<Material> ca,
    boolean platform,
    Optional<String> certHostname,
    List<String> pins,
    boolean validate) {

  /** The platform's certificates, the host's name, and validation. */
  public static final TrustSpec DEFAULT =
      new TrustSpec(List.of(), true, Optional.empty(), List.of(), true);

  /**
   * Refuses what would never be looked at.
   *
   * @throws IllegalArgumentException if validation is off while certificates, a name or pins are
   *     given, certificates stand in place and in files, nothing is trusted at all, or a pin is not
   *     {@code sha256/…}
   */
  public TrustSpec {
    ca = List.copyOf(ca);
    pins = List.copyOf(pins);
    if (!validate && (!ca.isEmpty() || certHostname.isPresent() || !pins.isEmpty())) {
      throw new IllegalArgumentException(
          "disable_certificate_validation: true along with tls."
              + (!ca.isEmpty() ? "ca" : certHostname.isPresent() ? "cert_hostname" : "pins")
              + " (expected: one of them)");
    }
    if (ca.stream().map(Material::getClass).distinct().count() > 1) {
      throw new IllegalArgumentException(
          "tls.ca: certificates in place and in files (expected: one of them)");
    }
    if (!platform && ca.isEmpty()) {
      throw new IllegalArgumentException("tls.ca: missing (expected, as platform_ca is false)");
    }
    for (String pin : pins) {
      if (!pin.matches("sha256/[A-Za-z0-9+/]{43}=")) {
        throw new IllegalArgumentException(
            "tls.pins: '" + pin + "' (expected: sha256/ and 44 characters of Base64)");
      }
    }
  }

  /** The same with other certificates. */
  public TrustSpec withCa(List<Material> materials) {
    return new TrustSpec(materials, platform, certHostname, pins, validate);
  }

  /** The same, with or without the platform's certificates. */
  public TrustSpec withPlatform(boolean trusted) {
    return new TrustSpec(ca, trusted, certHostname, pins, validate);
  }

  /** The same with another name on the certificate. */
  public TrustSpec withCertHostname(Optional<String> name) {
    return new TrustSpec(ca, platform, name, pins, validate);
  }

  /** The same with other pins. */
  public TrustSpec withPins(List<String> keys) {
    return new TrustSpec(ca, platform, certHostname, keys, validate);
  }

  /** The same, with or without validation. */
  public TrustSpec withValidate(boolean check) {
    return new TrustSpec(ca, platform, certHostname, pins, check);
  }
}
