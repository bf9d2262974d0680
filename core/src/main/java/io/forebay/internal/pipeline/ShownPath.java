package io.forebay.internal.pipeline;

import io.forebay.spec.Edits;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.PathSpec;
import io.forebay.spec.Template;
import io.forebay.spec.TokenNames;
import io.forebay.spec.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import okhttp3.HttpUrl;

/** Path, query and headers for logs: what the definition declares secret, and tokens, are not. */
final class ShownPath {
  static final String STARS = "***";

  private final boolean secretPath;
  private final Set<String> secretParams;
  private final Set<String> secretHeaders;

  ShownPath(ExchangeSpec spec) {
    PathSpec path = spec.path();
    secretPath = secret(path.path()) || secret(path.prefix());
    secretParams = secretNames(spec.edits().queryParams());
    secretHeaders = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    secretHeaders.addAll(secretNames(spec.edits().requestHeaders()));
    spec.basicAuth().ifPresent(login -> secretHeaders.add("Authorization"));
  }

  private static boolean secret(Optional<Value> value) {
    return value.filter(ShownPath::secret).isPresent();
  }

  private static boolean secret(Value value) {
    return TokenNames.within(value) || (value instanceof Template template && template.secret());
  }

  private static Set<String> secretNames(Edits edits) {
    Set<String> names = new LinkedHashSet<>();
    Stream.of(edits.set(), edits.add())
        .map(Map::entrySet)
        .flatMap(Set::stream)
        .filter(entry -> entry.getValue().stream().anyMatch(ShownPath::secret))
        .forEach(entry -> names.add(entry.getKey()));
    return names;
  }

  /** Path and query of what was sent, without what is secret. */
  String of(HttpUrl asked, HttpUrl sent) {
    String path = secretPath ? asked.encodedPath() : sent.encodedPath();
    String query = sent.encodedQuery();
    return query == null ? path : path + "?" + query(query);
  }

  /** The query of what was sent, without what is secret. */
  String query(String query) {
    if (secretParams.isEmpty()) {
      return query;
    }
    List<String> pairs = new ArrayList<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? null : Percent.decode(pair.substring(0, equals));
      boolean secret = name != null && hidesParam(name);
      pairs.add(secret ? pair.substring(0, equals + 1) + STARS : pair);
    }
    return String.join("&", pairs);
  }

  /** Whether the path that is sent may hold a secret. */
  boolean hidesPath() {
    return secretPath;
  }

  /** Whether a query parameter of what was sent may hold a secret. */
  boolean hidesParam(String name) {
    return secretParams.contains(name);
  }

  /** Whether a header of what was sent may hold a secret. */
  boolean hides(String header) {
    return secretHeaders.contains(header);
  }
}
