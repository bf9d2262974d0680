package io.forebay.openapi.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * A path of a document, such as {@code /pets/{id}}. It is matched as it is encoded on the wire, to
 * the letter; only {@code .} and {@code ..} as segments are resolved, because no URL that is sent
 * has them (RFC 3986 section 6.2.2.3). Immutable.
 */
final class PathTemplate {
  private static final Pattern NAME = Pattern.compile("\\{([^{}/]+)\\}");

  private final String path;
  private final List<String> names = new ArrayList<>();
  private final List<String> segments;
  private final String literal;
  private final Pattern pattern;

  PathTemplate(String path) {
    this.path = path;
    segments = resolved(path);
    StringBuilder regex = new StringBuilder();
    StringBuilder plain = new StringBuilder();
    for (String segment : segments) {
      plain.append('/').append(encoded(segment));
      regex.append('/').append(regex(segment));
    }
    literal = plain.toString();
    pattern = Pattern.compile(regex.toString());
  }

  private static List<String> resolved(String path) {
    List<String> segments = new ArrayList<>();
    List<String> given = List.of(path.substring(path.startsWith("/") ? 1 : 0).split("/", -1));
    for (int i = 0; i < given.size(); i++) {
      String segment = given.get(i);
      boolean dots = segment.equals(".") || segment.equals("..");
      if (segment.equals("..") && !segments.isEmpty()) {
        segments.remove(segments.size() - 1);
      }
      if (!dots) {
        segments.add(segment);
      } else if (i == given.size() - 1) {
        segments.add("");
      }
    }
    return segments;
  }

  private String regex(String segment) {
    StringBuilder regex = new StringBuilder();
    int from = 0;
    for (Matcher found = NAME.matcher(segment); found.find(); from = found.end()) {
      names.add(found.group(1));
      regex.append(Pattern.quote(encoded(segment.substring(from, found.start()))));
      regex.append("([^/]+)");
    }
    return regex.append(Pattern.quote(encoded(segment.substring(from)))).toString();
  }

  /** As OkHttp would write it. */
  private static String encoded(String literal) {
    String path =
        new HttpUrl.Builder()
            .scheme("http")
            .host("h")
            .addEncodedPathSegment("x" + literal)
            .build()
            .encodedPath();
    return path.substring(2);
  }

  /** As the document has it. */
  String path() {
    return path;
  }

  boolean isLiteral() {
    return names.isEmpty();
  }

  /** The path as it leaves, if it has no parameters. */
  String literal() {
    return literal;
  }

  /** How many segments it has. */
  int size() {
    return segments.size();
  }

  /** The parameters of a path, encoded; empty: it is another. */
  Optional<Map<String, String>> match(String path) {
    Matcher matcher = pattern.matcher(path);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      values.put(names.get(i), matcher.group(i + 1));
    }
    return Optional.of(values);
  }
}
