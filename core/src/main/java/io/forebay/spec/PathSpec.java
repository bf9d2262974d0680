package io.forebay.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What becomes of a request's path. Immutable.
 *
 * @param path replaces the whole path; empty: the caller's path stays. A value that ends in {@code
 *     /**} takes the variable {@code **} there, if the call binds it, else the caller's path
 *     (Couper {@code path})
 * @param prefix goes in front of the path, after {@code path} was applied; empty: none (Couper
 *     {@code path_prefix})
 */
public record PathSpec(Optional<Value> path, Optional<Value> prefix) {

  /** The caller's path, unchanged. */
  public static final PathSpec UNCHANGED = new PathSpec(Optional.empty(), Optional.empty());

  /** What a path that ends in it takes there. */
  public static final String WILDCARD = "**";

  private static final Pattern ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  /** What no call could send, each with its key. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    check("path", path, problems);
    check("path_prefix", prefix, problems);
    return problems;
  }

  private static void check(String key, Optional<Value> value, List<String> problems) {
    if (value.isEmpty()) {
      return;
    }
    if (value.get().needsResponse()) {
      problems.add(key + ": " + value.get() + " is not known before the response");
    }
    if (value.get() instanceof Template template) {
      problem(template).map(text -> key + " attribute: " + text).ifPresent(problems::add);
    }
  }

  /**
   * What is wrong with a path whatever the call; empty if nothing is. Of a path that depends on the
   * call the parts between are looked at, each as it stands.
   */
  public static Optional<String> problem(Template path) {
    if (path.constant()) {
      return problem(path.plain(), path);
    }
    for (Template.Part part : path.parts()) {
      Optional<String> problem =
          part instanceof Template.Literal literal
              ? problem(literal.text(), path)
              : Optional.empty();
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  /**
   * What is wrong with a path that is put in place; empty if nothing is.
   *
   * @param text its decoded text
   * @param shown what the message shows in its place, which may be secret
   */
  public static Optional<String> problem(String text, Object shown) {
    String what = null;
    if (text.indexOf('#') >= 0) {
      what = "invalid fragment found in";
    } else if (text.indexOf('?') >= 0) {
      what = "invalid query string found in";
    } else if (ESCAPE.matcher(text).find()) {
      what = "invalid path encoding:";
    } else if (climbs(text)) {
      what = "path traversal not allowed:";
    }
    return Optional.ofNullable(what).map(problem -> problem + " \"" + shown + "\"");
  }

  /** Whether a segment is {@code ..}, raw or encoded; encoded slashes part segments too. */
  public static boolean climbs(String text) {
    if (text.indexOf('.') < 0 && text.indexOf('%') < 0) {
      return false;
    }
    String plain =
        text.toLowerCase(Locale.ROOT).replace("%2e", ".").replace("%2f", "/").replace("%5c", "/");
    for (String segment : plain.split("[/\\\\]", -1)) {
      if (segment.equals("..")) {
        return true;
      }
    }
    return false;
  }
}
