package io.forebay.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.spec.ClientIdentity;
import io.forebay.spec.Material;
import io.forebay.spec.Origin;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TlsVersion;
import io.forebay.spec.TrustSpec;
import java.io.IOException;
import java.net.Socket;
import java.net.UnknownServiceException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import mockwebserver3.MockWebServer;
import okhttp3.CipherSuite;
import okhttp3.ConnectionSpec;
import okhttp3.Handshake;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OriginTlsTest extends OnTheWire {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void authorityIsTrusted(Protocol protocol) throws IOException {
    MockWebServer server = server(protocol, TlsKit.SERVER);
    Response response = get(server, TlsKit.trusting(TlsKit.ROOT), protocol);
    assertThat(response.protocol()).isEqualTo(protocol);
    assertThat(response.handshake().peerCertificates())
        .containsExactly(TlsKit.SERVER.certificate(), TlsKit.ROOT.certificate());
  }

  @Test
  void authorityIsAddedToThePlatformsOrReplacesThem() {
    TlsSpec alone = TlsKit.trusting(TlsKit.ROOT);
    TlsSpec added = alone.withTrust(alone.trust().withPlatform(true));
    assertThat(issuers(alone)).containsExactly(TlsKit.ROOT.certificate());
    assertThat(issuers(added))
        .contains(TlsKit.ROOT.certificate())
        .hasSize(issuers(TlsSpec.DEFAULT).size() + 1);
  }

  private static List<X509Certificate> issuers(TlsSpec spec) {
    OriginTls tls = OriginTls.open("users", Origin.of("https://localhost"), spec, false);
    OkHttpClient.Builder builder = new OkHttpClient.Builder();
    tls.applyTo(builder);
    return List.of(builder.build().x509TrustManager().getAcceptedIssuers());
  }

  /** TLS-09. */
  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void identityIsShownToServerThatAsks(Protocol protocol) throws IOException {
    MockWebServer server = mutual(protocol);
    TlsSpec spec = TlsKit.trusting(TlsKit.ROOT).withIdentity(Optional.of(fileIdentity()));
    Response response = get(server, spec, protocol);
    assertThat(response.code()).isEqualTo(200);
    assertThat(response.handshake().localCertificates())
        .containsExactly(TlsKit.CLIENT.certificate());
    assertThat(taken(server).getHandshake().peerCertificates().get(0))
        .isEqualTo(TlsKit.CLIENT.certificate());
  }

  @Test
  void identityIsShownWhateverAuthoritiesTheServerHintsAt() throws IOException {
    HeldCertificate stranger =
        new HeldCertificate.Builder().signedBy(TlsKit.OTHER_ROOT).commonName("stranger").build();
    MockWebServer server = register(TlsKit.serve(Protocol.HTTP_1_1, TlsKit.showing(TlsKit.SERVER)));
    server.requestClientAuth();
    TlsKit.start(server);
    OriginTls tls =
        TlsKit.open(
            server,
            TlsKit.trusting(TlsKit.ROOT).withIdentity(Optional.of(TlsKit.identity(stranger))));
    assertThatThrownBy(() -> get(server, tls, Protocol.HTTP_1_1)).isInstanceOf(IOException.class);
    assertThat(tls.circumstances().asked()).isTrue();
  }

  @Test
  void ed25519AndRsaIdentitiesWork() throws Exception {
    for (String algorithm : new String[] {"Ed25519", "RSA"}) {
      var pair = java.security.KeyPairGenerator.getInstance(algorithm).generateKeyPair();
      HeldCertificate held =
          new HeldCertificate.Builder().keyPair(pair).signedBy(TlsKit.ROOT).build();
      MockWebServer server = mutual(Protocol.HTTP_1_1);
      TlsSpec spec = TlsKit.trusting(TlsKit.ROOT).withIdentity(Optional.of(TlsKit.identity(held)));
      assertThat(get(server, spec, Protocol.HTTP_1_1).handshake().localCertificates())
          .containsExactly(held.certificate());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void versionsAreKept(Protocol protocol) throws IOException {
    MockWebServer server = server(protocol, TlsKit.SERVER);
    for (TlsVersion version : List.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3)) {
      TlsSpec spec = TlsKit.trusting(TlsKit.ROOT).withVersions(version, version);
      Handshake handshake = get(server, spec, protocol).handshake();
      assertThat(handshake.tlsVersion().javaName()).isEqualTo(version.javaName());
    }
  }

  @Test
  void cipherListIsKeptAndItsOrderIsOurs() throws IOException {
    MockWebServer server = server(Protocol.HTTP_1_1, TlsKit.SERVER);
    TlsSpec old = TlsKit.trusting(TlsKit.ROOT).withVersions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_2);
    String list = "ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-AES256-GCM-SHA384";
    OriginTls tls = TlsKit.open(server, old.withCiphers(List.of(list)));
    try (SSLSocket socket = (SSLSocket) socketFactory(tls).createSocket()) {
      assertThat(socket.getEnabledCipherSuites())
          .containsExactly(
              "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
    }
    TlsSpec one = old.withCiphers(List.of("ECDHE-ECDSA-AES128-SHA"));
    assertThat(get(server, one, Protocol.HTTP_1_1).handshake().cipherSuite())
        .isEqualTo(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA);
  }

  @Test
  void listOfOldSuitesLeavesTls13On() throws IOException {
    MockWebServer server = server(Protocol.HTTP_1_1, TlsKit.SERVER);
    TlsSpec spec =
        TlsKit.trusting(TlsKit.ROOT).withCiphers(List.of("ECDHE-ECDSA-AES128-GCM-SHA256"));
    assertThat(get(server, spec, Protocol.HTTP_1_1).handshake().tlsVersion())
        .isEqualTo(okhttp3.TlsVersion.TLS_1_3);
  }

  @Test
  void unknownCiphersAreLoggedAndDropped() {
    TlsSpec spec = TlsSpec.DEFAULT.withCiphers(List.of("NOPE:ECDHE-RSA-AES128-GCM-SHA256"));
    try (Logged log = new Logged(SecureTls.class)) {
      OriginTls.open("users", Origin.of("https://localhost"), spec, false);
      assertThat(log.at(Level.WARNING))
          .containsExactly("users: tls.ciphers: 'NOPE' is unknown to this JVM and was dropped");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void withoutValidationAnythingIsAccepted(Protocol protocol) throws IOException {
    HeldCertificate wrong =
        new HeldCertificate.Builder()
            .commonName("nobody")
            .addSubjectAlternativeName("elsewhere")
            .validityInterval(0, 1)
            .build();
    MockWebServer server = server(protocol, wrong);
    TlsSpec spec =
        TlsSpec.DEFAULT
            .withTrust(TrustSpec.DEFAULT.withValidate(false))
            .withSniHostname(Optional.of("sni.test"));
    assertThat(get(server, spec, protocol).code()).isEqualTo(200);
    assertThat(taken(server).getHandshakeServerNames()).containsExactly("sni.test");
  }

  @Test
  void httpOriginReadsNothing() {
    TlsSpec spec =
        TlsSpec.DEFAULT.withTrust(
            TrustSpec.DEFAULT.withCa(List.of(Material.file(folder.resolve("absent.pem")))));
    OriginTls tls = OriginTls.open("users", Origin.of("http://localhost"), spec, false);
    assertThat(tls.watched()).isFalse();
    assertThat(tls.reloadIfChanged()).isFalse();
    assertThat(tls.current(new Socket())).isTrue();
    assertThat(tls.files()).isEmpty();
  }

  /** OkHttp 5.5.1 speaks cleartext to https URLs when a client knows nothing but cleartext. */
  @Test
  void httpsUrlIsNeverSentInTheClear() {
    int plain = answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    OriginTls tls = OriginTls.open("users", Origin.of("http://localhost"), TlsSpec.DEFAULT, false);
    OkHttpClient client = client(tls, Protocol.HTTP_1_1);
    assertThatThrownBy(() -> TlsKit.get(client, "localhost", plain))
        .isInstanceOf(SSLException.class);
  }

  @Test
  void httpsOriginIsConfinedToTls() {
    OriginTls tls = OriginTls.open("users", Origin.of("https://localhost"), TlsSpec.DEFAULT, false);
    OkHttpClient client = client(tls, Protocol.HTTP_1_1);
    assertThat(client.connectionSpecs()).hasSize(1).allMatch(ConnectionSpec::isTls);
    Request cleartext = new Request.Builder().url("http://localhost:1/").build();
    assertThatThrownBy(() -> client.newCall(cleartext).execute())
        .isInstanceOf(UnknownServiceException.class);
  }

  @Test
  void everyClientGetsTheSameObjects() {
    OriginTls tls = OriginTls.open("users", Origin.of("https://localhost"), TlsSpec.DEFAULT, false);
    OkHttpClient one = client(tls, Protocol.HTTP_1_1);
    OkHttpClient two = client(tls, Protocol.HTTP_2);
    assertThat(one.sslSocketFactory()).isSameAs(two.sslSocketFactory());
    assertThat(one.x509TrustManager()).isSameAs(two.x509TrustManager());
    assertThat(one.hostnameVerifier()).isSameAs(two.hostnameVerifier());
    assertThat(one.connectionSpecs()).isEqualTo(two.connectionSpecs());
  }

  @Test
  void expiriesNameRoleSubjectAndDate() {
    HeldCertificate old =
        new HeldCertificate.Builder()
            .signedBy(TlsKit.ROOT)
            .commonName("old client")
            .validityInterval(0, 1_000_000_000)
            .build();
    TlsSpec spec = TlsKit.trusting(TlsKit.ROOT).withIdentity(Optional.of(TlsKit.identity(old)));
    try (Logged log = new Logged(SecureTls.class)) {
      OriginTls tls = OriginTls.open("users", Origin.of("https://localhost"), spec, false);
      assertThat(tls.expiries())
          .containsExactly(
              new CertificateExpiry(
                  CertificateExpiry.Role.CA,
                  "CN=good root",
                  TlsKit.ROOT.certificate().getNotAfter().toInstant()),
              new CertificateExpiry(
                  CertificateExpiry.Role.CLIENT,
                  "CN=old client",
                  old.certificate().getNotAfter().toInstant()));
      assertThat(tls.identity()).contains("CN=old client");
      assertThat(log.at(Level.WARNING))
          .containsExactly(
              "users: client certificate 'CN=old client' has expired on 1970-01-12T13:46:40Z");
    }
  }

  private ClientIdentity fileIdentity() {
    Path certificate = TlsKit.write(folder.resolve("client.pem"), TlsKit.CLIENT.certificatePem());
    Path key = TlsKit.write(folder.resolve("client.key"), TlsKit.CLIENT.privateKeyPkcs8Pem());
    return new ClientIdentity(
        Material.file(certificate), Optional.of(Material.file(key)), Optional.empty());
  }
}
