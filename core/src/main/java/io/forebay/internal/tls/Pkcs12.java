package io.forebay.internal.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a key with its certificates from a PKCS12 file (RFC 7292). */
final class Pkcs12 {
  private static final String EXPECTED = "one key with its certificates";

  private Pkcs12() {}

  /** Whether it is such a file: a sequence that begins with version 3. */
  static boolean is(byte[] content) {
    try {
      Der file = Der.read(content);
      List<Der> parts = file.tag() == Der.SEQUENCE ? file.parts() : List.of();
      return parts.size() >= 2 && isVersion(parts.get(0)) && parts.get(1).tag() == Der.SEQUENCE;
    } catch (MalformedException e) {
      return false;
    }
  }

  static boolean isVersion(Der first) {
    return first.is(Der.INTEGER, 3);
  }

  /**
   * The key and its chain.
   *
   * @throws IllegalArgumentException if the password is wrong, or there is not exactly one key
   */
  static Identity read(Source source, byte[] content, Optional<String> password) {
    char[] secret = password.orElse("").toCharArray();
    KeyStore store = open(source, content, secret, password.isPresent());
    try {
      String alias = onlyKey(source, store);
      Key key = store.getKey(alias, secret);
      Certificate @Nullable [] chain = store.getCertificateChain(alias);
      if (!(key instanceof PrivateKey ours) || chain == null || chain.length == 0) {
        throw problem(source, "the key has no certificate");
      }
      return new Identity(ours, x509(chain));
    } catch (GeneralSecurityException e) {
      throw problem(source, "the key has another password than the file");
    }
  }

  private static KeyStore open(Source source, byte[] content, char[] secret, boolean given) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(content), secret);
      return store;
    } catch (IOException e) {
      if (!(e.getCause() instanceof UnrecoverableKeyException)) {
        throw problem(source, "a broken PKCS12 file");
      }
      String what = given ? "wrong password" : "encrypted, but there is no password";
      throw new IllegalArgumentException(
          source + ": " + what + " (expected: the file's, in " + Identity.PASSWORD + ")");
    } catch (GeneralSecurityException e) {
      throw problem(source, "a PKCS12 file that this JVM cannot read");
    }
  }

  private static String onlyKey(Source source, KeyStore store) throws GeneralSecurityException {
    List<String> keys = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias)) {
        keys.add(alias);
      }
    }
    if (keys.size() != 1) {
      throw problem(source, "holds " + keys.size() + " keys");
    }
    return keys.get(0);
  }

  private static List<X509Certificate> x509(Certificate[] chain) {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Certificate certificate : chain) {
      certificates.add((X509Certificate) certificate);
    }
    return certificates;
  }

  private static IllegalArgumentException problem(Source source, String what) {
    return new IllegalArgumentException(source + ": " + what + " (expected: " + EXPECTED + ")");
  }
}
