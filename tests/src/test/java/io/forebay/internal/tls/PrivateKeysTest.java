package io.forebay.internal.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.spec.Material;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeysTest {
  private static final KeyPair RSA = generate("RSA", 2048);
  private static final KeyPair EC = ec();
  private static final KeyPair ED25519 = generate("Ed25519", 255);
  private static final Der P256 = Der.read(Der.of(Der.OID, hex("2a8648ce3d030107")).encoded());

  @TempDir Path folder;

  static Stream<Arguments> forms() throws GeneralSecurityException {
    byte[] sec1 = TlsKit.inner(EC.getPrivate());
    byte[] sec1WithCurve = withCurve(sec1);
    return Stream.of(
        Arguments.of("RSA PKCS#8", "PRIVATE KEY", RSA.getPrivate().getEncoded(), RSA),
        Arguments.of("RSA PKCS#1", "RSA PRIVATE KEY", TlsKit.inner(RSA.getPrivate()), RSA),
        Arguments.of("EC PKCS#8", "PRIVATE KEY", EC.getPrivate().getEncoded(), EC),
        Arguments.of("EC SEC1", "EC PRIVATE KEY", sec1WithCurve, EC),
        Arguments.of("Ed25519 PKCS#8", "PRIVATE KEY", ED25519.getPrivate().getEncoded(), ED25519),
        Arguments.of("RSA PBES2", "ENCRYPTED PRIVATE KEY", encrypted(RSA, "secret"), RSA),
        Arguments.of("EC PBES2", "ENCRYPTED PRIVATE KEY", encrypted(EC, "secret"), EC),
        Arguments.of(
            "Ed25519 PBES2", "ENCRYPTED PRIVATE KEY", encrypted(ED25519, "secret"), ED25519),
        Arguments.of("a wrong label", "EC PRIVATE KEY", RSA.getPrivate().getEncoded(), RSA));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forms")
  void everyFormIsReadFromPemAndDerInFilesAndInline(
      String form, String label, byte[] der, KeyPair expected) {
    String pem = TlsKit.pem(label, der);
    PrivateKey key = expected.getPrivate();
    assertSame(read(inline(pem)), key);
    assertSame(read(inline("comment\n" + pem.replace("\n", "\r\n"))), key);
    assertSame(read(inline(TlsKit.base64(der))), key);
    assertSame(read(file("key.pem", pem.getBytes(ISO_8859_1))), key);
    assertSame(read(file("key.der", der)), key);
  }

  @Test
  void sec1KeyTakesItsCurveFromTheBlockBeforeIt() {
    String key = TlsKit.pem("EC PRIVATE KEY", TlsKit.inner(EC.getPrivate()));
    String parameters = TlsKit.pem("EC PARAMETERS", P256.encoded());
    assertSame(read(inline(parameters + key)), EC.getPrivate());
    assertRefused(inline(key), "names no curve (expected: EC PARAMETERS before the key)");
  }

  @ParameterizedTest
  @ValueSource(strings = {Fixtures.SEC1_AFTER_PARAMETERS, Fixtures.PBES2, Fixtures.PBES1})
  void whatOpenSslWritesIsRead(String pem) {
    Source source = inline(pem);
    PrivateKey key = PrivateKeys.read(source, source.read(), Optional.of(Fixtures.PASSWORD));
    PrivateKey plain = read(inline(Fixtures.SEC1_AFTER_PARAMETERS));
    assertSame(key, plain);
  }

  @Test
  void wrongPasswordIsCalledSo() {
    for (String password : new String[] {"wrong", "Secret", ""}) {
      Source source = file("client.key", Fixtures.PBES2.getBytes(ISO_8859_1));
      assertThatThrownBy(() -> PrivateKeys.read(source, source.read(), Optional.of(password)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("tls: failed to parse private key: tls.client_key_file ")
          .hasMessageContaining("client.key: wrong password")
          .hasMessageEndingWith("(expected: the key's, in tls.client_key_password)");
    }
  }

  @Test
  void missingPasswordIsCalledSo() {
    Source source = inline(Fixtures.PBES2);
    assertThatThrownBy(() -> PrivateKeys.read(source, source.read(), Optional.empty()))
        .hasMessage(
            "tls: failed to parse private key: tls.client_key: encrypted, but there is no password"
                + " (expected: tls.client_key_password)");
  }

  @Test
  void whatTheJdkCannotDecryptIsCalledSo() {
    assertRefused(inline(Fixtures.OLD_ENCRYPTION), "encrypted in OpenSSL's old form");
    Source scrypt = inline(Fixtures.SCRYPT);
    assertThatThrownBy(() -> PrivateKeys.read(scrypt, scrypt.read(), Optional.of("forebay")))
        .hasMessageStartingWith("tls: failed to parse private key: tls.client_key: encrypted ")
        .hasMessageEndingWith("(expected: PBES2 with PBKDF2 and AES-128 or AES-256)");
  }

  @Test
  void garbageIsRefusedWithoutShowingIt() {
    String pem = TlsKit.pem("PRIVATE KEY", RSA.getPrivate().getEncoded());
    String half = pem.substring(0, pem.length() / 2);
    byte[] der = RSA.getPrivate().getEncoded();
    der[40] ^= 0x55;
    assertRefused(inline(half), "block 1 (PRIVATE KEY) has no end line");
    assertRefused(inline(pem.replace("MII", "!!!")), "block 1 (PRIVATE KEY) is not Base64");
    assertRefused(inline("hunter2, my key"), "neither PEM nor DER in Base64");
    assertRefused(file("half.der", new byte[] {0x30, 0x50, 2}), "breaks off");
    assertRefused(file("text.der", "hunter2".getBytes(ISO_8859_1)), "");
    assertRefused(inline(TlsKit.SERVER.certificatePem()), "no key found");
    assertRefused(file("cert.der", TlsKit.der(TlsKit.SERVER.certificate())), "cert.der: not a key");
    assertRefused(file("broken.der", withBrokenAlgorithm()), "broken, or of an unknown kind");
  }

  /** Couper's test calls a malformed key an error. */
  @Test
  void malformedKeyGetsCoupersWords() {
    for (String key : new String[] {"malformed", "bWFsZm9ybWVk"}) {
      assertThatThrownBy(() -> read(inline(key)))
          .hasMessageStartingWith("tls: failed to parse private key: tls.client_key: ");
    }
  }

  /** Not by equals: some forms of EC keys repeat curve or public key, others do not. */
  private static void assertSame(PrivateKey key, PrivateKey expected) {
    if (expected instanceof ECPrivateKey ec) {
      assertThat(((ECPrivateKey) key).getS()).isEqualTo(ec.getS());
      assertThat(((ECPrivateKey) key).getParams().getCurve()).isEqualTo(ec.getParams().getCurve());
    } else {
      assertThat(key).isEqualTo(expected);
    }
  }

  private static byte[] withBrokenAlgorithm() {
    byte[] der = ED25519.getPrivate().getEncoded();
    der[9] ^= 0x55;
    return der;
  }

  private static void assertRefused(Source source, String why) {
    assertThatThrownBy(() -> read(source))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tls.client_key")
        .hasMessageContaining(why)
        .hasMessageContaining("(expected: ")
        .satisfies(e -> assertThat(e.toString()).doesNotContain("hunter2", "MII"));
  }

  private static PrivateKey read(Source source) {
    return PrivateKeys.read(source, source.read(), Optional.of("secret"));
  }

  private static Source inline(String text) {
    return new Source("tls.client_key", Material.inline(text));
  }

  private Source file(String name, byte[] content) {
    Path file = TlsKit.write(folder.resolve(name), content);
    return new Source("tls.client_key", Material.file(file));
  }

  private static byte[] withCurve(byte[] sec1) {
    var parts = Der.read(sec1).parts();
    Der curve = Der.of(Der.CONTEXT_0, P256.encoded());
    return Der.sequence(parts.get(0), parts.get(1), curve).encoded();
  }

  private static byte[] encrypted(KeyPair pair, String password) throws GeneralSecurityException {
    String name = "PBEWithHmacSHA256AndAES_256";
    Cipher cipher = Cipher.getInstance(name);
    cipher.init(
        Cipher.ENCRYPT_MODE,
        SecretKeyFactory.getInstance(name).generateSecret(new PBEKeySpec(password.toCharArray())));
    // 1.2.840.113549.1.5.13; the JDK of 17 finds no number for its own name.
    Der pbes2 = Der.of(Der.OID, hex("2a864886f70d01050d"));
    try {
      Der parameters = Der.read(cipher.getParameters().getEncoded());
      Der sealed = Der.of(Der.OCTET_STRING, cipher.doFinal(pair.getPrivate().getEncoded()));
      return Der.sequence(Der.sequence(pbes2, parameters), sealed).encoded();
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static KeyPair generate(String algorithm, int size) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(size);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair ec() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
