package io.forebay.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.forebay.spec.Material;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TrustSpec;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509ExtendedTrustManager;
import mockwebserver3.MockWebServer;
import okhttp3.Protocol;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalsTest extends OnTheWire {
  private static final TlsSpec SPEC = TlsKit.trusting(TlsKit.ROOT);
  private static final String EXPECTED = " (expected: one of tls.ca)";
  private static final String UNSENT = ", which the server did not send" + EXPECTED;

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void wrongNameSaysWhichIsCarriedAndWhichExpected(Protocol protocol) {
    MockWebServer server =
        server(protocol, TlsKit.server(TlsKit.ROOT, "wrong", "a.test", "*.b.test", "10.0.0.1"));
    assertThat(failure(server, SPEC))
        .isEqualTo(
            "certificate 'CN=wrong' is valid for a.test, *.b.test, 10.0.0.1, not localhost"
                + " (expected: the origin's host; see tls.cert_hostname)");
    assertThat(failure(server, TlsKit.expecting("b.test")))
        .endsWith("not b.test (expected: tls.cert_hostname; see tls.cert_hostname)");
  }

  /** T2. */
  @Test
  void commonNameAloneDoesNotCount() {
    MockWebServer server = server(Protocol.HTTP_1_1, TlsKit.server(TlsKit.ROOT, "localhost"));
    assertThat(failure(server, SPEC))
        .startsWith(
            "certificate 'CN=localhost' carries no alternative name (its common name does not"
                + " count), not localhost");
  }

  /** T2. */
  @Test
  @DisplayName("T2 odd wildcards do not count")
  void oddWildcardsDoNotCount() {
    HeldCertificate odd = TlsKit.server(TlsKit.ROOT, "odd", "*", "l*.test", "a.*.test", "*.test");
    MockWebServer server = server(Protocol.HTTP_1_1, odd);
    for (String name : new String[] {"local", "local.sub.test", "a.b.c.test"}) {
      assertThat(failure(server, TlsKit.expecting(name))).contains("not " + name);
    }
  }

  @Test
  void manyNamesAreCutShort() {
    HeldCertificate.Builder many =
        new HeldCertificate.Builder().signedBy(TlsKit.ROOT).commonName("many");
    for (int i = 0; i < 20; i++) {
      many.addSubjectAlternativeName("n" + i + ".test");
    }
    assertThat(failure(server(Protocol.HTTP_1_1, many.build()), SPEC))
        .contains("n6.test, n7.test and 12 more, not localhost")
        .doesNotContain("n8.test");
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void unknownAuthorityIsNamed(Protocol protocol) {
    HeldCertificate foreign = TlsKit.server(TlsKit.OTHER_ROOT, "foreign", "localhost");
    MockWebServer server = server(protocol, foreign);
    assertThat(failure(server, SPEC))
        .isEqualTo("certificate 'CN=foreign' signed by unknown authority 'CN=other root'" + UNSENT);
    MockWebServer whole =
        TlsKit.start(
            register(
                TlsKit.serve(protocol, TlsKit.showing(foreign, TlsKit.OTHER_ROOT.certificate()))));
    assertThat(failure(whole, SPEC))
        .isEqualTo(
            "certificate 'CN=foreign' signed by unknown authority 'CN=other root'" + EXPECTED);
  }

  @Test
  void selfSignedIsCalledSo() {
    HeldCertificate own =
        new HeldCertificate.Builder()
            .commonName("own")
            .addSubjectAlternativeName("localhost")
            .build();
    assertThat(failure(server(Protocol.HTTP_1_1, own), SPEC))
        .isEqualTo("certificate 'CN=own' is self-signed and not trusted" + EXPECTED);
  }

  @Test
  void missingIntermediateIsSuspected() {
    HeldCertificate intermediate =
        new HeldCertificate.Builder()
            .signedBy(TlsKit.ROOT)
            .certificateAuthority(0)
            .commonName("between")
            .build();
    HeldCertificate leaf = TlsKit.server(intermediate, "leaf", "localhost");
    assertThat(failure(server(Protocol.HTTP_1_1, leaf), SPEC))
        .isEqualTo("certificate 'CN=leaf' signed by unknown authority 'CN=between'" + UNSENT);
    MockWebServer whole =
        TlsKit.start(
            register(
                TlsKit.serve(Protocol.HTTP_1_1, TlsKit.showing(leaf, intermediate.certificate()))));
    assertThat(catchThrowable(() -> get(whole, SPEC, Protocol.HTTP_1_1))).isNull();
  }

  @Test
  void otherAuthorityOfTheSameNameIsRecognised() {
    HeldCertificate twin = TlsKit.authority("good root");
    MockWebServer server = server(Protocol.HTTP_1_1, TlsKit.server(twin, "foreign", "localhost"));
    assertThat(failure(server, SPEC))
        .contains("signed by unknown authority 'CN=good root', whose name is trusted, but with");
  }

  @Test
  void expiredSaysSinceWhen() {
    assertThat(failure(server(Protocol.HTTP_1_1, valid(0, 1_600_000_000_000L)), SPEC))
        .isEqualTo("certificate 'CN=dated' has expired on 2020-09-13T12:26:40Z");
  }

  @Test
  void notYetValidSaysFromWhen() {
    long start = System.currentTimeMillis() + TimeUnit.DAYS.toMillis(2);
    assertThat(failure(server(Protocol.HTTP_1_1, valid(start, start + 1000)), SPEC))
        .startsWith("certificate 'CN=dated' is not valid before 2")
        .endsWith("Z");
  }

  @Test
  void twoReasonsAreBothTold() {
    HeldCertificate foreign =
        new HeldCertificate.Builder()
            .signedBy(TlsKit.OTHER_ROOT)
            .commonName("dated")
            .addSubjectAlternativeName("localhost")
            .validityInterval(0, 1_600_000_000_000L)
            .build();
    assertThat(failure(server(Protocol.HTTP_1_1, foreign), SPEC))
        .isEqualTo(
            "certificate 'CN=dated' has expired on 2020-09-13T12:26:40Z; certificate 'CN=dated'"
                + " signed by unknown authority 'CN=other root'"
                + UNSENT);
  }

  private static HeldCertificate valid(long from, long until) {
    return new HeldCertificate.Builder()
        .signedBy(TlsKit.ROOT)
        .commonName("dated")
        .addSubjectAlternativeName("localhost")
        .validityInterval(from, until)
        .build();
  }

  @Test
  @DisplayName("T1 a certificate for clients only is called so")
  void certificateForClientsOnlyIsCalledSo() {
    assertThat(fixture(Fixtures.FOR_CLIENTS))
        .isEqualTo("certificate 'CN=for clients' is not for servers (its extended key usage)");
  }

  @Test
  @DisplayName("T1 a weak signature is called so")
  void weakSignatureIsCalledSo() {
    assertThat(fixture(Fixtures.WEAK)).contains("certificate 'CN=weak'").contains("MD5");
  }

  private static String fixture(String pem) {
    TrustSpec trust = TrustSpec.DEFAULT.withPlatform(true);
    Source ca = new Source("tls.ca", Material.inline(Fixtures.ROOT));
    Source leaf = new Source("tls.ca", Material.inline(pem));
    X509ExtendedTrustManager manager =
        Trust.of(trust, Certificates.read(ca, ca.read()), PeerNames.of(TlsSpec.DEFAULT));
    X509Certificate[] chain = Certificates.read(leaf, leaf.read()).toArray(new X509Certificate[0]);
    Throwable failure = catchThrowable(() -> manager.checkServerTrusted(chain, "ECDHE_RSA"));
    return TlsFailures.describe((Exception) failure, cleartext());
  }

  @Test
  void emptyTrustIsCalledSo() {
    Refusals refusals = new Refusals(List.of(), "the platform's certificates");
    assertThat(catchThrowable(refusals::refuseIfNothingIsTrusted))
        .hasMessage(
            "no certificate can be trusted, as the platform's certificates is empty (expected:"
                + " tls.ca)");
  }

  @Test
  void subjectsCannotForgeLogLines() {
    HeldCertificate evil =
        new HeldCertificate.Builder()
            .signedBy(TlsKit.ROOT)
            .commonName("evil\n2030-01-01 ERROR " + "x".repeat(500))
            .addSubjectAlternativeName("a.test")
            .build();
    assertThat(Subject.of(evil.certificate())).hasSize(161).doesNotContain("\n");
  }
}
