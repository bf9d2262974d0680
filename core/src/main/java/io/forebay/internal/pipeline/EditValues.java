package io.forebay.internal.pipeline;

import io.forebay.spec.CallView;
import io.forebay.spec.Edits;
import io.forebay.spec.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The values of edits for one call, by Couper's rules, and the edits of a multimap. */
final class EditValues {
  private EditValues() {}

  /**
   * The texts to write; null if only "no value" was given, so that set keeps what is there. An
   * empty list, given or computed, means no values at all.
   */
  static @Nullable List<String> of(List<Value> values, CallView call) {
    List<String> texts = new ArrayList<>(values.size());
    Consumer<String> add = text -> texts.add(onOneLine(text));
    boolean given = values.isEmpty();
    for (Value value : values) {
      Object typed = value.typed(call);
      given |= typed != null;
      forEach(typed, add);
    }
    return given ? texts : null;
  }

  /** The names to remove, as they stand; one that depends on the call may turn out to be none. */
  static List<String> names(List<Value> names, CallView call) {
    List<String> texts = new ArrayList<>(names.size());
    for (Value name : names) {
      forEach(
          name.typed(call),
          text -> {
            if (name.constant() || !text.isEmpty()) {
              texts.add(text);
            }
          });
    }
    return texts;
  }

  /** Each text of a value; null, objects, and lists within a list are left out (Couper). */
  private static void forEach(@Nullable Object typed, Consumer<String> then) {
    if (typed instanceof Collection<?> several) {
      several.forEach(one -> scalar(one, then));
    } else {
      scalar(typed, then);
    }
  }

  private static void scalar(@Nullable Object value, Consumer<String> then) {
    if (value != null && !(value instanceof Collection<?>) && !(value instanceof Map<?, ?>)) {
      then.accept(Value.text(value));
    }
  }

  /** CR, LF and NUL never reach the wire (Couper). */
  private static String onOneLine(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\r' || c == '\n' || c == '\0') {
        return text.replace("\r", "").replace("\n", "").replace("\0", "");
      }
    }
    return text;
  }

  /** Applies edits to parameters, whose names have case: remove, then set, then add. */
  static void edit(Map<String, List<String>> params, Edits edits, CallView call) {
    names(edits.remove(), call).forEach(params::remove);
    edits
        .set()
        .forEach(
            (name, values) -> {
              List<String> texts = of(values, call);
              if (texts != null && texts.isEmpty()) {
                params.remove(name);
              } else if (texts != null) {
                params.put(name, texts);
              }
            });
    edits
        .add()
        .forEach(
            (name, values) -> {
              List<String> texts = of(values, call);
              if (texts != null && !texts.isEmpty()) {
                params.computeIfAbsent(name, any -> new ArrayList<>()).addAll(texts);
              }
            });
  }
}
