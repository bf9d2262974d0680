package io.forebay.config.internal.krakend;

import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.PathSpec;
import io.forebay.spec.Template;
import io.forebay.spec.Template.Literal;
import io.forebay.spec.Template.Part;
import io.forebay.spec.Template.Variable;
import io.forebay.spec.Value;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A {@code url_pattern} for the path and the query of an exchange. Immutable.
 *
 * @param text the pattern
 * @param parameters what the endpoint has to declare
 * @param notes what became of what it cannot say
 */
record PatternWriter(String text, SortedSet<String> parameters, List<String> notes) {
  private static final Pattern DECLARED = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

  static PatternWriter of(ExchangeSpec exchange) {
    List<String> notes = new ArrayList<>();
    StringBuilder pattern = new StringBuilder(path(exchange, notes));
    char separator = '?';
    for (Map.Entry<String, List<Value>> entry : exchange.edits().queryParams().add().entrySet()) {
      for (Value value : entry.getValue()) {
        Optional<String> text = query(value);
        if (text.isPresent() && !entry.getKey().isEmpty()) {
          pattern.append(separator).append(encoded(entry.getKey())).append('=').append(text.get());
          separator = '&';
        }
      }
    }
    SortedSet<String> parameters = new TreeSet<>(UrlPattern.placeholders(pattern.toString()));
    parameters.removeIf(UrlPattern::undeclared);
    return new PatternWriter(pattern.toString(), parameters, notes);
  }

  private static String path(ExchangeSpec exchange, List<String> notes) {
    Optional<Value> prefix = exchange.path().prefix();
    Optional<Value> path = exchange.path().path();
    Optional<String> joined =
        parts(Stream.concat(prefix.stream(), path.stream()).toList())
            .flatMap(PatternWriter::written);
    if (joined.isEmpty() && (path.isPresent() || prefix.isPresent())) {
      notes.add("path, path_prefix: KrakenD cannot say this one; url_pattern is /");
      return "/";
    }
    if (prefix.isPresent()) {
      notes.add("path_prefix: written in front of the path, in url_pattern");
    }
    if (path.isEmpty()) {
      notes.add("path: KrakenD takes none from the caller; url_pattern is " + joined.orElse("/"));
    }
    return joined.orElse("/");
  }

  /** The parts of values one behind the other, neighbouring literals joined. */
  private static Optional<List<Part>> parts(List<Value> values) {
    List<Part> parts = new ArrayList<>();
    for (Value value : values) {
      if (!(value instanceof Template template)) {
        return Optional.empty();
      }
      for (Part part : template.parts()) {
        addJoined(part, parts);
      }
    }
    return Optional.of(parts);
  }

  private static void addJoined(Part part, List<Part> parts) {
    int last = parts.size() - 1;
    if (part instanceof Literal literal
        && !literal.secret()
        && last >= 0
        && parts.get(last) instanceof Literal before
        && !before.secret()) {
      parts.set(last, new Literal(before.text() + literal.text(), ""));
      return;
    }
    parts.add(part);
  }

  private static Optional<String> written(List<Part> parts) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (!sayable(part)) {
        return Optional.empty();
      }
      text.append(part);
    }
    return Optional.of(text.toString()).filter(path -> isRead(path, parts));
  }

  /** Whether reading gives the same, which a literal brace may hinder. */
  private static boolean isRead(String path, List<Part> parts) {
    return path.startsWith("/")
        && path.indexOf('?') < 0
        && !path.contains("{{")
        && PathSpec.problem(new Template(parts)).isEmpty()
        && UrlPattern.parse(path).path().parts().equals(parts);
  }

  /** No secret, and no variable that a placeholder cannot name. */
  private static boolean sayable(Part part) {
    if (part instanceof Variable variable) {
      String name = variable.name();
      return DECLARED.matcher(name).matches() || UrlPattern.undeclared(name);
    }
    return part instanceof Literal literal && !literal.secret();
  }

  private static Optional<String> query(Value value) {
    if (value instanceof Value.Plain plain) {
      return Optional.of(encoded(plain.toString()));
    }
    if (!(value instanceof Template template)
        || !template.parts().stream().allMatch(PatternWriter::sayable)) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder();
    for (Part part : template.parts()) {
      text.append(part instanceof Literal literal ? encoded(literal.text()) : part);
    }
    return Optional.of(text.toString());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
