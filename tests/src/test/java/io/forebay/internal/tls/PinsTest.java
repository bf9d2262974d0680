package io.forebay.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.spec.TlsSpec;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import mockwebserver3.MockWebServer;
import okhttp3.CertificatePinner;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PinsTest extends OnTheWire {
  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void pinOfAnyKeyInTheChainIsEnough(Protocol protocol) throws IOException {
    MockWebServer server = server(protocol, TlsKit.SERVER);
    String other = CertificatePinner.pin(TlsKit.OTHER_ROOT.certificate());
    for (HeldCertificate held : List.of(TlsKit.SERVER, TlsKit.ROOT)) {
      String pin = CertificatePinner.pin(held.certificate());
      assertThat(get(server, pinned(pin, other), protocol).code()).isEqualTo(200);
    }
    assertThatThrownBy(() -> get(server, pinned(other), protocol))
        .hasMessageContaining("certificate 'CN=server' matches none of the 1 keys in tls.pins")
        .hasMessageContaining(CertificatePinner.pin(TlsKit.ROOT.certificate()));
  }

  /** Anybody can append the certificate whose key is pinned. */
  @Test
  void pinOfCertificateOutsideTheChainDoesNotCount() throws CertificateException {
    X509Certificate bait = TlsKit.server(TlsKit.OTHER_ROOT, "bait", "localhost").certificate();
    List<X509Certificate> sent = List.of(TlsKit.SERVER.certificate(), bait);
    List<X509Certificate> trusted = List.of(TlsKit.ROOT.certificate());
    new Pins(List.of(CertificatePinner.pin(sent.get(0))), trusted).check(sent);
    assertThatThrownBy(() -> new Pins(List.of(CertificatePinner.pin(bait)), trusted).check(sent))
        .hasMessageContaining("matches none of the 1 keys in tls.pins");
  }

  @Test
  void trustedCertificateIsAChainOfItsOwnForPins() throws CertificateException {
    List<X509Certificate> sent = List.of(TlsKit.SERVER.certificate());
    new Pins(List.of(CertificatePinner.pin(sent.get(0))), sent).check(sent);
  }

  /** F16: OkHttp's own pins do not see a host with a trailing dot. */
  @Test
  void pinIsNotSkippedForTrailingDot() {
    MockWebServer server = server(Protocol.HTTP_1_1, TlsKit.SERVER);
    TlsSpec spec = pinned(CertificatePinner.pin(TlsKit.OTHER_ROOT.certificate()));
    OkHttpClient client =
        client(TlsKit.open(server, spec), Protocol.HTTP_1_1)
            .newBuilder()
            .dns(name -> Dns.SYSTEM.lookup("127.0.0.1"))
            .build();
    assertThatThrownBy(() -> TlsKit.get(client, "localhost.", server.getPort()))
        .hasMessageContaining("matches none of the 1 keys in tls.pins");
  }

  private static TlsSpec pinned(String... pins) {
    TlsSpec spec = TlsKit.trusting(TlsKit.ROOT);
    return spec.withTrust(spec.trust().withPins(List.of(pins)));
  }
}
