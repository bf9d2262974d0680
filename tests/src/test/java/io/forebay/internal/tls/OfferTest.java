package io.forebay.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.spec.TlsSpec;
import io.forebay.spec.TlsVersion;
import java.util.List;
import okhttp3.CipherSuite;
import okhttp3.ConnectionSpec;
import org.junit.jupiter.api.Test;

class OfferTest {

  @Test
  void defaultIsModernTls() {
    ConnectionSpec spec = Offer.of(TlsSpec.DEFAULT).connectionSpec();
    assertThat(spec.tlsVersions())
        .containsExactlyInAnyOrder(okhttp3.TlsVersion.TLS_1_2, okhttp3.TlsVersion.TLS_1_3);
    assertThat(spec.cipherSuites()).isEqualTo(ConnectionSpec.MODERN_TLS.cipherSuites());
    assertThat(spec.supportsTlsExtensions()).isTrue();
  }

  /** V15. */
  @Test
  void versionsMustBeInOrderAndMayBeEqual() {
    assertThatThrownBy(() -> versions(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tls.min_version: 1.3 (expected: at most max_version 1.2)");
    assertThat(versions(TlsVersion.TLS_1_3, TlsVersion.TLS_1_3).versions())
        .containsExactly("TLSv1.3");
    assertThat(versions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_2).versions())
        .containsExactly("TLSv1.2");
    for (String text : new String[] {"1.4", "NaN", ""}) {
      assertThatThrownBy(() -> TlsVersion.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
    for (String text : new String[] {"1.1", "1.2", "1.3"}) {
      assertThat(TlsVersion.of(text).text()).isEqualTo(text);
    }
  }

  @Test
  void versionsThatThisJvmDisablesAreRefused() {
    assertThatThrownBy(() -> versions(TlsVersion.TLS_1_0, TlsVersion.TLS_1_1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("tls.max_version: this JVM enables none of TLS 1.0 to 1.1")
        .hasMessageContaining("TLSv1.2, TLSv1.3");
    assertThat(versions(TlsVersion.TLS_1_0, TlsVersion.TLS_1_2).versions())
        .containsExactly("TLSv1.2");
  }

  @Test
  void cipherListBecomesTheSuitesOfTheSpecInOrder() {
    TlsSpec spec =
        TlsSpec.DEFAULT
            .withVersions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_2)
            .withCiphers(List.of("ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256"));
    assertThat(Offer.of(spec).connectionSpec().cipherSuites())
        .containsExactly(
            CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
            CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256);
    assertThat(Offer.of(spec).text()).isEqualTo("TLS 1.2 to 1.2 with 2 cipher suites");
  }

  private static Offer versions(TlsVersion oldest, TlsVersion newest) {
    return Offer.of(TlsSpec.DEFAULT.withVersions(oldest, newest));
  }
}
