package io.forebay.internal.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.spec.Material;
import io.forebay.spec.Origin;
import io.forebay.spec.TlsSpec;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTest {
  private static final X509Certificate ROOT = TlsKit.ROOT.certificate();
  private static final X509Certificate OTHER = TlsKit.OTHER_ROOT.certificate();
  private static final String PEM = TlsKit.ROOT.certificatePem();

  @TempDir Path folder;

  /** TLS-01. */
  @Test
  void nothingConfiguredIsNothingRead() {
    OriginTls tls = OriginTls.open("users", Origin.of("https://localhost"), TlsSpec.DEFAULT, false);
    assertThat(tls.expiries()).isEmpty();
    assertThat(tls.files()).isEmpty();
    assertThat(tls.identity()).isEmpty();
    assertThat(tls.watched()).isFalse();
  }

  /** TLS-02. */
  @Test
  void authorityIsReadByFileAndByValueInPemAndDer() {
    assertThat(read(inline(PEM))).containsExactly(ROOT);
    assertThat(read(inline(TlsKit.base64(TlsKit.der(ROOT))))).containsExactly(ROOT);
    assertThat(read(file("ca.pem", PEM.getBytes(ISO_8859_1)))).containsExactly(ROOT);
    assertThat(read(file("ca.der", TlsKit.der(ROOT)))).containsExactly(ROOT);
  }

  @Test
  void bundleIsReadWhole() {
    String bundle =
        "# two of them\n"
            + PEM.replace("\n", "\r\n")
            + "\nCN=other\n"
            + TlsKit.OTHER_ROOT.certificatePem()
            + TlsKit.CLIENT.privateKeyPkcs8Pem();
    assertThat(read(inline(bundle))).containsExactly(ROOT, OTHER);
    String otherLabel = TlsKit.pem("TRUSTED CERTIFICATE", TlsKit.der(OTHER));
    assertThat(read(inline(PEM + otherLabel))).containsExactly(ROOT, OTHER);
  }

  @Test
  void missingFileIsNamed() {
    Source source = new Source("tls.ca", Material.file(folder.resolve("absent.pem")));
    assertThatThrownBy(source::read)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "tls: read error: no such file: tls.ca_file "
                + folder.resolve("absent.pem")
                + " (expected: a file in PEM or DER)");
    Source directory = new Source("tls.ca", Material.file(folder));
    assertThatThrownBy(directory::read).hasMessageContaining("a directory: tls.ca_file " + folder);
  }

  @Test
  void emptyFileGetsCoupersWords() {
    Source source = file("empty.pem", new byte[0]);
    assertThatThrownBy(source::read)
        .hasMessageStartingWith("tls: read error: empty file: tls.ca_file ");
  }

  @Test
  void whatIsNoCertificateIsRefused() {
    assertRefused(inline(TlsKit.CLIENT.privateKeyPkcs8Pem()), "found, but [PRIVATE KEY]");
    assertRefused(inline(PEM.substring(0, 200)), "block 1 (CERTIFICATE) has no end line");
    assertRefused(inline(PEM + "-----BEGIN CERTIFICATE-----\nMII"), "block 2 (CERTIFICATE)");
    assertRefused(
        inline(PEM + TlsKit.pem("CERTIFICATE", new byte[] {0x30, 1, 2})),
        "certificate 2 is broken");
    assertRefused(file("ca.der", new byte[] {0x30, 1, 2}), "ca.der: not a certificate");
    assertRefused(inline("hunter2 with spaces!"), "neither PEM nor DER in Base64");
  }

  private static void assertRefused(Source source, String why) {
    assertThatThrownBy(() -> read(source))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("tls.ca")
        .hasMessageContaining(why)
        .hasMessageContaining("(expected: ")
        .satisfies(e -> assertThat(e.toString()).doesNotContain("hunter2", "MII"));
  }

  private static List<X509Certificate> read(Source source) {
    return Certificates.read(source, source.read());
  }

  private static Source inline(String text) {
    return new Source("tls.ca", Material.inline(text));
  }

  private Source file(String name, byte[] content) {
    return new Source("tls.ca", Material.file(TlsKit.write(folder.resolve(name), content)));
  }
}
