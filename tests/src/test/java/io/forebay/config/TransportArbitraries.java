package io.forebay.config;

import io.forebay.spec.ClientIdentity;
import io.forebay.spec.ConnectionLife;
import io.forebay.spec.Credentials;
import io.forebay.spec.DnsSpec;
import io.forebay.spec.Material;
import io.forebay.spec.PoolSpec;
import io.forebay.spec.ProtocolSpec;
import io.forebay.spec.ProxySpec;
import io.forebay.spec.SocketSpec;
import io.forebay.spec.TcpKeepalive;
import io.forebay.spec.Template;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TlsVersion;
import io.forebay.spec.TrustSpec;
import io.forebay.spec.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Any half of a backend that decides about sockets, as far as text can say it. */
final class TransportArbitraries {
  private static final String SECRET = "{env:KEY}";
  private static final String PIN = "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

  private TransportArbitraries() {}

  static Arbitrary<PoolSpec> pools(Arbitrary<Duration> durations) {
    Arbitrary<ConnectionLife> lives =
        Combinators.combine(durations, durations, counts(), booleans()).as(ConnectionLife::new);
    return Combinators.combine(counts(), counts(), usually(ConnectionLife.DEFAULT, lives))
        .as(PoolSpec::new);
  }

  static Arbitrary<ProtocolSpec> protocols(Arbitrary<Duration> durations) {
    return usually(
        ProtocolSpec.DEFAULT,
        Combinators.combine(booleans(), booleans(), durations, booleans()).as(ProtocolSpec::new));
  }

  static Arbitrary<TlsSpec> tls(Arbitrary<String> texts) {
    Arbitrary<TlsSpec> any =
        Combinators.combine(
                trusts(texts),
                identities(texts).optional(),
                Arbitraries.of(TlsVersion.class),
                Arbitraries.of(TlsVersion.class),
                texts.list().ofMaxSize(2),
                texts.optional(),
                booleans())
            .as(TransportArbitraries::tls);
    return usually(TlsSpec.DEFAULT, any);
  }

  private static TlsSpec tls(
      TrustSpec trust,
      Optional<ClientIdentity> identity,
      TlsVersion one,
      TlsVersion other,
      List<String> ciphers,
      Optional<String> sniHostname,
      boolean reload) {
    boolean ordered = one.compareTo(other) <= 0;
    return new TlsSpec(
        trust,
        identity,
        ordered ? one : other,
        ordered ? other : one,
        ciphers,
        sniHostname,
        reload);
  }

  private static Arbitrary<TrustSpec> trusts(Arbitrary<String> texts) {
    return Arbitraries.oneOf(
        Arbitraries.just(TrustSpec.DEFAULT.withValidate(false)),
        Combinators.combine(
                Arbitraries.oneOf(inlines(texts).list().ofMaxSize(2), files().list().ofMaxSize(2)),
                booleans(),
                texts.optional(),
                Arbitraries.of(PIN, PIN.replace('A', '/')).list().ofMaxSize(2))
            .as(
                (ca, platform, name, pins) ->
                    new TrustSpec(ca, platform || ca.isEmpty(), name, pins, true)));
  }

  private static Arbitrary<ClientIdentity> identities(Arbitrary<String> texts) {
    Arbitrary<Material> keys =
        Arbitraries.oneOf(files(), Arbitraries.just(new Material.Inline(SECRET, "$" + SECRET)));
    Value password = new Template(List.of(new Template.Literal(SECRET, "$" + SECRET)));
    return Combinators.combine(
            Arbitraries.oneOf(files(), inlines(texts)),
            keys.optional(),
            Arbitraries.just(password).optional())
        .as(ClientIdentity::new);
  }

  private static Arbitrary<Material> inlines(Arbitrary<String> texts) {
    return texts.map(
        text ->
            text.startsWith("$")
                ? new Material.Inline("x" + SECRET, "x$" + SECRET)
                : Material.inline(text));
  }

  private static Arbitrary<Material> files() {
    return paths().map(Material::file);
  }

  private static Arbitrary<Path> paths() {
    return Arbitraries.of("/ca.pem", "/a b/${x}", "/run/\u00e9", "/run/../x").map(Path::of);
  }

  static Arbitrary<ProxySpec> proxies() {
    Arbitrary<ProxySpec> fixed =
        Combinators.combine(
                Arbitraries.of(ProxySpec.Scheme.class),
                Arbitraries.of("proxy", "proxy.internal", "127.0.0.1", "::1"),
                Arbitraries.integers().between(1, 65535),
                // A brace is escaped in a URL, so the name alone stands for the secret.
                Arbitraries.just(Credentials.referenced("joe:pan", "${env:proxy}")).optional())
            .as(ProxySpec.Fixed::new);
    return Arbitraries.oneOf(Arbitraries.of(ProxySpec.DIRECT, new ProxySpec.Environment()), fixed);
  }

  static Arbitrary<SocketSpec> sockets(Arbitrary<String> texts) {
    Arbitrary<Duration> seconds =
        Arbitraries.longs().between(1_000, 1_000_000).map(Duration::ofMillis);
    Arbitrary<TcpKeepalive> probes =
        usually(
            TcpKeepalive.DEFAULT,
            Combinators.combine(seconds, seconds, Arbitraries.integers().between(1, 9))
                .as(TcpKeepalive::new));
    return Combinators.combine(
            Arbitraries.of(SocketSpec.Addresses.class),
            texts.optional(),
            probes.optional(),
            paths().optional())
        .as(SocketSpec::new);
  }

  static Arbitrary<DnsSpec> dns(Arbitrary<Duration> durations) {
    return Combinators.combine(durations, booleans()).as(DnsSpec::new);
  }

  private static <T> Arbitrary<T> usually(T usual, Arbitrary<T> any) {
    return Arbitraries.oneOf(Arbitraries.just(usual), any);
  }

  private static Arbitrary<Integer> counts() {
    return Arbitraries.integers().greaterOrEqual(0);
  }

  private static Arbitrary<Boolean> booleans() {
    return Arbitraries.of(true, false);
  }
}
