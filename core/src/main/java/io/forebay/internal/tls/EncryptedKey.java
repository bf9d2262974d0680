package io.forebay.internal.tls;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Decrypts PKCS#8 keys: PBES2 with PBKDF2 and AES (RFC 8018), and the older PBES1 of the JDK. */
final class EncryptedKey {
  private static final String EXPECTED = "PBES2 with PBKDF2 and AES-128 or AES-256";

  private EncryptedKey() {}

  /**
   * The key in the clear.
   *
   * @throws IllegalArgumentException if there is no password, it is wrong, or the encryption is
   *     unknown to the JDK
   */
  static byte[] decrypt(Source source, byte[] der, Optional<String> password) {
    char[] secret =
        password
            .orElseThrow(
                () ->
                    PrivateKeys.problem(
                        source, "encrypted, but there is no password", Identity.PASSWORD))
            .toCharArray();
    EncryptedPrivateKeyInfo info = info(source, der);
    try {
      return decrypt(info, secret);
    } catch (BadPaddingException e) {
      throw PrivateKeys.problem(source, "wrong password", "the key's, in " + Identity.PASSWORD);
    } catch (GeneralSecurityException e) {
      throw PrivateKeys.problem(
          source, "encrypted with " + info.getAlgName() + ", which this JVM cannot read", EXPECTED);
    }
  }

  private static EncryptedPrivateKeyInfo info(Source source, byte[] der) {
    try {
      return new EncryptedPrivateKeyInfo(der);
    } catch (IOException e) {
      throw PrivateKeys.problem(source, "encrypted in an unknown way", EXPECTED);
    }
  }

  private static byte[] decrypt(EncryptedPrivateKeyInfo info, char[] secret)
      throws GeneralSecurityException {
    AlgorithmParameters parameters = info.getAlgParameters();
    if (parameters == null) {
      throw new NoSuchAlgorithmException(info.getAlgName());
    }
    // PBES2 is a frame: the parameters' text is the name of what it frames.
    boolean frame = info.getAlgName().equals("PBES2");
    String name = frame ? parameters.toString() : info.getAlgName();
    var key = SecretKeyFactory.getInstance(name).generateSecret(new PBEKeySpec(secret));
    Cipher cipher = Cipher.getInstance(name);
    cipher.init(Cipher.DECRYPT_MODE, key, parameters);
    return cipher.doFinal(info.getEncryptedData());
  }
}
