package io.forebay.config.internal.couper;

import io.forebay.spec.ClientIdentity;
import io.forebay.spec.Material;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TrustSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes {@code tls}, and whether certificates are validated at all. */
final class TlsWriter {
  private static final String NOT_THERE = ": left out, as Couper has no such attribute";

  private final HclText out;
  private final Consumer<String> note;

  /**
   * A writer of one backend's block.
   *
   * @param note takes what cannot be written: the key, and what became of it
   */
  TlsWriter(HclText out, Consumer<String> note) {
    this.out = out;
    this.note = note;
  }

  void write(TlsSpec tls) {
    TrustSpec trust = tls.trust();
    if (!trust.validate()) {
      out.attribute("disable_certificate_validation", "true");
    }
    Map<String, String> attributes = new LinkedHashMap<>();
    ca(trust.ca(), attributes);
    tls.identity().ifPresent(identity -> identity(identity, attributes));
    if (!attributes.isEmpty()) {
      out.open("tls");
      attributes.forEach(out::attribute);
      out.close();
    }
    unless(trust.platform(), "platform_ca");
    unless(trust.certHostname().isEmpty(), "cert_hostname");
    unless(trust.pins().isEmpty(), "pins");
    TlsSpec usual = TlsSpec.DEFAULT;
    unless(tls.minVersion() == usual.minVersion(), "min_version");
    unless(tls.maxVersion() == usual.maxVersion(), "max_version");
    unless(tls.ciphers().isEmpty(), "ciphers");
    unless(tls.sniHostname().isEmpty(), "sni_hostname");
    unless(tls.reload(), "reload");
  }

  private void unless(boolean usual, String key) {
    if (!usual) {
      note.accept("tls." + key + NOT_THERE);
    }
  }

  private void ca(List<Material> ca, Map<String, String> attributes) {
    if (ca.size() > 1) {
      note.accept("tls.ca: only the first of " + ca.size() + " is written");
    }
    if (!ca.isEmpty()) {
      put("server_ca_certificate", ca.get(0), false, attributes);
    }
  }

  /** A certificate without its key would be refused: both or none. */
  private void identity(ClientIdentity identity, Map<String, String> attributes) {
    Map<String, String> both = new LinkedHashMap<>();
    put("client_certificate", identity.certificate(), false, both);
    Optional<Material> key = identity.key();
    key.ifPresent(found -> put("client_private_key", found, true, both));
    if (both.size() == 2) {
      attributes.putAll(both);
    } else {
      note.accept("tls.client_certificate: left out, as Couper wants its key beside it");
    }
    if (identity.password().isPresent()) {
      note.accept("tls.client_key_password" + NOT_THERE);
    }
  }

  private void put(String name, Material material, boolean secret, Map<String, String> attributes) {
    try {
      if (material instanceof Material.InFile file) {
        attributes.put(name + "_file", HclText.quoted(file.path().toString()));
      } else {
        attributes.put(name, inline((Material.Inline) material, secret));
      }
    } catch (IllegalArgumentException e) {
      note.accept("tls." + name + ": left out: " + e.getMessage());
    }
  }

  private static String inline(Material.Inline inline, boolean secret) {
    if (!inline.reference().isEmpty()) {
      return Expressions.ofForm(inline.reference());
    }
    if (secret) {
      throw new IllegalArgumentException(
          "a secret of unknown origin (expected: one from ${env:NAME})");
    }
    return HclText.lines(inline.text());
  }
}
