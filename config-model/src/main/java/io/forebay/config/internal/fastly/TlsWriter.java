package io.forebay.config.internal.fastly;

import io.forebay.spec.ClientIdentity;
import io.forebay.spec.Material;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TrustSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes what a backend says of TLS. */
final class TlsWriter {
  private static final String NONE = "Fastly has nothing like it";

  private final TlsSpec tls;
  private final Map<String, Object> out;
  private final Remarks remarks;

  TlsWriter(TlsSpec tls, Map<String, Object> out, Remarks remarks) {
    this.tls = tls;
    this.out = out;
    this.remarks = remarks;
  }

  void write() {
    TrustSpec trust = tls.trust();
    out.put("ssl_check_cert", trust.validate());
    name("ssl_cert_hostname", "tls.cert_hostname", trust.certHostname());
    name("ssl_sni_hostname", "tls.sni_hostname", tls.sniHostname());
    ca(trust);
    tls.identity().ifPresent(this::identity);
    if (!tls.ciphers().isEmpty()) {
      out.put("ssl_ciphers", String.join(":", tls.ciphers()));
    }
    if (!tls.equals(tls.withVersions(TlsSpec.DEFAULT.minVersion(), TlsSpec.DEFAULT.maxVersion()))) {
      out.put("min_tls_version", tls.minVersion().text());
      out.put("max_tls_version", tls.maxVersion().text());
    }
    remarks.unless(trust.pins().isEmpty(), "tls.pins", NONE);
    remarks.unless(tls.reload(), "tls.reload", NONE);
  }

  private void name(String key, String ours, Optional<String> name) {
    if (name.isEmpty()) {
      return;
    }
    if (HostRules.problem(name.get()).isEmpty()) {
      out.put(key, name.get());
    } else {
      remarks.add(ours, "not written: no host name for Fastly");
    }
  }

  private void ca(TrustSpec trust) {
    if (trust.ca().isEmpty()) {
      return;
    }
    Optional<String> text = trust.ca().size() == 1 ? text(trust.ca().get(0), false) : joined(trust);
    if (text.isEmpty()) {
      remarks.add("tls.ca", "not written: it is not text in place, or not all of it ${env:NAME}");
      return;
    }
    out.put("ssl_ca_cert", text.get());
    if (trust.platform()) {
      remarks.add("tls.platform_ca", "not written: Fastly believes ssl_ca_cert only");
    }
  }

  private static Optional<String> joined(TrustSpec trust) {
    List<String> texts =
        trust.ca().stream()
            .filter(ca -> ca instanceof Material.Inline inline && inline.reference().isEmpty())
            .flatMap(ca -> text(ca, false).stream())
            .toList();
    return texts.size() == trust.ca().size()
        ? Optional.of(String.join("\n", texts))
        : Optional.empty();
  }

  private void identity(ClientIdentity identity) {
    boolean holdsKey = identity.key().isEmpty();
    Optional<String> certificate = text(identity.certificate(), holdsKey);
    Optional<String> key = identity.key().flatMap(material -> text(material, true));
    if (identity.password().isPresent()) {
      remarks.add("tls.client_key_password", "not written, nor what it opens: " + NONE);
    } else if (certificate.isEmpty() || key.isPresent() == holdsKey) {
      remarks.add(
          "tls.client_key",
          "not written, nor its certificate: a secret that did not come from ${env:NAME}, or a"
              + " file");
    } else {
      out.put("ssl_client_cert", certificate.get());
      key.ifPresent(text -> out.put("ssl_client_key", text));
    }
  }

  /** What stands for a material in text; empty if it must not stand there, or cannot. */
  private static Optional<String> text(Material material, boolean secret) {
    if (!(material instanceof Material.Inline inline)) {
      return Optional.empty();
    }
    if (!inline.reference().isEmpty()) {
      return Optional.of(inline.reference()).filter(References::isReference);
    }
    boolean key = secret || inline.text().contains("PRIVATE KEY");
    return Optional.of(inline.text()).filter(text -> !key && !References.isReference(text));
  }
}
