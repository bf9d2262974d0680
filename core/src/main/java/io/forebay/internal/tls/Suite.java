package io.forebay.internal.tls;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cipher suite of this JVM, and all that OpenSSL 1.1.1 calls it (its manual page {@code
 * ciphers(1)}). Immutable.
 *
 * @param javaName the name in the JDK
 * @param names lower-case names of this suite alone, in either spelling
 * @param words lower-case aliases that cover it among others; none for TLS 1.3, which OpenSSL's
 *     lists do not touch
 * @param strength bits of the cipher
 */
record Suite(String javaName, Set<String> names, Set<String> words, int strength) {
  private static final Pattern PARTS = Pattern.compile("(?:TLS|SSL)_(.+)_WITH_(.+)");

  private static final Map<String, List<String>> KEY_EXCHANGES =
      Map.of(
          "RSA", List.of("krsa", "rsa", "arsa"),
          "ECDHE_RSA", List.of("kecdhe", "keecdh", "ecdhe", "eecdh", "ecdh", "arsa"),
          "ECDHE_ECDSA", List.of("kecdhe", "keecdh", "ecdhe", "eecdh", "ecdh", "aecdsa", "ecdsa"),
          "DHE_RSA", List.of("kdhe", "kedh", "dhe", "edh", "dh", "arsa"),
          "DHE_DSS", List.of("kdhe", "kedh", "dhe", "edh", "dh", "adss", "dss"));

  /** Takes a name of the JDK apart. */
  static Suite of(String javaName) {
    Matcher parts = PARTS.matcher(javaName);
    if (!parts.matches()) {
      return new Suite(javaName, Set.of(lower(javaName)), Set.of(), bits(javaName));
    }
    String exchange = parts.group(1);
    String cipher = parts.group(2);
    String openSsl = (exchange.equals("RSA") ? "" : exchange + "-") + openSsl(cipher);
    Set<String> names = new HashSet<>();
    names.add(lower(javaName));
    names.add(lower("TLS_" + exchange + "_WITH_" + cipher)); // The JDK's oldest begin with SSL.
    names.add(lower(openSsl.replace('_', '-')));
    return new Suite(javaName, names, words(exchange, cipher), bits(cipher));
  }

  /** Whether it belongs to TLS 1.3, whose suites name neither key exchange nor signature. */
  boolean tls13() {
    return !javaName.contains("_WITH_");
  }

  /** Whether it authenticates and encrypts; and is a suite at all, not a signal. */
  boolean usable() {
    return !javaName.contains("_anon_")
        && !javaName.contains("_NULL_")
        && !javaName.contains("_EXPORT_")
        && !javaName.endsWith("_SCSV");
  }

  /** Whether one word of a list means it. */
  boolean is(String word) {
    String lower = lower(word);
    return names.contains(lower) || words.contains(lower);
  }

  private static String openSsl(String cipher) {
    if (cipher.equals("3DES_EDE_CBC_SHA")) {
      return "DES-CBC3-SHA";
    }
    if (cipher.startsWith("CHACHA20")) {
      return "CHACHA20-POLY1305";
    }
    return cipher.replaceFirst("^AES_", "AES").replace("_CBC", "");
  }

  private static int bits(String cipher) {
    if (cipher.contains("AES_128")) {
      return 128;
    }
    return cipher.contains("3DES") ? 112 : 256;
  }

  private static Set<String> words(String exchange, String cipher) {
    List<String> ofExchange = KEY_EXCHANGES.getOrDefault(exchange, List.of());
    if (ofExchange.isEmpty()) {
      return Set.of(); // OpenSSL 1.1.1 has no other kind; by name they can still be chosen.
    }
    Set<String> words = new HashSet<>(ofExchange);
    words.addAll(List.of("all", "default"));
    words.add(cipher.startsWith("3DES") ? "medium" : "high");
    words.addAll(cipherWords(cipher));
    words.addAll(macWords(cipher));
    return words;
  }

  private static List<String> cipherWords(String cipher) {
    if (cipher.startsWith("AES_")) {
      String bits = cipher.startsWith("AES_256") ? "aes256" : "aes128";
      return cipher.contains("_GCM_") ? List.of("aes", bits, "aesgcm") : List.of("aes", bits);
    }
    return List.of(cipher.startsWith("CHACHA20") ? "chacha20" : "3des");
  }

  /** The hash of an AEAD suite is not its MAC; neither has TLS before 1.2 any. */
  private static List<String> macWords(String cipher) {
    if (!cipher.contains("_CBC_")) {
      return List.of("tlsv1.2");
    }
    if (cipher.endsWith("_SHA")) {
      return List.of("sha", "sha1", "tlsv1", "tlsv1.0", "sslv3");
    }
    return List.of("tlsv1.2", cipher.endsWith("_SHA256") ? "sha256" : "sha384");
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
