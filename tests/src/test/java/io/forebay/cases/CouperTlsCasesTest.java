package io.forebay.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.Backend;
import io.forebay.BackendBuilder;
import io.forebay.InvalidBackendException;
import io.forebay.ManagedBackend;
import io.forebay.config.DefinitionException;
import io.forebay.config.Definitions;
import io.forebay.spec.Material;
import io.forebay.spec.TlsSpec;
import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.OriginOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Couper's cases about TLS, and the one about the pool that needs it. */
class CouperTlsCasesTest {
  private static final HeldCertificate ROOT =
      new HeldCertificate.Builder().certificateAuthority(0).commonName("root").build();
  private static final HeldCertificate SERVER =
      new HeldCertificate.Builder()
          .signedBy(ROOT)
          .commonName("server")
          .addSubjectAlternativeName("127.0.0.1")
          .build();
  private static final HeldCertificate CLIENT =
      new HeldCertificate.Builder().signedBy(ROOT).commonName("client").build();
  private static final HandshakeCertificates SERVER_KEYS =
      new HandshakeCertificates.Builder()
          .heldCertificate(SERVER)
          .addTrustedCertificate(ROOT.certificate())
          .build();

  @TempDir Path folder;

  private static MisbehavingOrigin start(OriginOptions options) {
    return MisbehavingOrigin.start(options).respond(Behaviour.ok("ok"));
  }

  private static OriginOptions tls() {
    return OriginOptions.tls(SERVER_KEYS.sslContext());
  }

  @Test
  @DisplayName("TLS-01 an empty block")
  void emptyBlockSaysNothing() {
    assertThat(Definitions.read(definition("tls: {}")).backends().get("a").transport().tls())
        .isEqualTo(TlsSpec.DEFAULT);
  }

  /** Makes certificates to believe, in a folder if need be. */
  interface Authority {
    Material in(Path folder) throws Exception;
  }

  static Stream<Arguments> authorities() {
    return Stream.of(
        authority("TLS-02 PEM by value", folder -> Material.inline(ROOT.certificatePem())),
        authority(
            "TLS-02 DER by value",
            folder -> Material.inline(Base64.getEncoder().encodeToString(der()))),
        authority(
            "TLS-02 PEM by file",
            folder ->
                Material.file(Files.writeString(folder.resolve("ca.pem"), ROOT.certificatePem()))),
        authority(
            "TLS-02 DER by file",
            folder -> Material.file(Files.write(folder.resolve("ca.der"), der()))));
  }

  private static Arguments authority(String name, Authority authority) {
    return Arguments.of(name, authority);
  }

