package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node;
import io.forebay.spec.ClientIdentity;
import io.forebay.spec.Material;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TlsVersion;
import io.forebay.spec.TrustSpec;
import io.forebay.spec.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The block {@code tls}: its keys, and what they say together. */
final class TlsBlock {
  private static final String CERTIFICATES = "certificates in PEM";
  private static final Shape<Path> FILE = new PathShape("the path of a file");

  private static final Key<TlsSpec, List<Material.Inline>> CA =
      Key.of(
          "ca",
          new ListShape<>(CERTIFICATES, new InlineShape(CERTIFICATES, false), true),
          tls -> inlines(tls.trust().ca().stream()).toList(),
          List.of());
  private static final Key<TlsSpec, List<Path>> CA_FILE =
      Key.of(
          "ca_file",
          new ListShape<>("the path of a file or a list of them", FILE, true),
          tls -> paths(tls.trust().ca().stream()).toList(),
          List.of());
  private static final Key<TlsSpec, Boolean> PLATFORM_CA =
      Key.of("platform_ca", Shapes.BOOLEAN, tls -> tls.trust().platform(), true);
  private static final Key<TlsSpec, Material.Inline> CERTIFICATE =
      Key.of(
          "client_certificate",
          new InlineShape(CERTIFICATES, false),
          tls -> inlines(certificate(tls)).findFirst());
  private static final Key<TlsSpec, Path> CERTIFICATE_FILE =
      Key.of("client_certificate_file", FILE, tls -> paths(certificate(tls)).findFirst());
  private static final Key<TlsSpec, Material.Inline> CLIENT_KEY =
      Key.of(
          "client_key",
          new InlineShape("a key in PEM", true),
          tls -> inlines(clientKey(tls)).findFirst());
  private static final Key<TlsSpec, Path> CLIENT_KEY_FILE =
      Key.of("client_key_file", FILE, tls -> paths(clientKey(tls)).findFirst());
  private static final Key<TlsSpec, Value> PASSWORD =
      Key.of(
          "client_key_password",
          new PasswordShape(),
          tls -> tls.identity().flatMap(ClientIdentity::password));
  private static final Key<TlsSpec, TlsVersion> MIN_VERSION =
      Key.of(
          "min_version",
          TransportShapes.TLS_VERSION,
          TlsSpec::minVersion,
          TlsSpec.DEFAULT.minVersion());
  private static final Key<TlsSpec, TlsVersion> MAX_VERSION =
      Key.of(
          "max_version",
          TransportShapes.TLS_VERSION,
          TlsSpec::maxVersion,
          TlsSpec.DEFAULT.maxVersion());
  private static final Key<TlsSpec, List<String>> CIPHERS =
      Key.of("ciphers", Shapes.WORDS, TlsSpec::ciphers, List.of());
  private static final Key<TlsSpec, String> SNI_HOSTNAME =
      Key.of("sni_hostname", TransportShapes.HOST, TlsSpec::sniHostname);
  private static final Key<TlsSpec, String> CERT_HOSTNAME =
      Key.of("cert_hostname", TransportShapes.HOST, tls -> tls.trust().certHostname());
  private static final Key<TlsSpec, List<String>> PINS =
      Key.of("pins", TransportShapes.PINS, tls -> tls.trust().pins(), List.of());
  private static final Key<TlsSpec, Boolean> RELOAD =
      Key.of("reload", Shapes.BOOLEAN, TlsSpec::reload, true);

  /** The block; a value of it validates certificates. */
  static final Shape<TlsSpec> SHAPE =
      new BlockShape<>(
          new KeyTable<>(
              List.of(
                  CA,
                  CA_FILE,
                  PLATFORM_CA,
                  CERTIFICATE,
                  CERTIFICATE_FILE,
                  CLIENT_KEY,
                  CLIENT_KEY_FILE,
                  PASSWORD,
                  MIN_VERSION,
                  MAX_VERSION,
                  CIPHERS,
                  SNI_HOSTNAME,
                  CERT_HOSTNAME,
                  PINS,
                  RELOAD)),
          Together.ANY
              .notAll(CA, CA_FILE)
              .notAll(CERTIFICATE, CERTIFICATE_FILE)
              .notAll(CLIENT_KEY, CLIENT_KEY_FILE),
          TlsBlock::assembled);

  private TlsBlock() {}

  private static Stream<Material> certificate(TlsSpec tls) {
    return tls.identity().map(ClientIdentity::certificate).stream();
  }

  private static Stream<Material> clientKey(TlsSpec tls) {
    return tls.identity().flatMap(ClientIdentity::key).stream();
  }

  private static Stream<Material.Inline> inlines(Stream<Material> materials) {
    return materials.filter(Material.Inline.class::isInstance).map(Material.Inline.class::cast);
  }

  private static Stream<Path> paths(Stream<Material> materials) {
    return materials
        .filter(Material.InFile.class::isInstance)
        .map(Material.InFile.class::cast)
        .map(Material.InFile::path);
  }

  private static Optional<TlsSpec> assembled(
      Bound bound, Node.Mapping mapping, Place place, Scope scope) {
    refuseBoth(bound, CA, CA_FILE);
    refuseBoth(bound, CERTIFICATE, CERTIFICATE_FILE);
    refuseBoth(bound, CLIENT_KEY, CLIENT_KEY_FILE);
    // What cannot be read is a finding already: nothing more is said of what then does not fit.
    if (bound.isIncomplete()) {
      return Optional.empty();
    }
    TlsSpec usual = TlsSpec.DEFAULT;
    return Optional.of(
        new TlsSpec(
            trust(bound),
            identity(bound),
            bound.get(MIN_VERSION).orElse(usual.minVersion()),
            bound.get(MAX_VERSION).orElse(usual.maxVersion()),
            bound.get(CIPHERS).orElse(usual.ciphers()),
            bound.get(SNI_HOSTNAME),
            bound.get(RELOAD).orElse(usual.reload())));
  }

  private static TrustSpec trust(Bound bound) {
    List<Material> ca = new ArrayList<>(bound.get(CA).orElse(List.of()));
    bound.get(CA_FILE).orElse(List.of()).forEach(path -> ca.add(Material.file(path)));
    return new TrustSpec(
        ca,
        bound.get(PLATFORM_CA).orElse(true),
        bound.get(CERT_HOSTNAME),
        bound.get(PINS).orElse(List.of()),
        true);
  }

  private static Optional<ClientIdentity> identity(Bound bound) {
    Optional<Material> certificate = one(bound, CERTIFICATE, CERTIFICATE_FILE);
    Optional<Material> key = one(bound, CLIENT_KEY, CLIENT_KEY_FILE);
    Optional<Value> password = bound.get(PASSWORD);
    if (certificate.isEmpty() && (key.isPresent() || password.isPresent())) {
      throw new IllegalArgumentException(
          (key.isPresent() ? "client_key" : "client_key_password")
              + ": given without client_certificate");
    }
    return certificate.map(found -> new ClientIdentity(found, key, password));
  }

  /** In Couper's words. */
  private static void refuseBoth(Bound bound, Key<TlsSpec, ?> inline, Key<TlsSpec, ?> file) {
    if (bound.given(inline) && bound.given(file)) {
      throw new IllegalArgumentException("read error: configured attribute and file");
    }
  }

  private static Optional<Material> one(
      Bound bound, Key<TlsSpec, Material.Inline> inline, Key<TlsSpec, Path> file) {
    return bound
        .get(inline)
        .map(Material.class::cast)
        .or(() -> bound.get(file).map(Material::file));
  }
}
