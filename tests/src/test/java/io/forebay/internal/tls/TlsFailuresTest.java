package io.forebay.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.forebay.spec.Origin;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TlsVersion;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocketFactory;
import mockwebserver3.MockWebServer;
import okhttp3.Protocol;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TlsFailuresTest extends OnTheWire {
  private static final TlsSpec SPEC = TlsKit.trusting(TlsKit.ROOT);

  @Test
  void serverWithoutCommonVersionIsCalledSo() {
    MockWebServer server = onlyTls13();
    TlsSpec old = SPEC.withVersions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_2);
    assertThat(failure(server, old))
        .isEqualTo(
            "the server speaks none of TLS 1.2 to 1.2; see tls.min_version, tls.max_version"
                + " (alert protocol_version)");
  }

  @Test
  void serverWithoutCommonSuiteIsCalledSo() {
    MockWebServer server = server(Protocol.HTTP_1_1, TlsKit.SERVER); // An EC certificate.
    TlsSpec spec =
        SPEC.withVersions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_2)
            .withCiphers(List.of("ECDHE-RSA-AES128-GCM-SHA256"));
    assertThat(failure(server, spec))
        .isEqualTo(
            "the server has nothing in common with TLS 1.2 to 1.2 with 1 cipher suites; see"
                + " tls.ciphers (alert handshake_failure)");
  }

  /** P20. */
  @Test
  void plainHttpIsSuspected() {
    int port = answering("HTTP/1.1 400 Bad Request\r\n\r\n");
    OriginTls tls = OriginTls.open("users", new Origin("https", "localhost", port), SPEC, false);
    Throwable failure =
        catchThrowable(() -> TlsKit.get(client(tls, Protocol.HTTP_1_1), "localhost", port));
    assertThat(TlsFailures.describe((Exception) failure, tls))
        .isEqualTo("the server does not speak TLS on this port (http instead of https?)");
  }

  /** T4 in TLS 1.2: within the handshake, as an alert unless the reset overtakes it. */
  @Test
  void refusedIdentityIsCalledSo() {
    MockWebServer server = mutual(Protocol.HTTP_1_1);
    assertThat(failure(server, tls12()))
        .contains("client certificate and there is none")
        .contains("see tls.client_certificate");
    TlsSpec spec = tls12().withIdentity(Optional.of(TlsKit.identity(stranger())));
    assertThat(failure(server, spec)).contains("refused").contains("'CN=stranger'");
  }

  /** T4 and F25 in TLS 1.3: what is seen differs from run to run, the hint does not. */
  @ParameterizedTest(name = "T4 a late refusal gets a hint, {0}")
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void lateRefusalGetsHint(Protocol protocol) {
    MockWebServer server = mutual(protocol);
    OriginTls none = TlsKit.open(server, SPEC);
    Throwable missing = catchThrowable(() -> get(server, none, protocol));
    assertThat(TlsFailures.lateRefusal((Exception) missing, none).orElseThrow())
        .contains("client certificate and there is none");
    OriginTls wrong =
        TlsKit.open(server, SPEC.withIdentity(Optional.of(TlsKit.identity(stranger()))));
    Throwable refused = catchThrowable(() -> get(server, wrong, protocol));
    assertThat(TlsFailures.lateRefusal((Exception) refused, wrong).orElseThrow())
        .contains("client certificate")
        .contains("refused")
        .contains("'CN=stranger'");
  }

  @Test
  void brokenConnectionsGetTheHintOnlyWhereServerAsked() throws IOException {
    MockWebServer server = register(TlsKit.serve(Protocol.HTTP_1_1, TlsKit.showing(TlsKit.SERVER)));
    server.requestClientAuth();
    TlsKit.start(server);
    OriginTls tls = TlsKit.open(server, SPEC);
    List<Exception> broken =
        List.of(
            new SocketException("Broken pipe"),
            new IOException("unexpected end of stream on https://localhost/", new EOFException()));
    for (Exception failure : broken) {
      assertThat(TlsFailures.lateRefusal(failure, tls)).isEmpty();
    }
    assertThat(get(server, tls, Protocol.HTTP_1_1).code()).isEqualTo(200);
    for (Exception failure : broken) {
      assertThat(TlsFailures.lateRefusal(failure, tls))
          .contains(
              "the server asked for a client certificate and there is none (see"
                  + " tls.client_certificate), and TLS 1.3 refuses it only after the handshake");
    }
    assertThat(TlsFailures.lateRefusal(new SocketTimeoutException("timeout"), tls)).isEmpty();
    assertThat(TlsFailures.lateRefusal(new IOException("other"), tls)).isEmpty();
  }

  @Test
  void alertsAreTranslated() {
    OriginTls tls =
        OriginTls.open(
            "users",
            Origin.of("https://localhost"),
            SPEC.withSniHostname(Optional.of("sni.test")),
            false);
    assertThat(describe(tls, "Received fatal alert: unrecognized_name"))
        .isEqualTo(
            "the server does not know the name 'sni.test'; see tls.sni_hostname (alert"
                + " unrecognized_name)");
    assertThat(
            describe(
                tls, "(no_application_protocol) Received fatal alert: no_application_protocol"))
        .startsWith("the server speaks none of our protocols");
    assertThat(describe(tls, "Received fatal alert: internal_error"))
        .isEqualTo("the server broke the handshake off (alert internal_error)");
    assertThat(
            describe(
                tls,
                "The server selected protocol version TLS10 is not accepted by client preferences"
                    + " [TLS13, TLS12]"))
        .isEqualTo("the server chose TLS10 (expected: TLS 1.2 to 1.3)");
    assertThat(
            describe(
                tls,
                "No appropriate protocol (protocol is disabled or cipher suites are"
                    + " inappropriate)"))
        .startsWith("this JVM can offer nothing of TLS 1.2 to 1.3");
    assertThat(describe(tls, "Received fatal alert: certificate_required"))
        .isEqualTo(
            "the server wants a client certificate and there is none; see tls.client_certificate"
                + " (alert certificate_required)");
    assertThat(describe(tls, "Remote host terminated the handshake")).contains("handshake");
  }

  @Test
  void whatIsNotAboutTlsKeepsItsFirstLine() {
    assertThat(TlsFailures.describe(new IOException("one\ntwo"), cleartext())).isEqualTo("one");
    assertThat(TlsFailures.describe(new IOException(), cleartext())).isEqualTo("IOException");
  }

  private static String describe(OriginTls tls, String message) {
    return TlsFailures.describe(new SSLHandshakeException(message), tls);
  }

  private static TlsSpec tls12() {
    return SPEC.withVersions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_2);
  }

  private static HeldCertificate stranger() {
    return new HeldCertificate.Builder().signedBy(TlsKit.OTHER_ROOT).commonName("stranger").build();
  }

  private MockWebServer onlyTls13() {
    MockWebServer server = register(TlsKit.serve(Protocol.HTTP_1_1, TlsKit.showing(TlsKit.SERVER)));
    SSLSocketFactory all = TlsKit.showing(TlsKit.SERVER).sslSocketFactory();
    server.useHttps(new OneVersion(all, "TLSv1.3"));
    return TlsKit.start(server);
  }
}
