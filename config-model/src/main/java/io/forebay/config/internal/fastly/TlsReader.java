package io.forebay.config.internal.fastly;

import io.forebay.config.internal.tree.Shown;
import io.forebay.spec.ClientIdentity;
import io.forebay.spec.Material;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TlsVersion;
import io.forebay.spec.TrustSpec;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what a backend says of TLS. */
final class TlsReader {
  private static final List<String> KEYS =
      List.of(
          "ssl_hostname",
          "ssl_cert_hostname",
          "ssl_sni_hostname",
          "ssl_ca_cert",
          "ssl_client_cert",
          "ssl_client_key",
          "ssl_ciphers",
          "min_tls_version",
          "max_tls_version");
  private static final Pattern SEPARATORS = Pattern.compile("[:, ]+");

  private final Fields fields;
  private final References references;

  TlsReader(Fields fields, References references) {
    this.fields = fields;
    this.references = references;
  }

  /** What is said, where TLS is spoken; a note for what is said where it is not. */
  TlsSpec read(boolean tls) {
    Optional<Boolean> check = fields.flag("ssl_check_cert");
    if (tls) {
      return tls(check.orElse(true));
    }
    if (!check.orElse(true)) {
      fields.note("ssl_check_cert", "left out: use_ssl is false");
    }
    KEYS.forEach(key -> fields.leftOut(key, "use_ssl is false"));
    return TlsSpec.DEFAULT;
  }

  private TlsSpec tls(boolean check) {
    Optional<String> both = name("ssl_hostname");
    Optional<String> certificate = name("ssl_cert_hostname").or(() -> both);
    Optional<String> sni = name("ssl_sni_hostname").or(() -> both);
    Optional<Material> ca = references.material(fields, "ssl_ca_cert");
    TlsSpec spec =
        TlsSpec.DEFAULT
            .withTrust(check ? trust(certificate, ca) : unchecked(certificate, ca))
            .withIdentity(identity())
            .withSniHostname(sni)
            .withCiphers(ciphers());
    return versions(spec);
  }

  /** Fastly believes the given certificates in place of all others. */
  private static TrustSpec trust(Optional<String> name, Optional<Material> ca) {
    return new TrustSpec(ca.map(List::of).orElse(List.of()), ca.isEmpty(), name, List.of(), true);
  }

  private TrustSpec unchecked(Optional<String> name, Optional<Material> ca) {
    String why = "ssl_check_cert is false";
    if (name.isPresent()) {
      fields.leftOut("ssl_cert_hostname", why);
      if (fields.has("ssl_hostname") && !fields.has("ssl_cert_hostname")) {
        fields.note("ssl_hostname", "not verified: " + why);
      }
    }
    if (ca.isPresent()) {
      fields.leftOut("ssl_ca_cert", why);
    }
    return TrustSpec.DEFAULT.withValidate(false);
  }

  private Optional<String> name(String key) {
    Optional<String> name = fields.text(key);
    if (name.isEmpty()) {
      return name;
    }
    if (HostRules.isWildcard(name.get())) {
      fields.note(key, "left out: a wildcard names no host");
      return Optional.empty();
    }
    Optional<String> problem = HostRules.problem(name.get());
    if (problem.isPresent()) {
      fields.found(key, "'" + Shown.of(name.get()) + "': " + problem.get());
      return Optional.empty();
    }
    return name;
  }

  private Optional<ClientIdentity> identity() {
    Optional<Material> certificate = references.material(fields, "ssl_client_cert");
    Optional<Material> key = references.material(fields, "ssl_client_key");
    if (certificate.isEmpty()) {
      if (fields.has("ssl_client_key") && !fields.has("ssl_client_cert")) {
        fields.found("ssl_client_key", "given without ssl_client_cert (expected: both)");
      }
      return Optional.empty();
    }
    if (key.isEmpty() && fields.has("ssl_client_key")) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ClientIdentity(certificate.get(), key, Optional.empty()));
    } catch (IllegalArgumentException e) {
      fields.found("ssl_client_cert", "given without ssl_client_key (expected: both)");
      return Optional.empty();
    }
  }

  private List<String> ciphers() {
    Optional<String> list = fields.text("ssl_ciphers");
    List<String> words =
        list.map(text -> SEPARATORS.splitAsStream(text).filter(word -> !word.isEmpty()).toList())
            .orElse(List.of());
    if (list.isPresent() && words.isEmpty()) {
      fields.found(
          "ssl_ciphers", "no cipher in it (expected: such as ECDHE-RSA-AES128-GCM-SHA256)");
    }
    return words;
  }

  private TlsSpec versions(TlsSpec spec) {
    Optional<TlsVersion> oldest = version("min_tls_version");
    Optional<TlsVersion> newest = version("max_tls_version");
    TlsVersion max = newest.orElse(spec.maxVersion());
    TlsVersion min = oldest.orElse(spec.minVersion());
    if (oldest.isEmpty() && min.compareTo(max) > 0) {
      fields.note("max_tls_version", "without min_tls_version: read as the only version");
      min = max;
    }
    if (min.compareTo(max) > 0) {
      fields.found(
          "min_tls_version",
          min.text() + " (expected: at most max_tls_version " + max.text() + ")");
      return spec;
    }
    return spec.withVersions(min, max);
  }

  private Optional<TlsVersion> version(String key) {
    Optional<String> word = fields.word(key);
    try {
      return word.map(TlsVersion::of);
    } catch (IllegalArgumentException e) {
      fields.found(key, "'" + Shown.of(word.orElse("")) + "' (expected: 1.0, 1.1, 1.2 or 1.3)");
      return Optional.empty();
    }
  }
}
