package io.forebay.config.internal.krakend;

import io.forebay.config.internal.tree.Node;
import io.forebay.spec.ClientIdentity;
import io.forebay.spec.Material;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TlsVersion;
import io.forebay.spec.TrustSpec;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code client_tls}. Versions that it does not name keep the default here: KrakenD would ask
 * for 1.3 as soon as the object is there.
 */
final class TlsReader {
  /** The keys. */
  static final Map<String, Word> WORDS =
      Map.of(
          "allow_insecure_connections", Word.read(Word.Type.BOOLEAN),
          "ca_certs", Word.read(Word.Type.TEXTS),
          "disable_system_ca_pool", Word.read(Word.Type.BOOLEAN),
          "min_version", Word.read(Word.Type.TEXT),
          "max_version", Word.read(Word.Type.TEXT),
          "cipher_suites", Word.read(Word.Type.LIST),
          "curve_preferences",
              Word.noted(Word.Type.LIST, "the platform's curves hold; not carried"),
          "client_certs", Word.read(Word.Type.LIST));

  private static final Map<String, Word> CERTIFICATE =
      Map.of("certificate", Word.read(Word.Type.TEXT), "private_key", Word.read(Word.Type.TEXT));

  private TlsReader() {}

  static TlsSpec read(Fields tls) {
    TlsSpec usual = TlsSpec.DEFAULT;
    TlsSpec named =
        usual.withTrust(trust(tls)).withIdentity(identity(tls)).withCiphers(CipherSuites.read(tls));
    try {
      return named.withVersions(
          version(tls, "min_version", usual.minVersion()),
          version(tls, "max_version", usual.maxVersion()));
    } catch (IllegalArgumentException e) {
      tls.report().found(tls.at(), tls.place(), () -> String.valueOf(e.getMessage()));
      return named;
    }
  }

  private static TlsVersion version(Fields tls, String key, TlsVersion usual) {
    String text = tls.text(key).orElse("");
    return switch (text) {
      case "" -> usual;
      case "TLS10" -> TlsVersion.TLS_1_0;
      case "TLS11" -> TlsVersion.TLS_1_1;
      case "TLS12" -> TlsVersion.TLS_1_2;
      case "TLS13" -> TlsVersion.TLS_1_3;
      case "SSL3.0" -> {
        tls.note(key, "SSL 3.0 is not spoken; it is TLS10");
        yield TlsVersion.TLS_1_0;
      }
      default -> {
        tls.found(key, "unknown version (expected: TLS10, TLS11, TLS12 or TLS13)");
        yield usual;
      }
    };
  }

  private static TrustSpec trust(Fields tls) {
    List<Material> ca = new ArrayList<>();
    List<Node.Scalar> paths = tls.texts("ca_certs");
    for (int i = 0; i < paths.size(); i++) {
      file(tls, paths.get(i), tls.placeOf("ca_certs") + "[" + i + "]").ifPresent(ca::add);
    }
    boolean platform = !tls.flag("disable_system_ca_pool");
    if (tls.flag("allow_insecure_connections")) {
      if (!paths.isEmpty() || !platform) {
        tls.note(
            "allow_insecure_connections", "any certificate is believed; no other is looked at");
      }
      return TrustSpec.DEFAULT.withValidate(false);
    }
    if (!platform && ca.isEmpty()) {
      tls.found("disable_system_ca_pool", "nothing is believed (expected: ca_certs)");
      return TrustSpec.DEFAULT;
    }
    return TrustSpec.DEFAULT.withCa(ca).withPlatform(platform);
  }

  private static Optional<ClientIdentity> identity(Fields tls) {
    List<Node> items = tls.items("client_certs");
    if (items.isEmpty()) {
      return Optional.empty();
    }
    if (items.size() > 1) {
      tls.note("client_certs", "the first is shown, whatever the origin asks for");
    }
    String place = tls.placeOf("client_certs") + "[0]";
    if (!(items.get(0) instanceof Node.Mapping mapping)) {
      tls.report().wrong(items.get(0), place, "an object");
      return Optional.empty();
    }
    Fields pair = Fields.of(mapping, place, CERTIFICATE, tls.report());
    Optional<Material> certificate = part(pair, "certificate");
    Optional<Material> key = part(pair, "private_key");
    return key.isPresent()
        ? certificate.map(chain -> new ClientIdentity(chain, key, Optional.empty()))
        : Optional.empty();
  }

  private static Optional<Material> part(Fields pair, String key) {
    Optional<Node.Entry> entry = pair.entry(key);
    if (entry.isEmpty()) {
      pair.report()
          .found(pair.at(), pair.place(), () -> key + ": missing (expected: the path of a file)");
      return Optional.empty();
    }
    return file(pair, (Node.Scalar) entry.get().value(), pair.placeOf(key));
  }

  private static Optional<Material> file(Fields fields, Node.Scalar path, String place) {
    try {
      if (!path.text().isBlank()) {
        return Optional.of(Material.file(fields.report().directory().resolve(path.text())));
      }
    } catch (InvalidPathException e) {
      // Said below: its message repeats the text.
    }
    fields.report().found(path.at(), place, () -> "no path (expected: the path of a file)");
    return Optional.empty();
  }
}
