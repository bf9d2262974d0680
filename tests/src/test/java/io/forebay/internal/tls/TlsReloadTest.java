package io.forebay.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.spec.ClientIdentity;
import io.forebay.spec.Material;
import io.forebay.spec.Origin;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TrustSpec;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Level;
import mockwebserver3.MockWebServer;
import okhttp3.CertificatePinner;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TlsReloadTest extends OnTheWire {
  private static final HeldCertificate ONE = TlsKit.CLIENT;
  private static final HeldCertificate TWO =
      new HeldCertificate.Builder().signedBy(TlsKit.ROOT).commonName("client two").build();

  @TempDir Path folder;
  private Path ca;
  private Path certificate;
  private Path key;

  @BeforeEach
  void writeFiles() {
    ca = TlsKit.write(folder.resolve("ca.pem"), TlsKit.ROOT.certificatePem());
    certificate = TlsKit.write(folder.resolve("client.pem"), ONE.certificatePem());
    key = TlsKit.write(folder.resolve("client.key"), ONE.privateKeyPkcs8Pem());
  }

  private TlsSpec spec() {
    TrustSpec trust = TrustSpec.DEFAULT.withCa(List.of(Material.file(ca))).withPlatform(false);
    ClientIdentity identity =
        new ClientIdentity(
            Material.file(certificate), Optional.of(Material.file(key)), Optional.empty());
    return TlsSpec.DEFAULT.withTrust(trust).withIdentity(Optional.of(identity));
  }

  private void rotate() {
    TlsKit.write(certificate, TWO.certificatePem());
    TlsKit.write(key, TWO.privateKeyPkcs8Pem());
  }

  /** T5. */
  @ParameterizedTest(name = "T5 new connections show the new identity, {0}")
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void newConnectionsShowTheNewIdentity(Protocol protocol) throws Exception {
    MockWebServer server = mutual(protocol);
    OriginTls tls = TlsKit.open(server, spec());
    ConcurrentLinkedQueue<Socket> sockets = new ConcurrentLinkedQueue<>();
    OkHttpClient client =
        client(tls, protocol)
            .newBuilder()
            .addNetworkInterceptor(
                chain -> {
                  sockets.add(chain.connection().socket());
                  return chain.proceed(chain.request());
                })
            .build();
    TlsKit.get(client, "localhost", server.getPort());
    assertThat(shown(server)).isEqualTo(ONE.certificate());
    rotate();
    assertThat(tls.reloadIfChanged()).isTrue();
    assertThat(tls.generation()).isEqualTo(2);
    assertThat(tls.identity()).contains("CN=client two");

    // The old connection still works and is told from new ones: the pool decides its end.
    TlsKit.get(client, "localhost", server.getPort());
    assertThat(shown(server)).isEqualTo(ONE.certificate());
    assertThat(tls.current(sockets.poll())).isFalse();
    client.connectionPool().evictAll();
    sockets.clear();
    for (int i = 0; i < 3; i++) { // Also where the JDK might resume a session.
      TlsKit.get(client, "localhost", server.getPort());
      assertThat(shown(server)).isEqualTo(TWO.certificate());
      client.connectionPool().evictAll();
    }
    assertThat(sockets).allMatch(tls::current);
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void trustFollowsTheFileOnClientsHandedOutBefore(Protocol protocol) throws IOException {
    HeldCertificate foreign = TlsKit.server(TlsKit.OTHER_ROOT, "foreign", "localhost");
    MockWebServer server = server(protocol, foreign);
    TrustSpec trust =
        spec().trust().withPins(List.of(CertificatePinner.pin(foreign.certificate())));
    OriginTls tls = TlsKit.open(server, TlsSpec.DEFAULT.withTrust(trust));
    OkHttpClient client = client(tls, protocol);
    assertThatThrownBy(() -> TlsKit.get(client, "localhost", server.getPort()))
        .hasMessageContaining("unknown authority");
    TlsKit.write(ca, TlsKit.OTHER_ROOT.certificatePem());
    assertThat(tls.reloadIfChanged()).isTrue();
    assertThat(TlsKit.get(client, "localhost", server.getPort()).code()).isEqualTo(200);
    assertThat(client.x509TrustManager().getAcceptedIssuers())
        .containsExactly(TlsKit.OTHER_ROOT.certificate());
  }

  @Test
  void contentDecidesNotTime() throws IOException {
    OriginTls tls = open();
    Files.setLastModifiedTime(key, FileTime.fromMillis(1));
    TlsKit.write(certificate, ONE.certificatePem());
    assertThat(tls.reloadIfChanged()).isFalse();
    FileTime before = Files.getLastModifiedTime(ca);
    TlsKit.write(ca, TlsKit.OTHER_ROOT.certificatePem());
    Files.setLastModifiedTime(ca, before);
    assertThat(tls.reloadIfChanged()).isTrue();
    assertThat(tls.reloadIfChanged()).isFalse();
    assertThat(tls.generation()).isEqualTo(2);
  }

  @Test
  @DisplayName("T11 a bad file keeps what was in force")
  void badFileKeepsWhatWasInForceAndIsLoggedOnce() throws IOException {
    OriginTls tls = open();
    try (Logged log = new Logged(SecureTls.class)) {
      TlsKit.write(certificate, TWO.certificatePem()); // Its key is still to come.
      assertThat(tls.reloadIfChanged()).isFalse();
      assertThat(tls.reloadIfChanged()).isFalse();
      assertThat(log.at(Level.WARNING))
          .singleElement()
          .asString()
          .startsWith(
              "users: TLS files changed, but what was in force stays: tls: private key does")
          .contains(key.toString());
      String half = ONE.privateKeyPkcs8Pem();
      TlsKit.write(key, half.substring(0, half.length() / 2));
      assertThat(tls.reloadIfChanged()).isFalse();
      Files.delete(ca);
      assertThat(tls.reloadIfChanged()).isFalse();
      assertThat(tls.reloadIfChanged()).isFalse();
      assertThat(log.at(Level.WARNING)).hasSize(3);
      assertThat(log.at(Level.WARNING).get(2)).contains("no such file: tls.ca_file " + ca);
      assertThat(tls.generation()).isEqualTo(1);
      assertThat(tls.identity()).contains("CN=client one");

      writeFiles(); // As it was: nothing to do, and the next mistake is news again.
      assertThat(tls.reloadIfChanged()).isFalse();
      TlsKit.write(certificate, TWO.certificatePem());
      assertThat(tls.reloadIfChanged()).isFalse();
      assertThat(log.at(Level.WARNING)).hasSize(4);
      rotate();
      assertThat(tls.reloadIfChanged()).isTrue();
      assertThat(log.at(Level.INFO))
          .containsExactly("users: TLS files changed and are in force (generation 2)");
      assertThat(log.at(Level.WARNING)).hasSize(4);
    }
  }

  @Test
  void expiredCertificateIsLoggedWhenItComesIn() {
    OriginTls tls = open();
    HeldCertificate old =
        new HeldCertificate.Builder()
            .signedBy(TlsKit.ROOT)
            .commonName("old")
            .validityInterval(0, 1_000_000_000)
            .build();
    TlsKit.write(certificate, old.certificatePem());
    TlsKit.write(key, old.privateKeyPkcs8Pem());
    try (Logged log = new Logged(SecureTls.class)) {
      assertThat(tls.reloadIfChanged()).isTrue();
      assertThat(log.at(Level.WARNING))
          .containsExactly(
              "users: client certificate 'CN=old' has expired on 1970-01-12T13:46:40Z");
    }
  }

  @Test
  void filesAreListedOnceAndWatchedIfWanted() {
    OriginTls tls = open();
    assertThat(tls.files()).containsExactly(ca, certificate, key);
    assertThat(tls.watched()).isTrue();
    Origin origin = Origin.of("https://localhost");
    assertThat(OriginTls.open("users", origin, spec().withReload(false), false).watched())
        .isFalse();
    Path both =
        TlsKit.write(folder.resolve("both"), ONE.certificatePem() + ONE.privateKeyPkcs8Pem());
    ClientIdentity identity =
        new ClientIdentity(Material.file(both), Optional.of(Material.file(both)), Optional.empty());
    TlsSpec spec = TlsSpec.DEFAULT.withIdentity(Optional.of(identity));
    assertThat(OriginTls.open("users", origin, spec, false).files()).containsExactly(both);
  }

  private OriginTls open() {
    return OriginTls.open("users", Origin.of("https://localhost"), spec(), false);
  }

  private static java.security.cert.Certificate shown(MockWebServer server) {
    return taken(server).getHandshake().peerCertificates().get(0);
  }
}
