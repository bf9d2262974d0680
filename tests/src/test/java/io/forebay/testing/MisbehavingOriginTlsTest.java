package io.forebay.testing;

import static io.forebay.testing.RawClient.End.FIN;
import static io.forebay.testing.RawClient.End.RST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MisbehavingOriginTlsTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final HeldCertificate CERTIFICATE =
      new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();

  private final SSLContext withKey =
      new HandshakeCertificates.Builder()
          .heldCertificate(CERTIFICATE)
          .addTrustedCertificate(CERTIFICATE.certificate())
          .build()
          .sslContext();

  private final SSLContext withoutKey =
      new HandshakeCertificates.Builder()
          .addTrustedCertificate(CERTIFICATE.certificate())
          .build()
          .sslContext();

  private MisbehavingOrigin start() {
    return MisbehavingOrigin.start(OriginOptions.tls(withKey));
  }

  @Test
  void servesOverTls() throws IOException {
    try (MisbehavingOrigin origin = start();
        RawClient client = RawClient.connect(origin, withoutKey)) {
      assertThat(origin.url()).isEqualTo("https://127.0.0.1:" + origin.port());
      client.get("/1").readAnswer();
      assertThat(client.get("/2").readAnswer()).startsWith("HTTP/1.1 200 ");
      assertThat(origin.requests()).extracting(ReceivedRequest::connection).containsExactly(1, 1);
    }
  }

  @Test
  void endsTheConnectionAsOverPlainSockets() throws IOException {
    try (MisbehavingOrigin origin = start()) {
      origin.enqueue(Behaviour.truncatedBody(10, 4), Behaviour.readThenReset());
      try (RawClient client = RawClient.connect(origin, withoutKey)) {
        RawClient.Rest rest = client.get("/").readRest();
        assertThat(rest.text()).endsWith("\r\n\r\nxxxx");
        assertThat(rest.end()).isEqualTo(FIN);
      }
      try (RawClient client = RawClient.connect(origin, withoutKey)) {
        assertThat(client.get("/").readRest().end()).isEqualTo(RST);
      }
      origin.awaitOpenConnections(0, SOON);
    }
  }

  @Test
  void onAcceptComesBeforeTheHandshake() throws IOException {
    try (MisbehavingOrigin origin = start()) {
      origin.respond(Behaviour.onAccept(Behaviour.garbage()));
      try (RawClient client = RawClient.connect(origin)) {
        assertThat(client.readRest().text()).contains("\r\n");
      }
    }
  }

  @Test
  void closingEndsAHandshakeThatTheClientNeverBegins() throws IOException {
    MisbehavingOrigin origin = start();
    try (RawClient client = RawClient.connect(origin)) {
      origin.awaitConnections(1, SOON);
      origin.close();
      assertThat(client.readRest().text()).isEmpty();
    }
  }

  @Test
  void closingEndsAWriteThatTheClientDoesNotRead() throws IOException {
    MisbehavingOrigin origin = start().respond(Behaviour.endlessBody());
    try (RawClient client = RawClient.connect(origin, withoutKey)) {
      assertThat(client.get("/").read(1 << 20)).hasSize(1 << 20);
      origin.close();
      assertThat(origin.openConnections()).isZero();
    }
  }

  @Test
  void aClientCertificateCanBeRequired() throws IOException {
    OriginOptions strict =
        OriginOptions.tls(withKey)
            .withTlsProtocols("TLSv1.2") // refused inside the handshake, not after it
            .withClientCertificateRequired();
    try (MisbehavingOrigin origin = MisbehavingOrigin.start(strict)) {
      try (RawClient stranger = RawClient.connect(origin, withoutKey)) {
        assertThatThrownBy(() -> stranger.get("/")).isInstanceOf(SSLException.class);
      }
      try (RawClient known = RawClient.connect(origin, withKey)) {
        assertThat(known.get("/").readAnswer()).startsWith("HTTP/1.1 200 ");
      }
    }
  }

  @Test
  void tlsSettingsAreCheckedBeforeTheyAreUsed() {
    assertThatIllegalStateException()
        .isThrownBy(() -> OriginOptions.plain().withClientCertificateRequired());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OriginOptions.tls(withKey).withTlsProtocols("TLSv9"))
        .withMessageContaining("[TLSv9] (expected: some of ");
  }
}
