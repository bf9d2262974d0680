package io.forebay.internal.tokens;

import io.forebay.spec.CallView;
import io.forebay.spec.Template;
import io.forebay.spec.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Texts of values, and of what servers say. */
final class Values {
  private static final int MOST_SHOWN = 200;

  private Values() {}

  /** The text of a constant, secrets included. */
  static String plain(Value constant) {
    return constant instanceof Template template ? template.plain() : constant.toString();
  }

  /** The texts of some values for a call; lists are taken apart, and what is not there left out. */
  static List<String> texts(List<Value> values, CallView call) {
    List<String> texts = new ArrayList<>();
    for (Value value : values) {
      Object typed = value.typed(call);
      if (typed instanceof List<?> many) {
        many.forEach(each -> texts.add(Value.text(each)));
      } else if (typed != null) {
        texts.add(Value.text(typed));
      }
    }
    return texts;
  }

  /** What a server says, in one line of at most 200 characters. */
  static String shown(String said) {
    String line = said.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+", " ");
    return line.length() <= MOST_SHOWN ? line : line.substring(0, MOST_SHOWN) + "\u2026";
  }

  /** The text with three stars for a secret. */
  static String without(String text, @Nullable String secret) {
    return secret == null || secret.isBlank() ? text : text.replace(secret, "***");
  }

  /**
   * A token or another value, if a header can carry it.
   *
   * @throws IllegalArgumentException if it cannot
   */
  static String sendable(String text) {
    if (text.chars().anyMatch(c -> c < 0x20 || c > 0x7e)) {
      throw new IllegalArgumentException("a value has characters that no header may carry");
    }
    return text;
  }
}