  private static byte[] der() throws Exception {
    return ROOT.certificate().getEncoded();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("authorities")
  void authorityIsBelieved(String name, Authority authority) throws Exception {
    Material ca = authority.in(folder);
    try (MisbehavingOrigin origin = start(tls());
        ManagedBackend backend =
            Backend.builder("a").origin(origin.url()).tls(t -> t.ca(ca)).build();
        Response response = backend.get("/").send()) {
      assertThat(response.code()).as(name).isEqualTo(200);
    }
  }

  static Stream<Arguments> contradictions() {
    return Stream.of(
        Arguments.of(
            "TLS-03 by value and by file",
            List.of("tls: { ca: PEM, ca_file: ca.pem }"),
            "t:4:10: error: backends.a.tls: read error: configured attribute and file"),
        Arguments.of(
            "TLS-05 certificate without key",
            List.of("tls: { client_certificate: '-----BEGIN CERTIFICATE-----' }"),
            "t:4:10: error: backends.a.tls: missing client private key: tls.client_certificate has"
                + " none (expected: tls.client_key, or a PKCS12 file)"),
        Arguments.of(
            "TLS-07 true, authority by value",
            List.of("tls: { ca: PEM }", "disable_certificate_validation: true"),
            "t:5:5: error: backends.a: disable_certificate_validation: true along with tls.ca"
                + " (expected: one of them)"),
        Arguments.of(
            "TLS-07 even false, authority by value",
            List.of("tls: { ca: PEM }", "disable_certificate_validation: false"),
            "t:5:5: error: backends.a: disable_certificate_validation: false along with tls.ca"
                + " (expected: one of them)"),
        Arguments.of(
            "TLS-07 true, authority by file",
            List.of("disable_certificate_validation: true", "tls: { ca_file: ca.pem }"),
            "t:4:5: error: backends.a: disable_certificate_validation: true along with tls.ca_file"
                + " (expected: one of them)"),
        Arguments.of(
            "TLS-07 even false, authority by file",
            List.of("disable_certificate_validation: false", "tls: { ca_file: ca.pem }"),
            "t:4:5: error: backends.a: disable_certificate_validation: false along with tls.ca_file"
                + " (expected: one of them)"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("contradictions")
  void contradictionIsFoundInText(String name, List<String> lines, String finding) {
    assertThatThrownBy(() -> Definitions.read(definition(lines.toArray(String[]::new)), "t"))
        .as(name)
        .isInstanceOf(DefinitionException.class)
        .hasMessage(finding);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TLS-07 beside a client certificate | tls: { client_certificate: x, client_key: x }
          TLS-07 beside an empty block       | tls: {}
          """)
  void validationMayBeOffBesideWhatItDoesNotContradict(String name, String line) {
    Definitions definitions =
        Definitions.read(definition(line, "disable_certificate_validation: true"));

    assertThat(definitions.backends().get("a").transport().tls().trust().validate())
        .as(name)
        .isFalse();
  }

  private static String definition(String... lines) {
    StringBuilder text = new StringBuilder("backends:\n  a:\n    origin: https://a\n");
    for (String line : lines) {
      text.append("    ").append(line).append('\n');
    }
    return text.toString();
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal(
            "TLS-03 by value and by file",
            b -> b.tls(t -> t.ca("PEM").ca(Path.of("ca.pem"))),
            "tls.ca: certificates in place and in files (expected: one of them)"),
        refusal(
            "TLS-07 true, authority by value",
            b -> b.tls(t -> t.ca("PEM")).disableCertificateValidation(true),
            "disable_certificate_validation: true along with tls.ca (expected: one of them)"));
  }

  private static Arguments refusal(
      String name, UnaryOperator<BackendBuilder> change, String finding) {
    return Arguments.of(name, change, finding);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void contradictionIsFoundWhenABackendIsBuilt(
      String name, UnaryOperator<BackendBuilder> change, String finding) {
    assertThatThrownBy(() -> change.apply(Backend.builder("a").origin("https://a")).build())
        .as(name)
        .isInstanceOf(InvalidBackendException.class)
        .hasMessage("backend 'a': " + finding);
  }

  @Test
  @DisplayName("TLS-05 certificate without key, by file")
  void certificateFileWithoutKeyIsFoundWhenItIsOpened() throws Exception {
    Path file = Files.writeString(folder.resolve("client.pem"), CLIENT.certificatePem());
    Definitions definitions =
        Definitions.read(definition("tls: { client_certificate_file: '" + file + "' }"));

    assertThatThrownBy(definitions::open)
        .isInstanceOf(InvalidBackendException.class)
        .hasMessageContaining("'a': tls: missing client private key: ");
  }

  @Test
  @DisplayName("TLS-09 an origin that requires a client certificate")
  void clientCertificateIsShown() throws Exception {
    try (MisbehavingOrigin origin = start(tls().withClientCertificateRequired());
        ManagedBackend backend =
            Backend.builder("a")
                .origin(origin.url())
                .tls(
                    t ->
                        t.ca(ROOT.certificatePem())
                            .clientCertificate(
                                Material.inline(CLIENT.certificatePem()),
                                Material.inline(CLIENT.privateKeyPkcs8Pem())))
                .build();
        Response response = backend.get("/").send()) {
      assertThat(response.code()).isEqualTo(200);
    }
  }

  @Test
  @DisplayName("POOL-04 HTTP/2 over TLS")
  void http2ServesBothRequestsOnOneConnection() throws Exception {
    try (MockWebServer server = new MockWebServer()) {
      server.useHttps(SERVER_KEYS.sslSocketFactory());
      server.setProtocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1));
      server.enqueue(new MockResponse.Builder().body("1").build());
      server.enqueue(new MockResponse.Builder().body("2").build());
      server.start();
      try (ManagedBackend backend =
          Backend.builder("a")
              .origin("https://127.0.0.1:" + server.getPort())
              .http2(true)
              .tls(t -> t.ca(ROOT.certificatePem()))
              .build()) {
        for (int i = 0; i < 2; i++) {
          try (Response response = backend.get("/").send()) {
            assertThat(response.protocol()).isEqualTo(Protocol.HTTP_2);
            assertThat(server.takeRequest().getExchangeIndex()).isEqualTo(i);
          }
        }
        assertThat(backend.stats().totals().opened()).isEqualTo(1);
      }
    }
  }
}
