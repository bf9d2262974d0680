package io.forebay.internal.tls;

import io.forebay.spec.TlsSpec;
import io.forebay.spec.TlsVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads a list of cipher suites: OpenSSL's syntax (1.1.1) with its names, or the JDK's names.
 *
 * <p>{@code :}, {@code ,} and spaces separate; {@code !} excludes for good, {@code -} takes out, a
 * leading {@code +} moves to the end, {@code +} between words means both, {@code @STRENGTH} sorts.
 * Suites that do not authenticate or encrypt never match.
 *
 * <p>TLS 1.3 is apart, as it is in OpenSSL: aliases do not cover its suites, and a list that names
 * none of them leaves the JVM's in front. A list that names some offers only those; {@code !} with
 * such a name takes it out.
 */
final class CipherList {
  private static final String STRENGTH = "@STRENGTH";

  private final List<Suite> available;
  private final Set<Suite> chosen = new LinkedHashSet<>();
  private final Set<Suite> excluded = new LinkedHashSet<>();
  private final List<String> unknown = new ArrayList<>();

  private CipherList(List<String> supported) {
    available = supported.stream().map(Suite::of).filter(Suite::usable).toList();
  }

  /**
   * What a list comes to.
   *
   * @param suites the JDK's names in order; empty: no list was given
   * @param unknown words that mean nothing to this JVM
   */
  record Selection(List<String> suites, List<String> unknown) {}

  /**
   * The suites of a spec.
   *
   * @param supported what the JVM can do, best first
   * @throws IllegalArgumentException if there is a list and nothing in it can be used
   */
  static Selection select(TlsSpec spec, List<String> supported) {
    if (spec.ciphers().isEmpty()) {
      return new Selection(List.of(), List.of());
    }
    CipherList list = new CipherList(supported);
    for (String element : spec.ciphers()) {
      for (String word : element.strip().split("[:,\\s]+", -1)) {
        list.apply(word);
      }
    }
    return new Selection(list.offered(spec), List.copyOf(list.unknown));
  }

  private void apply(String word) {
    if (word.isEmpty()) {
      return;
    }
    String rest = word.substring(1);
    switch (word.charAt(0)) {
      case '!' -> {
        Set<Suite> gone = matching(rest);
        excluded.addAll(gone);
        chosen.removeAll(gone);
      }
      case '-' -> chosen.removeAll(matching(rest));
      case '+' -> toEnd(matching(rest));
      case '@' -> sort(word);
      default -> {
        Set<Suite> found = matching(word);
        if (found.isEmpty()) {
          unknown.add(word);
        }
        found.removeAll(excluded);
        chosen.addAll(found);
      }
    }
  }

  private Set<Suite> matching(String word) {
    Set<Suite> found = new LinkedHashSet<>(available);
    for (String part : word.split("\\+", -1)) {
      found.removeIf(suite -> !suite.is(part));
    }
    return found;
  }

  private void toEnd(Set<Suite> moved) {
    moved.retainAll(chosen);
    chosen.removeAll(moved);
    chosen.addAll(moved);
  }

  private void sort(String word) {
    if (!word.equals(STRENGTH)) {
      unknown.add(word);
      return;
    }
    List<Suite> sorted = new ArrayList<>(chosen);
    sorted.sort(Comparator.comparingInt(Suite::strength).reversed());
    chosen.clear();
    chosen.addAll(sorted);
  }

  private List<String> offered(TlsSpec spec) {
    List<String> offered = new ArrayList<>();
    if (spec.maxVersion() == TlsVersion.TLS_1_3) {
      newSuites().forEach(suite -> offered.add(suite.javaName()));
    }
    if (spec.minVersion() != TlsVersion.TLS_1_3) {
      chosen.stream().filter(suite -> !suite.tls13()).map(Suite::javaName).forEach(offered::add);
    }
    if (chosen.isEmpty() || offered.isEmpty()) {
      throw new IllegalArgumentException(
          "tls.ciphers: nothing in '"
              + String.join(":", spec.ciphers())
              + "' can be used with TLS "
              + spec.minVersion().text()
              + " to "
              + spec.maxVersion().text()
              + " (expected: names of OpenSSL or the JDK, such as ECDHE-RSA-AES128-GCM-SHA256)");
    }
    return List.copyOf(offered);
  }

  /** Of TLS 1.3: those that the list names, else all but those that it excludes. */
  private List<Suite> newSuites() {
    List<Suite> named = chosen.stream().filter(Suite::tls13).toList();
    return named.isEmpty()
        ? available.stream().filter(Suite::tls13).filter(s -> !excluded.contains(s)).toList()
        : named;
  }
}
