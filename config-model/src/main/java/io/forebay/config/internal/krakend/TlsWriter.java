package io.forebay.config.internal.krakend;

import io.forebay.spec.ClientIdentity;
import io.forebay.spec.Material;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TlsVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes {@code client_tls}: files only, so no secret. */
final class TlsWriter {

  private TlsWriter() {}

  /** The object; the versions always, as KrakenD's default is 1.3 as soon as it is there. */
  static Map<String, Object> tree(TlsSpec tls) {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (!tls.trust().validate()) {
      tree.put("allow_insecure_connections", true);
    }
    List<String> ca = new ArrayList<>();
    tls.trust().ca().forEach(material -> file(material).ifPresent(ca::add));
    if (!ca.isEmpty()) {
      tree.put("ca_certs", ca);
      if (!tls.trust().platform()) {
        tree.put("disable_system_ca_pool", true);
      }
    }
    tree.put("min_version", name(tls.minVersion()));
    tree.put("max_version", name(tls.maxVersion()));
    List<Integer> suites = new ArrayList<>();
    tls.ciphers().forEach(suite -> CipherSuites.number(suite).ifPresent(suites::add));
    if (!suites.isEmpty() && suites.size() == tls.ciphers().size()) {
      tree.put("cipher_suites", suites);
    }
    tls.identity()
        .flatMap(TlsWriter::pair)
        .ifPresent(pair -> tree.put("client_certs", List.of(pair)));
    return tree;
  }

  private static Optional<Map<String, Object>> pair(ClientIdentity identity) {
    Optional<String> certificate = file(identity.certificate());
    Optional<String> key = identity.key().flatMap(TlsWriter::file);
    if (certificate.isEmpty() || key.isEmpty() || identity.password().isPresent()) {
      return Optional.empty();
    }
    Map<String, Object> pair = new LinkedHashMap<>();
    pair.put("certificate", certificate.get());
    pair.put("private_key", key.get());
    return Optional.of(pair);
  }

  private static Optional<String> file(Material material) {
    return material instanceof Material.InFile file
        ? Optional.of(file.path().toAbsolutePath().toString())
        : Optional.empty();
  }

  private static String name(TlsVersion version) {
    return "TLS" + version.text().replace(".", "");
  }
}
