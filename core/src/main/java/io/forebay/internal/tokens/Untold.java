package io.forebay.internal.tokens;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes tokens out of what is told: logs, reports, messages. By their text, for a value may have
 * come by any way: an edit, a function, a response that repeats it.
 */
public final class Untold {
  private static final String STARS = "***";
  private static final String BASIC = "Basic ";

  private Untold() {}

  /**
   * The text with three stars in place of each token, be it plain or percent-encoded, and of a
   * Basic login that holds one.
   */
  public static String text(String text, Collection<Token> tokens) {
    String told = text;
    for (Token token : tokens) {
      told = holds(login(told), token) ? BASIC + STARS : without(told, token.reveal());
    }
    return told;
  }

  private static boolean holds(String login, Token token) {
    return !login.isEmpty() && login.contains(token.reveal());
  }

  /** User and password of a Basic login; empty: the text is none. */
  private static String login(String text) {
    if (!text.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return "";
    }
    try {
      byte[] login = Base64.getDecoder().decode(text.substring(BASIC.length()).strip());
      return new String(login, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** A map whose texts, however deep, are without tokens. */
  public static Map<String, Object> fields(Map<String, Object> fields, Collection<Token> tokens) {
    Map<String, Object> told = new LinkedHashMap<>();
    fields.forEach((name, value) -> told.put(name, value(value, tokens)));
    return told;
  }

  private static Object value(Object value, Collection<Token> tokens) {
    if (value instanceof Number || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Collection<?> several) {
      List<@Nullable Object> told = new ArrayList<>();
      several.forEach(each -> told.add(each == null ? null : value(each, tokens)));
      return told;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, @Nullable Object> told = new LinkedHashMap<>();
      map.forEach((name, each) -> told.put(name, each == null ? null : value(each, tokens)));
      return told;
    }
    String text = value.toString();
    String told = text(text, tokens);
    return told.equals(text) ? value : told;
  }

  private static String without(String text, String token) {
    StringBuilder told = null;
    int done = 0;
    for (int at = 0; at < text.length(); at++) {
      int end = end(text, at, token);
      if (end > at) {
        told = told == null ? new StringBuilder() : told;
        told.append(text, done, at).append(STARS);
        done = end;
        at = end - 1;
      }
    }
    return told == null ? text : told.append(text, done, text.length()).toString();
  }

  /** Where a token ends that starts there; -1: none does. */
  private static int end(String text, int start, String token) {
    int at = start;
    for (int i = 0; i < token.length(); i++) {
      char c = token.charAt(i);
      int length = escaped(text, at, c) ? 3 : plain(text, at, c) ? 1 : 0;
      if (length == 0) {
        return -1;
      }
      at += length;
    }
    return at;
  }

  private static boolean plain(String text, int at, char c) {
    return at < text.length() && (text.charAt(at) == c || (c == ' ' && text.charAt(at) == '+'));
  }

  private static boolean escaped(String text, int at, char c) {
    return at + 2 < text.length()
        && text.charAt(at) == '%'
        && Character.digit(text.charAt(at + 1), 16) * 16 + Character.digit(text.charAt(at + 2), 16)
            == c;
  }
}
