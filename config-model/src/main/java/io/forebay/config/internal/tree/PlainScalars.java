package io.forebay.config.internal.tree;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a YAML scalar without quotes means: the core schema of YAML 1.2 (section 10.3). */
public final class PlainScalars {
  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> BOOLEANS =
      Set.of("true", "True", "TRUE", "false", "False", "FALSE");
  private static final Pattern NUMBER =
      Pattern.compile(
          "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+"
              + "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

  private PlainScalars() {}

  static Node.Scalar resolved(Position at, String text) {
    Node.Kind kind = kind(text);
    return new Node.Scalar(
        at, kind, kind == Node.Kind.BOOLEAN ? text.toLowerCase(Locale.ROOT) : text);
  }

  /** What the text would be read as. */
  public static Node.Kind kind(String text) {
    if (NULLS.contains(text)) {
      return Node.Kind.NULL;
    }
    if (BOOLEANS.contains(text)) {
      return Node.Kind.BOOLEAN;
    }
    return isLikeNumber(text) && NUMBER.matcher(text).matches() ? Node.Kind.NUMBER : Node.Kind.TEXT;
  }

  /** Most scalars are words and durations, which need no pattern to be told from numbers. */
  private static boolean isLikeNumber(String text) {
    return "+-.0123456789".indexOf(text.charAt(0)) >= 0
        && ".0123456789abcdefABCDEFNn".indexOf(text.charAt(text.length() - 1)) >= 0;
  }
}
