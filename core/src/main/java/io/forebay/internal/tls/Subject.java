package io.forebay.internal.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/** What a certificate calls itself, in text that is safe to log: strangers write it. */
final class Subject {
  private static final int LONGEST = 160;
  private static final int MOST_NAMES = 8;
  private static final int DNS = 2;
  private static final int IP = 7;

  private Subject() {}

  /** Its distinguished name, or the first alternative name where that is empty. */
  static String of(X509Certificate certificate) {
    String name = of(certificate.getSubjectX500Principal());
    if (!name.isEmpty()) {
      return name;
    }
    List<String> names = names(certificate);
    return names.isEmpty() ? "serial " + certificate.getSerialNumber() : names.get(0);
  }

  static String of(X500Principal principal) {
    return clean(principal.getName());
  }

  /** The host names and addresses that it is for. */
  static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      for (List<?> pair : all == null ? List.<List<?>>of() : all) {
        Object kind = pair.get(0);
        if (kind.equals(DNS) || kind.equals(IP)) {
          names.add(clean(String.valueOf(pair.get(1))));
        }
      }
    } catch (CertificateParsingException e) {
      return List.of(); // As OkHttp's verifier sees it: there is no name.
    }
    return names;
  }

  /** Those names in one line, not too many of them. */
  static String listed(List<String> names) {
    int shown = Math.min(names.size(), MOST_NAMES);
    String text = String.join(", ", names.subList(0, shown));
    return shown == names.size() ? text : text + " and " + (names.size() - shown) + " more";
  }

  private static String clean(String text) {
    String printable = text.replaceAll("\\p{Cntrl}", "?");
    return printable.length() <= LONGEST ? printable : printable.substring(0, LONGEST) + "…";
  }
}
