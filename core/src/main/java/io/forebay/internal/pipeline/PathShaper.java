package io.forebay.internal.pipeline;

import io.forebay.spec.CallView;
import io.forebay.spec.PathSpec;
import io.forebay.spec.Reference;
import io.forebay.spec.Template;
import io.forebay.spec.Value;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Computes the path that is sent, percent-encoded, from the caller's.
 *
 * <p>{@code path} and {@code path_prefix} are decoded text: what they hold is encoded, variables as
 * single segments. The caller's own path keeps its encoding byte for byte. A {@code path} that ends
 * in {@code /**} takes the caller's path in place of the stars (Couper).
 */
final class PathShaper {
  private static final String STARS = "/" + PathSpec.WILDCARD;

  private final @Nullable Value path;
  private final @Nullable Value prefix;

  PathShaper(PathSpec spec) {
    path = spec.path().orElse(null);
    prefix = spec.prefix().orElse(null);
  }

  boolean changesNothing() {
    return path == null && prefix == null;
  }

  /** Whether the same path always becomes the same. */
  boolean constant() {
    return constant(prefix) && constant(path) && (path == null || !path.toString().endsWith(STARS));
  }

  private static boolean constant(@Nullable Value value) {
    return value == null || value.constant();
  }

  /**
   * The path to send.
   *
   * @param asked the caller's path, encoded
   * @throws IllegalArgumentException if a configured part holds a query, a fragment or {@code ..},
   *     or a variable makes a segment {@code .} or {@code ..}
   */
  String shape(String asked, CallView call) {
    String shaped = asked;
    if (path != null) {
      shaped = replaced(path, asked, call);
    }
    if (prefix != null) {
      String front = resolved("path_prefix", prefix, call);
      shaped = front.isEmpty() ? shaped : join(front, shaped);
    }
    return shaped;
  }

  private static String replaced(Value path, String asked, CallView call) {
    String value = resolved("path", path, call);
    if (value.isEmpty()) {
      return asked;
    }
    return takesRest(path, value)
        ? join(value.substring(0, value.length() - STARS.length()), wildcard(asked, call))
        : join(value, "");
  }

  /** Whether stars stand at the end of what was configured; a caller's own mean themselves. */
  private static boolean takesRest(Value path, String value) {
    if (path instanceof Template template && !template.constant()) {
      List<Template.Part> parts = template.parts();
      return parts.get(parts.size() - 1) instanceof Template.Literal literal
          && literal.text().endsWith(STARS);
    }
    return value.endsWith(STARS);
  }

  /** The part in place of the stars, which keeps its encoding. */
  private static String wildcard(String asked, CallView call) {
    Optional<String> given = call.variable(PathSpec.WILDCARD);
    if (given.isEmpty()) {
      return asked;
    }
    check("path", given.get(), PathSpec.WILDCARD);
    return Percent.keptPath(given.get());
  }

  private static String resolved(String attribute, Value value, CallView call) {
    if (value instanceof Template template && !template.constant()) {
      String text =
          template.resolve(call, (part, found) -> encoded(attribute, part, found, template));
      refuseClimbing(attribute, text, template);
      return text;
    }
    String text = value.resolve(call);
    if (text == null || text.isBlank()) {
      return "";
    }
    return encoded(attribute, text, value instanceof Template ? value : text);
  }

  private static String encoded(
      String attribute, Template.Part part, String text, Template template) {
    if (part instanceof Template.Literal) {
      return encoded(attribute, text, template);
    }
    return part instanceof Reference reference && reference.name().equals("request.path")
        ? text // A path already, encoded.
        : segment(attribute, text, template);
  }

  /**
   * Encodes configured text.
   *
   * @param shown what messages show in place of the text, which may be secret
   */
  private static String encoded(String attribute, String text, Object shown) {
    check(attribute, text, shown);
    return Percent.path(text);
  }

  private static void check(String attribute, String text, Object shown) {
    PathSpec.problem(text, shown)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(attribute + " attribute: " + problem);
            });
  }

  private static String segment(String attribute, String variable, Object shown) {
    if (PathSpec.climbs(variable)) {
      throw refused(attribute, "path traversal not allowed:", shown);
    }
    return Percent.component(variable);
  }

  /** Refuses {@code .} and {@code ..} segments that came about by variables. */
  private static void refuseClimbing(String attribute, String text, Template template) {
    int dots = dotSegments(text);
    if (dots > 0 && dots > dotSegments(template.toString())) {
      throw refused(attribute, "path traversal not allowed:", template);
    }
  }

  private static int dotSegments(String text) {
    int count = 0;
    if (text.indexOf('.') >= 0) {
      for (String segment : text.split("/", -1)) {
        count += segment.equals(".") || segment.equals("..") ? 1 : 0;
      }
    }
    return count;
  }

  private static IllegalArgumentException refused(String attribute, String problem, Object shown) {
    return new IllegalArgumentException(
        attribute + " attribute: " + problem + " \"" + shown + "\"");
  }

  /** One slash between the parts, one in front, and the tail's own end. */
  static String join(String front, String tail) {
    String joined = "/" + front + (tail.isEmpty() ? "" : "/" + tail);
    StringBuilder clean = new StringBuilder(joined.length());
    int tailStart = joined.length() - tail.length();
    for (int i = 0; i < joined.length(); i++) {
      char c = joined.charAt(i);
      boolean doubled = c == '/' && clean.length() > 0 && clean.charAt(clean.length() - 1) == '/';
      if (!doubled || i > tailStart) {
        clean.append(c);
      }
    }
    return clean.toString();
  }
}
