package io.forebay.config.internal.krakend;

import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.Shown;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Cipher suites by number (IANA), as Go has them. */
final class CipherSuites {
  private static final Map<Integer, String> NAMES = names();

  private CipherSuites() {}

  private static Map<Integer, String> names() {
    Map<Integer, String> names = new TreeMap<>();
    names.put(0x0005, "SSL_RSA_WITH_RC4_128_SHA");
    names.put(0x000a, "SSL_RSA_WITH_3DES_EDE_CBC_SHA");
    names.put(0x002f, "TLS_RSA_WITH_AES_128_CBC_SHA");
    names.put(0x0035, "TLS_RSA_WITH_AES_256_CBC_SHA");
    names.put(0x003c, "TLS_RSA_WITH_AES_128_CBC_SHA256");
    names.put(0x009c, "TLS_RSA_WITH_AES_128_GCM_SHA256");
    names.put(0x009d, "TLS_RSA_WITH_AES_256_GCM_SHA384");
    names.put(0x1301, "TLS_AES_128_GCM_SHA256");
    names.put(0x1302, "TLS_AES_256_GCM_SHA384");
    names.put(0x1303, "TLS_CHACHA20_POLY1305_SHA256");
    names.put(0xc007, "TLS_ECDHE_ECDSA_WITH_RC4_128_SHA");
    names.put(0xc009, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA");
    names.put(0xc00a, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA");
    names.put(0xc011, "TLS_ECDHE_RSA_WITH_RC4_128_SHA");
    names.put(0xc012, "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA");
    names.put(0xc013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA");
    names.put(0xc014, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA");
    names.put(0xc023, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256");
    names.put(0xc027, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256");
    names.put(0xc02b, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
    names.put(0xc02c, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
    names.put(0xc02f, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
    names.put(0xc030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
    names.put(0xcca8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
    names.put(0xcca9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256");
    return names;
  }

  static List<String> read(Fields tls) {
    List<String> suites = new ArrayList<>();
    List<Node> items = tls.items("cipher_suites");
    for (int i = 0; i < items.size(); i++) {
      String place = tls.placeOf("cipher_suites") + "[" + i + "]";
      Node item = items.get(i);
      if (!(item instanceof Node.Scalar number) || !Word.Type.NUMBER.fits(item)) {
        tls.report().wrong(item, place, "the number of a suite");
        continue;
      }
      String name = NAMES.get(new BigDecimal(number.text()).intValue());
      if (name == null) {
        String shown = Shown.of(number.text());
        tls.report().found(item.at(), place, () -> "no suite that Go knows: " + shown);
      } else {
        suites.add(name);
      }
    }
    return suites;
  }

  /** The number of a suite; empty if Go does not know it. */
  static Optional<Integer> number(String name) {
    return NAMES.entrySet().stream()
        .filter(entry -> entry.getValue().equals(name))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
