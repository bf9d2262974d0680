package io.forebay.config;

import static io.forebay.config.Texts.backend;
import static io.forebay.config.Texts.definition;
import static io.forebay.config.Texts.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.forebay.Backend;
import io.forebay.BackendRegistry;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ClientIdentity;
import io.forebay.spec.Credentials;
import io.forebay.spec.Material;
import io.forebay.spec.Origin;
import io.forebay.spec.ProxySpec;
import io.forebay.spec.SocketSpec;
import io.forebay.spec.TcpKeepalive;
import io.forebay.spec.Template;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TlsVersion;
import io.forebay.spec.TransportSpec;
import io.forebay.spec.TrustSpec;
import io.forebay.spec.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a text says about connections, the builder says too. */
class TransportFormTest {
  private static final String PIN = "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

  private static Path here(String path) {
    return Path.of("").toAbsolutePath().resolve(path);
  }

  @Test
  void everyKeyOfPoolProtocolAndSocketIsRead() {
    BackendSpec built =
        Backend.builder("a")
            .origin("http://a.example")
            .maxConnections(0)
            .maxPending(7)
            .keepaliveTime(Duration.ofSeconds(5))
            .maxLifetime(Duration.ofHours(1))
            .maxUse(9)
            .disableConnectionReuse(true)
            .http2(true)
            .http2PriorKnowledge(true)
            .pingInterval(Duration.ZERO)
            .disableCertificateValidation(true)
            .proxy("socks5h://proxy")
            .addresses(SocketSpec.Addresses.IPV6_FIRST)
            .bindAddress("127.0.0.2")
            .tcpKeepalive(new TcpKeepalive(Duration.ofSeconds(60), Duration.ofSeconds(10), 9))
            .unixSocket(here("run/a.sock"))
            .dnsTtl(Duration.ofSeconds(1))
            .publicOnly(true)
            .spec();

    assertThat(
            backend(
                "max_connections: 0",
                "max_pending: 7",
                "keepalive_time: 5s",
                "max_lifetime: 1h",
                "max_use: 9",
                "disable_connection_reuse: true",
                "http2: true",
                "http2_prior_knowledge: true",
                "ping_interval: 0",
                "tls: {}",
                "disable_certificate_validation: true",
                "proxy: socks5h://proxy:1080",
                "ipv6: prefer",
                "bind_address: 127.0.0.2",
                "tcp_keepalive: { time: 1m, probes: 9 }",
                "unix_socket: run/a.sock",
                "dns_ttl: 1s",
                "public_only: true"))
        .isEqualTo(built);
  }

  @Test
  void everyKeyOfTlsIsRead() {
    BackendSpec built =
        Backend.builder("a")
            .origin("http://a.example")
            .tls(
                tls ->
                    tls.ca(here("ca.pem"))
                        .ca(here("more.pem"))
                        .platformCa(false)
                        .clientCertificate(
                            Material.file(here("c.pem")), Material.file(Path.of("/k.pem")))
                        .clientKeyPassword("{pan}")
                        .versions(TlsVersion.TLS_1_1, TlsVersion.TLS_1_2)
                        .ciphers("ECDHE-RSA-AES128-GCM-SHA256:!RC4")
                        .sniHostname("sni.example")
                        .certHostname("cert.example")
                        .pins(PIN)
                        .reload(false))
            .spec();
    String[] lines = {
      "tls:",
      "  ca_file: [ca.pem, more.pem]",
      "  platform_ca: false",
      "  client_certificate_file: c.pem",
      "  client_key_file: /k.pem",
      "  client_key_password: \"{pan}\"",
      "  min_version: 1.1",
      "  max_version: \"1.2\"",
      "  ciphers: ECDHE-RSA-AES128-GCM-SHA256:!RC4",
      "  sni_hostname: sni.example",
      "  cert_hostname: cert.example",
      "  pins: [ " + PIN + " ]",
      "  reload: false"
    };

    assertThat(backend(lines)).isEqualTo(built);
    String yaml = read(definition(lines)).toYaml();
    assertThat(yaml)
        .contains(
            "ca_file: [ca.pem, more.pem]", "client_key_password: \"{pan}\"", "min_version: \"1.1\"")
        .contains("ciphers: ", "client_certificate_file: c.pem", "client_key_file: /k.pem");
    assertThat(read(yaml).backends().get("a")).isEqualTo(built);
  }

