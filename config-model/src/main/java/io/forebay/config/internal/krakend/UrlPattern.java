package io.forebay.config.internal.krakend;

import io.forebay.config.internal.tree.Shown;
import io.forebay.spec.Reference;
import io.forebay.spec.Template;
import io.forebay.spec.Template.Literal;
import io.forebay.spec.Template.Part;
import io.forebay.spec.Template.Variable;
import io.forebay.spec.Value;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code url_pattern}: the path and the query of a request. Immutable.
 *
 * @param path the path
 * @param query the parameters, with their values in order
 * @param notes what became of what a definition cannot say
 */
record UrlPattern(Template path, Map<String, List<Value>> query, List<String> notes) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z0-9_.:/-]+)\\}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
  private static final Pattern FOREIGN = Pattern.compile("[^A-Za-z0-9_.-]");
  private static final Pattern OF_THE_CALL =
      Pattern.compile("resp[0-9]+_.+|JWT\\..+|input_headers\\..+|input_query_strings\\..+");

  /** A text with one slash added in front, or left there. */
  static String clean(String text) {
    return text.startsWith("/") ? text : "/" + text;
  }

  /** Whether a placeholder may stand in a pattern though its endpoint has no such parameter. */
  static boolean undeclared(String name) {
    return OF_THE_CALL.matcher(name).matches();
  }

  /** The names of the placeholders in a pattern, sorted. */
  static SortedSet<String> placeholders(String text) {
    SortedSet<String> names = new TreeSet<>();
    Matcher placeholder = PLACEHOLDER.matcher(text);
    while (placeholder.find()) {
      names.add(placeholder.group(1));
    }
    return names;
  }

  /**
   * Takes a pattern apart.
   *
   * @throws IllegalArgumentException if an escape in the query is none
   */
  static UrlPattern parse(String text) {
    List<String> notes = new ArrayList<>();
    String pattern = clean(text);
    int mark = pattern.indexOf('?');
    Template path = new Template(parts(mark < 0 ? pattern : pattern.substring(0, mark), false));
    Map<String, List<Value>> query = new LinkedHashMap<>();
    if (mark >= 0) {
      for (String pair : pattern.substring(mark + 1).split("&", -1)) {
        addParameter(pair, query, notes);
      }
    }
    for (String name : placeholders(text)) {
      noteName(name).ifPresent(notes::add);
    }
    return new UrlPattern(path, query, notes);
  }

  private static void addParameter(
      String pair, Map<String, List<Value>> query, List<String> notes) {
    if (pair.isEmpty()) {
      return;
    }
    int equals = pair.indexOf('=');
    String name = equals < 0 ? pair : pair.substring(0, equals);
    if (name.indexOf('{') >= 0 && PLACEHOLDER.matcher(name).find()) {
      notes.add("a parameter of the query whose name depends on the call; left out");
      return;
    }
    String key = decoded(name);
    if (equals < 0 && !query.containsKey(key)) {
      notes.add("the parameter '" + Shown.of(name) + "' is sent with an equals sign");
    }
    List<Part> parts = parts(equals < 0 ? "" : pair.substring(equals + 1), true);
    query
        .computeIfAbsent(key, any -> new ArrayList<>())
        // As Value.of("") says it.
        .add(new Template(parts.isEmpty() ? List.of(new Literal("", "")) : parts));
  }

  private static List<Part> parts(String text, boolean query) {
    List<Part> parts = new ArrayList<>();
    if (text.isEmpty()) {
      return parts;
    }
    Matcher placeholder = PLACEHOLDER.matcher(text);
    int done = 0;
    while (placeholder.find()) {
      addLiteral(text.substring(done, placeholder.start()), query, parts);
      parts.add(new Variable(variable(placeholder.group(1))));
      done = placeholder.end();
    }
    addLiteral(text.substring(done), query, parts);
    return parts;
  }

  private static void addLiteral(String text, boolean query, List<Part> parts) {
    if (!text.isEmpty()) {
      parts.add(new Literal(query ? decoded(text) : text, ""));
    }
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Its own message repeats the text.
      throw new IllegalArgumentException("the query has a % without two hex digits", e);
    }
  }

  /** The name of our variable for a placeholder. */
  private static String variable(String name) {
    if (NAME.matcher(name).matches() && !Reference.reserved(name)) {
      return name;
    }
    String legal = FOREIGN.matcher(name).replaceAll("_");
    return "_" + legal;
  }

  private static Optional<String> noteName(String name) {
    String variable = variable(name);
    String shown = "{" + Shown.of(name) + "}";
    if (!variable.equals(name)) {
      return Optional.of(shown + " is the variable '" + Shown.of(variable) + "'");
    }
    return undeclared(name)
        ? Optional.of(shown + " is a variable that the call has to bind")
        : Optional.empty();
  }
}
