package io.forebay.config.internal.krakend;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The methods that KrakenD's schema knows. */
final class Methods {
  private static final Set<String> KNOWN =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE");

  private Methods() {}

  /** The method of an endpoint or a backend, as it is written; empty if it names none. */
  static Optional<String> of(Fields fields) {
    Optional<String> method = fields.text("method");
    if (method.isPresent() && !KNOWN.contains(method.get().toUpperCase(Locale.ROOT))) {
      fields.found("method", "unknown (expected: such as GET or POST)");
      return Optional.empty();
    }
    return method;
  }
}
