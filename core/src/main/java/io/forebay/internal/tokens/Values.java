package io.forebay.internal.tokens;

import io.forebay.spec.CallView;
import io.forebay.spec.Template;
import io.forebay.spec.TokenBody.Items;
import io.forebay.spec.TokenBody.JsonPart;
import io.forebay.spec.TokenBody.Members;
import io.forebay.spec.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Texts of values, and of what servers say. */
final class Values {
  private static final int MOST_SHOWN = 200;

  private Values() {}

  /** The text of a constant, secrets included. */
  static String plain(Value constant) {
    return constant instanceof Template template ? template.plain() : constant.toString();
  }

  /** Constants with their types, secrets included. */
  static Map<String, Object> plain(Map<String, JsonPart> constants) {
    Map<String, Object> plain = new LinkedHashMap<>();
    constants.forEach((name, part) -> plain.put(name, typed(part)));
    return plain;
  }

  private static Object typed(JsonPart constant) {
    if (constant instanceof Members members) {
      return plain(members.members());
    }
    if (constant instanceof Items items) {
      return items.items().stream().map(Values::typed).toList();
    }
    if (constant instanceof Value.Plain number && number.value() instanceof BigDecimal decimal) {
      return decimal.scale() < 0 ? decimal.setScale(0) : decimal; // Whole ones without exponent.
    }
    return constant instanceof Value.Plain plain ? plain.value() : plain((Value) constant);
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
