package io.forebay.internal.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.spec.ClientIdentity;
import io.forebay.spec.Material;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.Value;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Optional;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {
  private static final HeldCertificate CLIENT = TlsKit.CLIENT;
  private static final HeldCertificate OTHER =
      new HeldCertificate.Builder().signedBy(TlsKit.ROOT).commonName("client two").build();

  @TempDir Path folder;

  @Test
  void chainKeepsItsOrder() {
    String chain = CLIENT.certificatePem() + TlsKit.ROOT.certificatePem();
    Identity identity = read(pair(chain, CLIENT.privateKeyPkcs8Pem()));
    assertThat(identity.chain()).containsExactly(CLIENT.certificate(), TlsKit.ROOT.certificate());
    assertThat(identity.key()).isEqualTo(CLIENT.keyPair().getPrivate());
    assertThat(identity).hasToString("CN=client one");
  }

  @Test
  void everyKindOfKeyIsMatchedWithItsCertificate() throws Exception {
    for (String algorithm : new String[] {"RSA", "EC", "Ed25519", "RSASSA-PSS"}) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (algorithm.equals("EC")) {
        generator.initialize(256); // okhttp-tls 5.5.1 garbles the number of P-384.
      }
      KeyPair pair = generator.generateKeyPair();
      HeldCertificate held =
          new HeldCertificate.Builder().keyPair(pair).signedBy(TlsKit.ROOT).build();
      assertThat(read(TlsKit.identity(held)).key()).isEqualTo(pair.getPrivate());
    }
  }

  @Test
  void certificateAndKeyMayShareOneText() {
    Material both = Material.inline(CLIENT.privateKeyPkcs8Pem() + CLIENT.certificatePem());
    Identity identity = read(new ClientIdentity(both, Optional.empty(), Optional.empty()));
    assertThat(identity.own()).isEqualTo(CLIENT.certificate());
  }

  /** TLS-05. */
  @Test
  void certificateWithoutKeyIsRefused() {
    Path file = TlsKit.write(folder.resolve("client.pem"), CLIENT.certificatePem());
    ClientIdentity identity =
        new ClientIdentity(Material.file(file), Optional.empty(), Optional.empty());
    assertThatThrownBy(() -> read(identity))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "tls: missing client private key: tls.client_certificate_file "
                + file
                + " has none (expected: tls.client_key, or a PKCS12 file)");
  }

  @Test
  void keyOfAnotherCertificateIsRefused() {
    assertThatThrownBy(() -> read(pair(CLIENT.certificatePem(), OTHER.privateKeyPkcs8Pem())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("tls: private key does not match public key: tls.client_key ")
        .hasMessageContaining("certificate 'CN=client one' of tls.client_certificate ")
        .hasMessageEndingWith("(expected: a pair, our own certificate first)");
    HeldCertificate rsa =
        new HeldCertificate.Builder().rsa2048().signedBy(TlsKit.ROOT).commonName("rsa").build();
    assertThatThrownBy(() -> read(pair(CLIENT.certificatePem(), rsa.privateKeyPkcs1Pem())))
        .hasMessageStartingWith("tls: private key does not match public key");
  }

  @Test
  void encryptedKeyIsOpenedWithThePassword() {
    ClientIdentity identity =
        TlsKit.identity(
            Material.inline(Fixtures.SEALED_CERTIFICATE),
            Material.inline(Fixtures.PBES2),
            Fixtures.PASSWORD);
    assertThat(read(identity)).hasToString("CN=sealed client");
  }

  @Test
  void passwordThatDependsOnTheCallIsRefused() {
    ClientIdentity identity =
        new ClientIdentity(
            Material.inline(Fixtures.SEALED_CERTIFICATE),
            Optional.of(Material.inline(Fixtures.PBES2)),
            Optional.of(Value.template("{tenant}")));
    assertThatThrownBy(() -> read(identity))
        .hasMessage("tls.client_key_password: depends on the call (expected: a constant)");
  }

  @Test
  void pkcs12HoldsKeyAndChain() throws Exception {
    byte[] file = pkcs12("changeit", CLIENT);
    Material inFile = Material.file(TlsKit.write(folder.resolve("client.p12"), file));
    Material inline = Material.inline(TlsKit.base64(file));
    for (Material material : new Material[] {inFile, inline}) {
      Identity identity = read(pkcs12(material, "changeit"));
      assertThat(identity.chain()).containsExactly(CLIENT.certificate(), TlsKit.ROOT.certificate());
      assertThat(identity.key()).isEqualTo(CLIENT.keyPair().getPrivate());
    }
  }

  @Test
  void pkcs12OfOpenSslIsRead() {
    Path file =
        TlsKit.write(folder.resolve("client.p12"), Base64.getMimeDecoder().decode(Fixtures.PKCS12));
    assertThat(read(pkcs12(Material.file(file), Fixtures.PASSWORD)))
        .hasToString("CN=sealed client");
  }

  @Test
  @DisplayName("T11 PKCS #12 with a wrong or missing password is refused")
  void pkcs12WithWrongOrMissingPasswordIsRefused() throws Exception {
    Path file = TlsKit.write(folder.resolve("client.p12"), pkcs12("changeit", CLIENT));
    String expected = " (expected: the file's, in tls.client_key_password)";
    assertThatThrownBy(() -> read(pkcs12(Material.file(file), "hunter2")))
        .hasMessage("tls.client_certificate_file " + file + ": wrong password" + expected);
    assertThatThrownBy(
            () -> read(new ClientIdentity(Material.file(file), Optional.empty(), Optional.empty())))
        .hasMessage(
            "tls.client_certificate_file "
                + file
                + ": encrypted, but there is no password"
                + expected);
  }

  @Test
  void pkcs12WithoutPasswordMayBeOpenedWithTheEmptyOne() throws Exception {
    Material file = Material.file(TlsKit.write(folder.resolve("c.p12"), pkcs12("", CLIENT)));
    Identity identity = read(new ClientIdentity(file, Optional.empty(), Optional.empty()));
    assertThat(identity).hasToString("CN=client one");
  }

  @Test
  void pkcs12MustHoldExactlyOneKey() throws Exception {
    Material two =
        Material.file(TlsKit.write(folder.resolve("2.p12"), pkcs12("changeit", CLIENT, OTHER)));
    assertThatThrownBy(() -> read(pkcs12(two, "changeit")))
        .hasMessageEndingWith("2.p12: holds 2 keys (expected: one key with its certificates)");
    Material none = Material.file(TlsKit.write(folder.resolve("0.p12"), pkcs12("changeit")));
    assertThatThrownBy(() -> read(pkcs12(none, "changeit")))
        .hasMessageEndingWith("0.p12: holds 0 keys (expected: one key with its certificates)");
  }

  @Test
  void keyBesidePkcs12IsRefused() throws Exception {
    Path file = TlsKit.write(folder.resolve("client.p12"), pkcs12("changeit", CLIENT));
    ClientIdentity identity =
        TlsKit.identity(
            Material.file(file), Material.inline(CLIENT.privateKeyPkcs8Pem()), "changeit");
    assertThatThrownBy(() -> read(identity))
        .hasMessage(
            "tls.client_key: set beside the PKCS12 file of tls.client_certificate_file "
                + file
                + " (expected: one of them)");
  }

  @Test
  @DisplayName("T11 a broken PKCS #12 is refused")
  void brokenPkcs12IsRefused() throws Exception {
    byte[] file = pkcs12("changeit", CLIENT);
    file[60] ^= 0x55;
    Material material = Material.file(TlsKit.write(folder.resolve("client.p12"), file));
    assertThatThrownBy(() -> read(pkcs12(material, "changeit")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("client.p12: ");
  }

  private static ClientIdentity pair(String certificate, String key) {
    return new ClientIdentity(
        new Material.Inline(certificate, "${env:CERT}"),
        Optional.of(new Material.Inline(key, "${env:KEY}")),
        Optional.empty());
  }

  private static ClientIdentity pkcs12(Material file, String password) {
    return new ClientIdentity(file, Optional.empty(), Optional.of(password).map(Value::secret));
  }

  private static Identity read(ClientIdentity identity) {
    TlsSpec spec = TlsSpec.DEFAULT.withIdentity(Optional.of(identity));
    return Identity.read(identity, Contents.read(Source.all(spec)));
  }

  private static byte[] pkcs12(String password, HeldCertificate... keys) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("root", TlsKit.ROOT.certificate());
    for (int i = 0; i < keys.length; i++) {
      store.setKeyEntry(
          "key-" + i,
          keys[i].keyPair().getPrivate(),
          password.toCharArray(),
          new Certificate[] {keys[i].certificate(), TlsKit.ROOT.certificate()});
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.store(out, password.toCharArray());
    assertThat(out.toString(ISO_8859_1)).doesNotContain("BEGIN");
    return out.toByteArray();
  }
}
