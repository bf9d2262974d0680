package io.forebay.internal.tls;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Optional;

/**
 * Reads private keys: PKCS#8 (RFC 5208), encrypted or not, PKCS#1 (RFC 8017) and SEC1 (RFC 5915).
 *
 * <p>The JDK takes PKCS#8 only; the other two are what stands inside a PKCS#8 key, so they are
 * wrapped into one. The form is told by its structure, because labels lie.
 */
final class PrivateKeys {
  /** Couper's words. */
  private static final String FAILED = "tls: failed to parse private key";

  private static final String FORMS = "RSA, EC or Ed25519 as PKCS#8, PKCS#1 or SEC1, in PEM or DER";
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

  private static final Der ZERO = Der.of(Der.INTEGER, new byte[1]);
  private static final Der NULL = Der.of(Der.NULL, new byte[0]);
  // 1.2.840.113549.1.1.1 and 1.2.840.10045.2.1
  private static final Der RSA = oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1);
  private static final Der EC = oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1);

  private PrivateKeys() {}

  private static Der oid(int... bytes) {
    byte[] body = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      body[i] = (byte) bytes[i];
    }
    return Der.of(Der.OID, body);
  }

  /** Whether a PEM text has a key in it: certificate and key may share a file. */
  static boolean in(byte[] content) {
    return Pem.looksLike(content) && Pem.blocks(content).stream().anyMatch(Pem::isKey);
  }

  /**
   * The first key of a source.
   *
   * @throws IllegalArgumentException if there is none, it is broken, or the password is wrong
   */
  static PrivateKey read(Source source, byte[] content, Optional<String> password) {
    try {
      return Pem.looksLike(content)
          ? fromPem(source, Pem.blocks(content), password)
          : fromDer(source, source.der(content), Optional.empty(), password);
    } catch (MalformedException e) {
      throw problem(source, e.reason(), FORMS);
    }
  }

  private static PrivateKey fromPem(Source source, List<Pem> blocks, Optional<String> password) {
    Optional<Der> curve = Optional.empty();
    for (Pem block : blocks) {
      if (block.oldEncryption()) {
        throw problem(
            source,
            "encrypted in OpenSSL's old form",
            "PKCS#8, as 'openssl pkcs8 -topk8' writes it");
      }
      if (block.isKey()) {
        return fromDer(source, block.der(), curve, password);
      }
      if (block.label().equals("EC PARAMETERS")) {
        curve = Optional.of(Der.read(block.der()));
      }
    }
    throw problem(source, "no key found", FORMS);
  }

  private static PrivateKey fromDer(
      Source source, byte[] der, Optional<Der> curve, Optional<String> password) {
    Der element = Der.read(der);
    Form form = form(element);
    if (form == Form.ENCRYPTED) {
      byte[] plain = EncryptedKey.decrypt(source, der, password);
      return key(source, plain, "wrong password, or not a key");
    }
    byte[] pkcs8 = pkcs8(source, form, element, curve).encoded();
    return key(source, pkcs8, "broken, or of an unknown kind");
  }

  private enum Form {
    PKCS8,
    ENCRYPTED,
    PKCS1,
    SEC1,
    PKCS12
  }

  private static Form form(Der key) {
    List<Der> parts = key.tag() == Der.SEQUENCE ? key.parts() : List.of();
    if (parts.size() < 2) {
      throw new MalformedException("not a key");
    }
    int first = parts.get(0).tag();
    int second = parts.get(1).tag();
    if (first == Der.SEQUENCE && second == Der.OCTET_STRING) {
      return Form.ENCRYPTED;
    }
    if (first == Der.INTEGER && second == Der.INTEGER) {
      return Form.PKCS1;
    }
    if (first == Der.INTEGER && second == Der.OCTET_STRING) {
      return Form.SEC1;
    }
    if (first == Der.INTEGER && second == Der.SEQUENCE) {
      return Pkcs12.isVersion(parts.get(0)) ? Form.PKCS12 : Form.PKCS8;
    }
    throw new MalformedException("not a key");
  }

  private static Der pkcs8(Source source, Form form, Der key, Optional<Der> curve) {
    return switch (form) {
      case PKCS1 -> wrapped(Der.sequence(RSA, NULL), key);
      case SEC1 -> wrapped(Der.sequence(EC, curve(source, key, curve)), key);
      case PKCS12 ->
          throw problem(source, "a PKCS12 file", "tls.client_certificate for one, or " + FORMS);
      default -> key;
    };
  }

  private static Der wrapped(Der algorithm, Der key) {
    return Der.sequence(ZERO, algorithm, Der.of(Der.OCTET_STRING, key.encoded()));
  }

  /** Which curve: inside the key, else in the block before it. */
  private static Der curve(Source source, Der key, Optional<Der> before) {
    Der found =
        key.parts().stream()
            .filter(part -> part.tag() == Der.CONTEXT_0)
            .flatMap(part -> part.parts().stream())
            .findFirst()
            .or(() -> before)
            .orElseThrow(() -> problem(source, "names no curve", "EC PARAMETERS before the key"));
    if (found.tag() != Der.OID) {
      throw problem(source, "the curve is spelt out", "a named curve");
    }
    return found;
  }

  private static PrivateKey key(Source source, byte[] pkcs8, String otherwise) {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (InvalidKeySpecException e) {
        // The next one, then.
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this JVM has no " + algorithm + " keys", e);
      }
    }
    throw problem(source, otherwise, FORMS);
  }

  /** Without a cause: the JDK's texts may quote the content. */
  static IllegalArgumentException problem(Source source, String what, String expected) {
    return new IllegalArgumentException(
        FAILED + ": " + source + ": " + what + " (expected: " + expected + ")");
  }
}
