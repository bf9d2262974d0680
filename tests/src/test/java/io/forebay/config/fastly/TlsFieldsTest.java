package io.forebay.config.fastly;

import static io.forebay.config.fastly.Api.backend;
import static io.forebay.config.fastly.Api.findingsOfBackend;
import static io.forebay.config.fastly.Api.notesOfBackend;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.spec.Material;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TlsVersion;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a backend says of TLS. */
class TlsFieldsTest {
  private static final String TLS = "\"port\": 443, ";

  private static TlsSpec tls(String members) {
    return backend(TLS + members).transport().tls();
  }

  @Test
  void namesComeFromTheirOwnKeyElseFromTheirParent() {
    TlsSpec parent = tls("\"ssl_hostname\": \"p.example\"");
    TlsSpec own =
        tls(
            "\"ssl_hostname\": \"p.example\", \"ssl_cert_hostname\": \"c.example\","
                + " \"ssl_sni_hostname\": \"s.example\"");

    assertThat(List.of(parent.sniHostname(), parent.trust().certHostname()))
        .containsOnly(Optional.of("p.example"));
    assertThat(own.sniHostname()).contains("s.example");
    assertThat(own.trust().certHostname()).contains("c.example");
    assertThat(tls("\"ssl_sni_hostname\": \"s.example\"").trust().certHostname()).isEmpty();
  }

  @Test
  void givenCertificatesReplaceThePlatforms() {
    TlsSpec tls = tls("\"ssl_ca_cert\": \"-----BEGIN\"");

    assertThat(tls.trust().ca()).containsExactly(Material.inline("-----BEGIN"));
    assertThat(tls.trust().platform()).isFalse();
  }

  @Test
  void whatIsNotCheckedNeedsNoNames() {
    String unchecked =
        "\"ssl_check_cert\": false, \"ssl_cert_hostname\": \"c.example\", \"ssl_ca_cert\": \"x\"";

    assertThat(tls(unchecked).trust().validate()).isFalse();
    assertThat(notesOfBackend(TLS + unchecked))
        .containsExactly(
            "backend 'b': ssl_cert_hostname: left out: ssl_check_cert is false",
            "backend 'b': ssl_ca_cert: left out: ssl_check_cert is false");
  }

  @Test
  void settingsWithoutTlsAreNoted() {
    assertThat(notesOfBackend("\"ssl_sni_hostname\": \"s.example\", \"min_tls_version\": \"1.3\""))
        .containsExactly(
            "backend 'b': ssl_sni_hostname: left out: use_ssl is false",
            "backend 'b': min_tls_version: left out: use_ssl is false");
  }

  @Test
  void wildcardIsNoNameToSend() {
    assertThat(notesOfBackend(TLS + "\"ssl_cert_hostname\": \"*.b.example\""))
        .containsExactly("backend 'b': ssl_cert_hostname: left out: a wildcard names no host");
  }

  @ParameterizedTest(name = "V15: {0} and {1} are {2} to {3}")
  @CsvSource({
    "1.2,1.2,TLS_1_2,TLS_1_2",
    "1,1.3,TLS_1_0,TLS_1_3",
    "1.1,'',TLS_1_1,TLS_1_3",
    "'','',TLS_1_2,TLS_1_3",
    "'',1.1,TLS_1_1,TLS_1_1",
    "1.3,'',TLS_1_3,TLS_1_3"
  })
  void versionsAreRead(String min, String max, TlsVersion oldest, TlsVersion newest) {
    TlsSpec tls = tls("\"min_tls_version\": \"" + min + "\", \"max_tls_version\": \"" + max + "\"");

    assertThat(List.of(tls.minVersion(), tls.maxVersion())).containsExactly(oldest, newest);
  }

  @ParameterizedTest(name = "{0}: {1} is refused: {2}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "V15,`\"min_tls_version\": \"1.3\", \"max_tls_version\": \"1.2\"`,min_tls_version: 1.3"
            + " (expected: at most max_tls_version 1.2)",
        "V15,`\"min_tls_version\": \"1.4\"`,`min_tls_version: '1.4' (expected: 1.0, 1.1, 1.2 or"
            + " 1.3)`",
        "V15,`\"max_tls_version\": \"NaN\"`,`max_tls_version: 'NaN' (expected: 1.0, 1.1, 1.2 or"
            + " 1.3)`",
        "S2,`\"ssl_client_key\": \"s3cr3t\"`,ssl_client_key: given without ssl_client_cert"
            + " (expected: both)",
        "S2,`\"ssl_client_cert\": \"-----BEGIN CERTIFICATE-----\"`,ssl_client_cert: given without"
            + " ssl_client_key (expected: both)",
        "S2,`\"ssl_client_cert\": \"c\", \"ssl_client_key\": [\"s3cr3t\"]`,ssl_client_key: expected"
            + " text but was a list",
        "S2,`\"ssl_client_cert\": \"c\", \"ssl_client_key\": \"${env:NONE}\"`,ssl_client_key:"
            + " environment variable 'NONE' is not set",
        "S2,`\"ssl_ca_cert\": \" \"`,ssl_ca_cert: blank (expected: PEM)",
        "S2,`\"ssl_ciphers\": \":, \"`,ssl_ciphers: no cipher in it (expected: such as"
            + " ECDHE-RSA-AES128-GCM-SHA256)",
        "7.8,`\"ssl_sni_hostname\": \"-a\"`,`ssl_sni_hostname: '-a': not a host name (expected: a"
            + " host name, IPv4 or IPv6)`",
      })
  void fieldIsRefused(String row, String members, String problem) {
    assertThat(findingsOfBackend(TLS + members))
        .as(row)
        .singleElement()
        .asString()
        .endsWith(problem)
        .doesNotContain("s3cr3t");
  }

  @Test
  void ciphersAreTakenApart() {
    assertThat(tls("\"ssl_ciphers\": \"A:B, !C\"").ciphers()).containsExactly("A", "B", "!C");
  }

  @Test
  void keyMayComeFromTheEnvironment() {
    TlsSpec tls = tls("\"ssl_client_cert\": \"c\", \"ssl_client_key\": \"${env:CLIENT_KEY}\"");

    assertThat(tls.identity().orElseThrow().key())
        .contains(
            new Material.Inline("-----BEGIN PRIVATE KEY-----\ns3cr3t\n", "${env:CLIENT_KEY}"));
  }
}