  @Test
  void certificatesMayStandInPlace() {
    assertThat(backend("tls: { ca: [\"PEM 1\\n\", \"PEM 2\\n\"] }").transport().tls().trust().ca())
        .containsExactly(Material.inline("PEM 1\n"), Material.inline("PEM 2\n"));
    assertThat(
            backend("tls: { client_certificate: CERT, client_key: \"${env:TOKEN}\" }")
                .transport()
                .tls()
                .identity())
        .contains(
            new ClientIdentity(
                Material.inline("CERT"),
                Optional.of(new Material.Inline("s3cr3t-token", "${env:TOKEN}")),
                Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "prefer, IPV6_FIRST",
    "only, IPV6_ONLY",
    "never, IPV4_ONLY",
  })
  void ipv6IsPreferredAloneOrNever(String word, SocketSpec.Addresses addresses) {
    assertThat(backend("ipv6: " + word).transport().socket().addresses()).isEqualTo(addresses);
    assertThat(backend().transport().socket().addresses())
        .isEqualTo(SocketSpec.Addresses.IPV4_FIRST);
  }

  @Test
  void tcpKeepaliveIsSwitchedOnWithItsDefaults() {
    assertThat(backend("tcp_keepalive: true").transport().socket().keepalive())
        .contains(TcpKeepalive.DEFAULT);
    assertThat(backend("tcp_keepalive: {}").transport().socket().keepalive())
        .contains(TcpKeepalive.DEFAULT);
    assertThat(backend("tcp_keepalive: false")).isEqualTo(backend());
    assertThat(read(definition("tcp_keepalive: { probes: 3 }")).toYaml())
        .contains("tcp_keepalive: true");
  }

  @Test
  void whatIsUsualIsLeftOut() {
    assertThat(
            read(definition(
                    "max_pending: 10000",
                    "keepalive_time: 1m",
                    "max_lifetime: 0",
                    "ping_interval: 15s",
                    "tls: { platform_ca: true, min_version: 1.2, max_version: 1.3, ca: [] }",
                    "proxy: direct",
                    "dns_ttl: 30s",
                    "attempt_timeout: 0",
                    "between_bytes_expiry: fail",
                    "max_response_bytes: 0"))
                .toYaml())
        .isEqualTo("forebay: 1\nbackends:\n  a:\n    origin: http://a.example\n");
  }

  @Test
  void proxyKeepsItsReference() {
    Definitions definitions = read(definition("proxy: http://${env:LOGIN}@proxy:3128"));
    ProxySpec proxy = definitions.backends().get("a").transport().proxy();

    assertThat(proxy)
        .isEqualTo(ProxySpec.of("http://peter:s3cr3t-pan@proxy:3128"))
        .hasToString("http://proxy:3128");
    for (Definitions each : List.of(definitions, Definitions.of(definitions.backends().get("a")))) {
      assertThat(each.toYaml()).contains("http://${env:LOGIN}@proxy:3128").doesNotContain("s3cr3t");
      assertThat(read(each.toJson())).isEqualTo(definitions);
    }
  }

  /** As with {@code basic_auth}: what stands in a text is no secret from that text. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "proxy: http://joe:joespan@proxy:3128",
        "tls: {client_certificate: x, client_key: joespan, client_key_password: joespan}"
      })
  void whatStoodInTheTextIsWrittenAgain(String line) {
    Definitions definitions = read(definition(line));

    assertThat(read(definitions.toYaml())).isEqualTo(definitions);
    assertThat(read(definitions.toJson()).toYaml())
        .isEqualTo(definitions.toYaml())
        .contains("joespan");
    assertThat(definitions.backends().toString()).doesNotContain("joespan");
  }

  @Test
  void secretsFromJavaAreNotWritten() {
    String unknown =
        ": a secret of unknown origin (expected: one from ${env:NAME} or ${file:PATH})";
    assertThatIllegalStateException()
        .isThrownBy(with(ProxySpec.of("http://joe:pan@proxy"))::toYaml)
        .withMessage("backends.a.proxy" + unknown);
    assertThatIllegalStateException()
        .isThrownBy(with(Optional.of(Material.inline("pan")), Optional.empty())::toYaml)
        .withMessage("backends.a.tls.client_key" + unknown);
    assertThatIllegalStateException()
        .isThrownBy(with(Optional.empty(), Optional.of(Value.secret("pan")))::toJson)
        .withMessage("backends.a.tls.client_key_password" + unknown);
    assertThatIllegalStateException()
        .isThrownBy(
            with(new ProxySpec.Fixed(ProxySpec.Scheme.HTTP, "a b", 1, Optional.empty()))::toYaml)
        .withMessage("backends.a.proxy: a proxy that no text can say");
  }

  @Test
  void secretsFromJavaAreWrittenAsTheirReferences() {
    Template password = new Template(List.of(new Template.Literal("s3cr3t", "${env:TOKEN}")));

    assertThat(
            with(new ProxySpec.Fixed(
                    ProxySpec.Scheme.SOCKS5,
                    "::1",
                    9,
                    Optional.of(Credentials.referenced("s3cr3t", "${env:TOKEN}"))))
                .toYaml())
        .contains("proxy: \"socks5://${env:TOKEN}@[::1]:9\"");
    assertThat(
            with(Optional.of(new Material.Inline("s3cr3t", "${env:TOKEN}")), Optional.of(password))
                .toYaml())
        .contains("client_key: \"${env:TOKEN}\"", "client_key_password: \"${env:TOKEN}\"")
        .doesNotContain("s3cr3t");
  }

  @Test
  void explanationTellsWhatIsNotUsualAndNoSecret() {
    Definitions definitions =
        read(
            definition(
                "max_pending: 7",
                "keepalive_time: 5s",
                "tls: { min_version: 1.3, sni_hostname: sni.example }",
                "proxy: http://${env:LOGIN}@proxy:3128",
                "ipv6: prefer",
                "tcp_keepalive: { time: 1m }",
                "between_bytes_expiry: truncate",
                "basic_auth: ${env:LOGIN}"));

    try (BackendRegistry registry = definitions.open()) {
      assertThat(registry.backend("a").explain().lines().map(TransportFormTest::oneBlank))
          .contains(
              "max_pending 7",
              "keepalive_time 5s",
              "tls.min_version 1.3",
              "tls.sni_hostname sni.example",
              "proxy http://proxy:3128",
              "ipv6 prefer",
              "tcp_keepalive time 1m, interval 10s, probes 3",
              "between_bytes_expiry truncate",
              "basic_auth ***")
          .noneMatch(line -> line.contains("s3cr3t"))
          .noneMatch(line -> line.startsWith("dns_ttl") || line.startsWith("tls.max_version"));
    }
  }

  private static String oneBlank(String line) {
    return line.trim().replaceAll(" +", " ");
  }

  /** A relative path from Java starts from the working directory, wherever the text will stand. */
  @Test
  void pathsFromJavaAreWrittenInFull() {
    TlsSpec tls =
        TlsSpec.DEFAULT.withTrust(
            TrustSpec.DEFAULT.withCa(List.of(Material.file(Path.of("ca.pem")))));

    assertThat(Definitions.of(spec(transport().withTls(tls))).toYaml())
        .contains("ca_file: " + here("ca.pem"));
  }

  private static TransportSpec transport() {
    return TransportSpec.of(Origin.of("http://a.example"));
  }

  private static BackendSpec spec(TransportSpec transport) {
    BackendSpec usual = backend();
    return new BackendSpec(usual.label(), transport, usual.exchange(), usual.health());
  }

  private static Definitions with(ProxySpec proxy) {
    return Definitions.of(spec(transport().withProxy(proxy)));
  }

  private static Definitions with(Optional<Material> key, Optional<Value> password) {
    ClientIdentity identity = new ClientIdentity(Material.inline("x"), key, password);
    return Definitions.of(
        spec(transport().withTls(TlsSpec.DEFAULT.withIdentity(Optional.of(identity)))));
  }
}
