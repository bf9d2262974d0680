package io.forebay.internal.tls;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of PEM (RFC 7468): its label and what is inside. Immutable; the content is not printed.
 */
final class Pem {
  private static final String BEGIN = "-----BEGIN ";
  private static final Pattern HEAD = Pattern.compile("-----BEGIN ([^\r\n]*?)-----");
  // RFC 1421: "Name: value" lines and an empty line, in old encrypted keys.
  private static final Pattern HEADERS = Pattern.compile("\\A\\s*(?:[A-Za-z-]+:.*\\R)+\\s*\\R");

  private final String label;
  private final boolean encrypted;
  private final byte[] der;

  private Pem(String label, boolean encrypted, byte[] der) {
    this.label = label;
    this.encrypted = encrypted;
    this.der = der;
  }

  /** Whether there is a PEM block in it, whole or not. */
  static boolean looksLike(byte[] content) {
    return text(content).contains(BEGIN);
  }

  /**
   * All blocks in order; text around them is skipped.
   *
   * @throws MalformedException if a block breaks off or is not Base64
   */
  static List<Pem> blocks(byte[] content) {
    String text = text(content);
    List<Pem> blocks = new ArrayList<>();
    Matcher head = HEAD.matcher(text);
    int from = 0;
    while (head.find(from)) {
      String label = head.group(1);
      int end = text.indexOf("-----END " + label + "-----", head.end());
      if (end < 0) {
        throw new MalformedException(
            "block " + (blocks.size() + 1) + " (" + label + ") has no end line");
      }
      blocks.add(block(label, text.substring(head.end(), end), blocks.size() + 1));
      from = end;
    }
    return blocks;
  }

  private static Pem block(String label, String body, int number) {
    Matcher headers = HEADERS.matcher(body);
    boolean hasHeaders = headers.find();
    boolean encrypted = hasHeaders && headers.group().contains("ENCRYPTED");
    String base64 = hasHeaders ? body.substring(headers.end()) : body;
    try {
      byte[] der = Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
      return new Pem(label, encrypted, der);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("block " + number + " (" + label + ") is not Base64");
    }
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.ISO_8859_1);
  }

  String label() {
    return label;
  }

  /** Whether it is encrypted in OpenSSL's old form, by its header lines. */
  boolean oldEncryption() {
    return encrypted;
  }

  boolean isCertificate() {
    return label.endsWith("CERTIFICATE");
  }

  boolean isKey() {
    return label.endsWith("PRIVATE KEY");
  }

  byte[] der() {
    return der.clone();
  }
}
