package io.forebay.internal.tokens;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259) into maps, lists, texts, numbers and booleans. Strict; messages tell places
 * and nothing of the text, which holds tokens. Used once, by one thread.
 */
final class Json {
  /** What null is read as. */
  static final Object NULL = new Object();

  private static final int DEEPEST = 64;
  private static final int LONGEST_NUMBER = 100;
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,4})?");

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /**
   * The value that a text holds.
   *
   * @throws IllegalArgumentException if it is no JSON
   */
  static Object read(String text) {
    Json json = new Json(text);
    Object value = json.value(0);
    json.space();
    if (json.at < text.length()) {
      throw json.wrong("something after the end");
    }
    return value;
  }

  /**
   * What a pointer (RFC 6901) leads to.
   *
   * @return empty: to nothing
   */
  static Optional<Object> find(Object root, String pointer) {
    Object found = root;
    for (String name : steps(pointer)) {
      @Nullable Object next = null;
      if (found instanceof Map<?, ?> members) {
        next = members.get(name);
      } else if (found instanceof List<?> items && name.matches("0|[1-9][0-9]{0,8}")) {
        int index = Integer.parseInt(name);
        next = index < items.size() ? items.get(index) : null;
      }
      if (next == null) {
        return Optional.empty();
      }
      found = next;
    }
    return Optional.of(found);
  }

  private static List<String> steps(String pointer) {
    if (pointer.isEmpty()) {
      return List.of();
    }
    List<String> steps = new ArrayList<>();
    for (String step : pointer.substring(1).split("/", -1)) {
      steps.add(step.replace("~1", "/").replace("~0", "~"));
    }
    return steps;
  }

  private Object value(int depth) {
    if (depth > DEEPEST) {
      throw wrong("more than " + DEEPEST + " levels");
    }
    space();
    char first = at < text.length() ? text.charAt(at) : ' ';
    return switch (first) {
      case '{' -> members(depth);
      case '[' -> items(depth);
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", NULL);
      default -> number();
    };
  }

  private Map<String, Object> members(int depth) {
    Map<String, Object> members = new LinkedHashMap<>();
    at++;
    if (next('}')) {
      return members;
    }
    do {
      space();
      String name = string();
      require(':');
      members.put(name, value(depth + 1));
    } while (next(','));
    require('}');
    return members;
  }

  private List<Object> items(int depth) {
    List<Object> items = new ArrayList<>();
    at++;
    if (next(']')) {
      return items;
    }
    do {
      items.add(value(depth + 1));
    } while (next(','));
    require(']');
    return items;
  }

  private String string() {
    if (at >= text.length() || text.charAt(at) != '"') {
      throw wrong("a text was expected");
    }
    StringBuilder string = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return string.toString();
      }
      if (c < ' ') {
        throw wrong("a control character in a text");
      }
      string.append(c == '\\' ? escaped() : c);
    }
    throw wrong("a text has no end");
  }

  private char escaped() {
    at++;
    char c = at < text.length() ? text.charAt(at) : ' ';
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unit();
      default -> throw wrong("an unknown escape");
    };
  }

  private char unit() {
    String digits = at + 5 <= text.length() ? text.substring(at + 1, at + 5) : "";
    if (!digits.matches("[0-9a-fA-F]{4}")) {
      throw wrong("an unknown escape");
    }
    at += 4;
    return (char) Integer.parseInt(digits, 16);
  }

  private Object word(String word, Object value) {
    if (!text.startsWith(word, at)) {
      throw wrong("a value was expected");
    }
    at += word.length();
    return value;
  }

  private BigDecimal number() {
    Matcher matcher = NUMBER.matcher(text).region(at, text.length());
    if (!matcher.lookingAt() || matcher.end() - at > LONGEST_NUMBER) {
      throw wrong("a value was expected");
    }
    at = matcher.end();
    return new BigDecimal(matcher.group());
  }

  private void require(char c) {
    if (!next(c)) {
      throw wrong("'" + c + "' was expected");
    }
  }

  private boolean next(char c) {
    space();
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("no JSON: " + what + " at character " + (at + 1));
  }
}
