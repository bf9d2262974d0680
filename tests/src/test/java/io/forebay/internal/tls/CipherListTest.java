package io.forebay.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.spec.TlsSpec;
import io.forebay.spec.TlsVersion;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CipherListTest {
  /** As a JVM lists them; the letters are for the tables below. */
  private static final List<String> JVM =
      List.of(
          "TLS_AES_256_GCM_SHA384", // x
          "TLS_AES_128_GCM_SHA256", // y
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", // a
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", // b
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", // c
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", // d
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", // e
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", // f
          "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", // g
          "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384", // h
          "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256", // i
          "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", // j
          "TLS_RSA_WITH_AES_128_GCM_SHA256", // k
          "TLS_RSA_WITH_AES_256_CBC_SHA", // l
          "SSL_RSA_WITH_3DES_EDE_CBC_SHA", // m
          "TLS_ECDH_RSA_WITH_AES_128_GCM_SHA256", // n
          "TLS_ECDH_anon_WITH_AES_128_CBC_SHA",
          "TLS_ECDHE_RSA_WITH_NULL_SHA",
          "TLS_EMPTY_RENEGOTIATION_INFO_SCSV");

  private static final String LETTERS = "xyabcdefghijklmn";

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        // Names of OpenSSL, of the JDK, and of the RFCs where the JDK's begin with SSL.
        "ECDHE-RSA-AES128-GCM-SHA256 | xyf",
        "ECDHE-ECDSA-CHACHA20-POLY1305 | xyc",
        "DHE-RSA-AES128-GCM-SHA256 | xyg",
        "ECDHE-RSA-AES256-SHA384 | xyh",
        "ECDHE-RSA-AES128-SHA | xyj",
        "AES128-GCM-SHA256 | xyk",
        "AES256-SHA | xyl",
        "DES-CBC3-SHA | xym",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 | xyf",
        "TLS_RSA_WITH_3DES_EDE_CBC_SHA | xym",
        "ECDH-RSA-AES128-GCM-SHA256 | xyn",
        // Separators; order is kept; twice is once.
        "AES256-SHA:AES128-GCM-SHA256 | xylk",
        "AES256-SHA,AES128-GCM-SHA256,AES256-SHA | xylk",
        "AES256-SHA AES128-GCM-SHA256 | xylk",
        "' :AES256-SHA: , AES128-GCM-SHA256::' | xylk",
        // Aliases; static ECDH, anonymous and unencrypted suites never come in by one.
        "ALL | xyabcdefghijklm",
        "HIGH | xyabcdefghijkl",
        "MEDIUM | xym",
        "3DES | xym",
        "ECDHE | xyabcdefhij",
        "EECDH | xyabcdefhij",
        "kECDHE | xyabcdefhij",
        "DHE | xyg",
        "kEDH | xyg",
        "kRSA | xyklm",
        "RSA | xyklm",
        "aRSA | xydefghijklm",
        "aECDSA | xyabc",
        "ECDSA | xyabc",
        "AESGCM | xyabdfgk",
        "CHACHA20 | xyce",
        "AES128 | xybfgijk",
        "AES256 | xyadhl",
        "AES | xyabdfghijkl",
        "SHA1 | xyjlm",
        "SHA256 | xyi",
        "SHA384 | xyh",
        "TLSv1.2 | xyabcdefghik",
        // Both.
        "ECDHE+AESGCM | xyabdf",
        "ECDHE+aRSA+AES128+AESGCM | xyf",
        "ECDHE+AESGCM:ECDHE+CHACHA20 | xyabdfce",
        // Out for good, out for now, to the end, sorted.
        "HIGH:!kRSA:!DHE | xyabcdefhij",
        "!ECDHE-RSA-AES128-GCM-SHA256:AESGCM+ECDHE+aRSA | xyd",
        "kRSA:-3DES | xykl",
        "kRSA:-AES:3DES:AES256-SHA | xyml",
        "!3DES:kRSA:3DES | xykl",
        "kRSA:+AES128 | xylmk",
        "CHACHA20+aRSA:AES128-GCM-SHA256:AES256-SHA:@STRENGTH | xyelk",
        "HIGH:!aNULL:!MD5:!RC4:!ECDHE:!DHE | xykl",
        // TLS 1.3 is apart: the JVM's, unless the list names one.
        "TLS_AES_128_GCM_SHA256 | y",
        "TLS_AES_128_GCM_SHA256:kRSA | yklm",
        "kRSA:TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384 | yxklm",
        "kRSA:!TLS_AES_128_GCM_SHA256 | xklm",
        "kRSA:!AESGCM | xylm",
      })
  void listMeansTheseSuites(String list, String letters) {
    assertThat(letters(select(TlsSpec.DEFAULT, list))).isEqualTo(letters);
  }

  @Test
  void noListIsNoSelection() {
    assertThat(CipherList.select(TlsSpec.DEFAULT, JVM).suites()).isEmpty();
  }

  @Test
  void elementsOfTheListMayBeListsThemselves() {
    assertThat(letters(select(TlsSpec.DEFAULT, "kRSA:!3DES", "DHE"))).isEqualTo("xyklg");
  }

  @Test
  void unknownNamesBesideKnownOnesAreDropped() {
    CipherList.Selection selection =
        select(TlsSpec.DEFAULT, "ECDHE-RSA-CAMELLIA256-SHA384:AES256-SHA:PSK:@SECLEVEL=2:!KRB5");
    assertThat(letters(selection)).isEqualTo("xyl");
    assertThat(selection.unknown())
        .containsExactly("ECDHE-RSA-CAMELLIA256-SHA384", "PSK", "@SECLEVEL=2");
  }

  @Test
  void listOfWhichNothingIsLeftIsRefused() {
    for (String list : new String[] {"NOPE", "aNULL", "eNULL", "!kRSA", "kRSA:!ALL", ":", "-"}) {
      assertThatThrownBy(() -> select(TlsSpec.DEFAULT, list))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("tls.ciphers: nothing in '" + list + "' can be used with TLS 1.2")
          .hasMessageContaining("(expected: names of OpenSSL or the JDK");
    }
  }

  @Test
  void suitesFollowTheVersions() {
    TlsSpec old = TlsSpec.DEFAULT.withVersions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_2);
    assertThat(letters(select(old, "kRSA:TLS_AES_128_GCM_SHA256"))).isEqualTo("klm");
    assertThatThrownBy(() -> select(old, "TLS_AES_128_GCM_SHA256"))
        .hasMessageContaining("can be used with TLS 1.2 to 1.2");
    TlsSpec only13 = TlsSpec.DEFAULT.withVersions(TlsVersion.TLS_1_3, TlsVersion.TLS_1_3);
    assertThat(letters(select(only13, "kRSA"))).isEqualTo("xy");
  }

  private static CipherList.Selection select(TlsSpec spec, String... list) {
    return CipherList.select(spec.withCiphers(Arrays.asList(list)), JVM);
  }

  private static String letters(CipherList.Selection selection) {
    StringBuilder letters = new StringBuilder();
    for (String suite : selection.suites()) {
      letters.append(LETTERS.charAt(JVM.indexOf(suite)));
    }
    return letters.toString();
  }
}
