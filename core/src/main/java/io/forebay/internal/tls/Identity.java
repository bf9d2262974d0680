package io.forebay.internal.tls;

import io.forebay.spec.ClientIdentity;
import io.forebay.spec.Template;
import io.forebay.spec.Value;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.Optional;

/**
 * Our key and the certificates that belong to it, our own first. Immutable; the key is not printed.
 *
 * @param key the private key
 * @param chain at least one certificate
 */
record Identity(PrivateKey key, List<X509Certificate> chain) {
  static final String PASSWORD = "tls.client_key_password";

  private static final byte[] PROBE = {'f', 'o', 'r', 'e', 'b', 'a', 'y'};

  /** Copies the chain. */
  Identity {
    chain = List.copyOf(chain);
  }

  /**
   * Reads key and certificates.
   *
   * @throws IllegalArgumentException if one of them is missing or broken, the password is wrong, or
   *     the two do not belong together
   */
  static Identity read(ClientIdentity spec, Contents contents) {
    Source certificate = Source.certificate(spec);
    Optional<Source> key = Source.key(spec);
    Optional<String> password = spec.password().map(Identity::constant);
    byte[] content = contents.of(certificate);
    Optional<byte[]> pkcs12 = pkcs12(certificate, content);
    if (pkcs12.isEmpty()) {
      return pair(certificate, content, key, contents, password);
    }
    if (key.isPresent()) {
      throw new IllegalArgumentException(
          key.get()
              + ": set beside the PKCS12 file of "
              + certificate
              + " (expected: one of them)");
    }
    return Pkcs12.read(certificate, pkcs12.get(), password).matching(certificate, certificate);
  }

  private static Optional<byte[]> pkcs12(Source source, byte[] content) {
    if (Pem.looksLike(content)) {
      return Optional.empty();
    }
    try {
      return Optional.of(source.der(content)).filter(Pkcs12::is);
    } catch (MalformedException e) {
      return Optional.empty(); // And no certificate either, which is said there.
    }
  }

  private static Identity pair(
      Source certificate,
      byte[] content,
      Optional<Source> key,
      Contents contents,
      Optional<String> password) {
    List<X509Certificate> chain = Certificates.read(certificate, content);
    if (key.isEmpty() && !PrivateKeys.in(content)) {
      throw new IllegalArgumentException(
          "tls: missing client private key: "
              + certificate
              + " has none (expected: tls.client_key, or a PKCS12 file)");
    }
    Source where = key.orElse(certificate);
    PrivateKey read = PrivateKeys.read(where, contents.of(where), password);
    return new Identity(read, chain).matching(where, certificate);
  }

  private static String constant(Value value) {
    if (!(value instanceof Template template) || !template.constant()) {
      throw new IllegalArgumentException(PASSWORD + ": depends on the call (expected: a constant)");
    }
    StringBuilder text = new StringBuilder();
    template.parts().forEach(part -> text.append(((Template.Literal) part).text()));
    return text.toString();
  }

  private Identity matching(Source keySource, Source certificateSource) {
    if (!matches()) {
      throw new IllegalArgumentException(
          "tls: private key does not match public key: "
              + keySource
              + " and certificate '"
              + Subject.of(own())
              + "' of "
              + certificateSource
              + " (expected: a pair, our own certificate first)");
    }
    return this;
  }

  /** Signs with the one and verifies with the other: the only check that fits every algorithm. */
  private boolean matches() {
    if (!key.getAlgorithm().equals(own().getPublicKey().getAlgorithm())) {
      return false;
    }
    try {
      Signature signer = signature();
      signer.initSign(key);
      signer.update(PROBE);
      byte[] signed = signer.sign();
      Signature verifier = signature();
      verifier.initVerify(own().getPublicKey());
      verifier.update(PROBE);
      return verifier.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private Signature signature() throws GeneralSecurityException {
    return switch (key.getAlgorithm()) {
      case "RSA" -> Signature.getInstance("SHA256withRSA");
      case "EC" -> Signature.getInstance("SHA256withECDSA");
      case "RSASSA-PSS" -> {
        Signature pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        yield pss;
      }
      default -> Signature.getInstance(key.getAlgorithm());
    };
  }

  /** Our own certificate. */
  X509Certificate own() {
    return chain.get(0);
  }

  /** Whose it is. */
  @Override
  public String toString() {
    return Subject.of(own());
  }
}
