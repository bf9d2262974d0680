package io.forebay.config.internal.vcl;

import io.forebay.config.internal.dialect.Notes;
import io.forebay.spec.ClientIdentity;
import io.forebay.spec.Material;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TlsVersion;
import io.forebay.spec.TrustSpec;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the {@code ssl_} properties of a backend say. */
final class TlsReader {
  private static final Pattern SEPARATORS = Pattern.compile("[:, ]+");

  private final Block block;
  private final Notes notes;

  TlsReader(Block block, Notes notes) {
    this.block = block;
    this.notes = notes;
  }

  TlsSpec tls() {
    Optional<String> shared = name("ssl_hostname");
    Optional<String> sni = name("ssl_sni_hostname").or(() -> shared);
    Optional<String> expected = name("ssl_cert_hostname").or(() -> shared);
    TlsSpec usual = TlsSpec.DEFAULT;
    TlsVersion oldest = version("min_tls_version", usual.minVersion());
    TlsVersion newest = version("max_tls_version", usual.maxVersion());
    if (oldest.compareTo(newest) > 0) {
      block.refuse(
          block.has("min_tls_version") ? "min_tls_version" : "max_tls_version",
          "from " + oldest.text() + " to " + newest.text() + " (expected: the older one first)");
      oldest = newest;
    }
    return usual
        .withTrust(trust(expected))
        .withIdentity(identity())
        .withVersions(oldest, newest)
        .withCiphers(ciphers())
        .withSniHostname(sni);
  }

  /** A name; one with a wildcard is noted, as nobody here can send or expect it. */
  private Optional<String> name(String property) {
    Optional<String> name = block.text(property);
    boolean wildcard = name.isPresent() && name.get().startsWith("*.");
    Optional<String> problem =
        name.map(text -> wildcard ? text.substring(2) : text).flatMap(HostNames::problem);
    problem.ifPresent(text -> block.refuse(property, text));
    if (wildcard && problem.isEmpty()) {
      note(property, "left out, as it has a wildcard; the host's name takes its place");
    }
    return wildcard || problem.isPresent() ? Optional.empty() : name;
  }

  private TlsVersion version(String property, TlsVersion usual) {
    return block
        .text(property)
        .flatMap(text -> block.trying(property, () -> version(text)))
        .orElse(usual);
  }

  private static TlsVersion version(String text) {
    return Stream.of(TlsVersion.values())
        .filter(version -> version.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no version (expected: \"1.0\", \"1.1\", \"1.2\" or \"1.3\")"));
  }

  private List<String> ciphers() {
    return block.text("ssl_ciphers").map(this::ciphers).orElse(List.of());
  }

  private List<String> ciphers(String text) {
    List<String> words =
        SEPARATORS.splitAsStream(text.strip()).filter(word -> !word.isEmpty()).toList();
    if (words.isEmpty()) {
      block.refuse("ssl_ciphers", "empty (expected: names of suites with ':' between)");
    }
    return words;
  }

  private TrustSpec trust(Optional<String> expected) {
    String check = block.word("ssl_check_cert", List.of("always", "never")).orElse("always");
    Optional<Material> ca = material("ssl_ca_cert");
    if (check.equals("never")) {
      for (String property : List.of("ssl_ca_cert", "ssl_cert_hostname", "ssl_hostname")) {
        if (block.has(property)) {
          note(property, "not looked at in certificates, as .ssl_check_cert is never");
        }
      }
      return TrustSpec.DEFAULT.withValidate(false);
    }
    TrustSpec trust = TrustSpec.DEFAULT.withCertHostname(expected);
    return ca.map(text -> trust.withCa(List.of(text)).withPlatform(false)).orElse(trust);
  }

  private Optional<Material> material(String property) {
    return block
        .text(property)
        .flatMap(text -> block.trying(property, () -> Material.inline(text)));
  }

  private Optional<ClientIdentity> identity() {
    Optional<Material> certificate = material("ssl_client_cert");
    Optional<Material> key = material("ssl_client_key");
    if (block.has("ssl_client_key") && !block.has("ssl_client_cert")) {
      block.refuse("ssl_client_key", "without .ssl_client_cert (expected: both)");
    }
    if (block.has("ssl_client_cert") && !block.has("ssl_client_key")) {
      block.refuse("ssl_client_cert", "without .ssl_client_key (expected: both)");
    }
    return certificate.isPresent() && key.isPresent()
        ? certificate.map(own -> new ClientIdentity(own, key, Optional.empty()))
        : Optional.empty();
  }

  private void note(String property, String message) {
    notes.add(block.at(property), block.where() + ": ." + property + ": " + message);
  }
}
