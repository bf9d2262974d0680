package io.forebay.config.internal.fastly;

import io.forebay.config.internal.tree.Shown;
import io.forebay.spec.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads where a backend is: one address, which the API shows again as {@code hostname}, {@code
 * ipv4} or {@code ipv6}; a port; and whether TLS is spoken, which follows from port 443 where
 * nothing is said.
 */
final class AddressReader {
  private static final int TLS_PORT = 443;

  private final Fields fields;

  AddressReader(Fields fields) {
    this.fields = fields;
  }

  /** The origin; empty if something is wrong, which is a finding then. */
  Optional<Origin> read() {
    Optional<String> host = host();
    Optional<Integer> port = fields.number("port", 1, 65_535).map(Long::intValue);
    Optional<Boolean> ssl = fields.flag("use_ssl");
    if (port.isEmpty() && fields.has("port")) {
      return Optional.empty();
    }
    boolean tls = ssl.orElse(port.filter(number -> number == TLS_PORT).isPresent());
    if (tls && port.isEmpty()) {
      fields.note("use_ssl", "true without a port: read as port 443");
    }
    int number = port.orElse(tls ? TLS_PORT : 80);
    return host.map(name -> new Origin(tls ? "https" : "http", name, number));
  }

  private Optional<String> host() {
    List<String> keys = new ArrayList<>();
    for (String key : List.of("address", "hostname", "ipv4", "ipv6")) {
      if (fields.has(key)) {
        keys.add(key);
      }
    }
    if (keys.isEmpty()) {
      fields.found("address", "missing (expected: a host name, IPv4 or IPv6)");
      return Optional.empty();
    }
    Optional<String> first = valid(keys.get(0));
    for (String key : keys.subList(1, keys.size())) {
      first = agreeing(first, keys.get(0), key);
    }
    return first.map(host -> host.toLowerCase(Locale.ROOT));
  }

  private Optional<String> agreeing(Optional<String> first, String firstKey, String key) {
    Optional<String> other = valid(key);
    if (first.isEmpty() || other.isEmpty() || HostRules.same(first.get(), other.get())) {
      return other.isEmpty() ? other : first;
    }
    fields.found(
        key,
        "'"
            + Shown.of(other.get())
            + "' beside "
            + firstKey
            + " '"
            + Shown.of(first.get())
            + "' (expected: the same, or one of them)");
    return Optional.empty();
  }

  private Optional<String> valid(String key) {
    Optional<String> host = fields.text(key);
    if (host.isEmpty()) {
      return host;
    }
    String text = host.get();
    Optional<String> problem =
        switch (key) {
          case "ipv4" -> HostRules.isIpv4(text) ? Optional.empty() : Optional.of("not IPv4");
          case "ipv6" -> HostRules.isIpv6(text) ? Optional.empty() : Optional.of("not IPv6");
          default -> HostRules.problem(text);
        };
    if (problem.isPresent()) {
      fields.found(key, "'" + Shown.of(text) + "': " + problem.get());
      return Optional.empty();
    }
    return host;
  }
}
