package io.forebay.internal.pipeline;

import io.forebay.spec.CallView;
import io.forebay.spec.Edits;
import io.forebay.spec.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
    boolean given = values.isEmpty();
    for (Value value : values) {
      Object typed = value.typed(call);
      if (typed instanceof Collection<?> several) {
        given = true;
        several.stream().filter(EditValues::scalar).forEach(one -> texts.add(text(one)));
      } else if (typed != null) {
        given = true;
        texts.add(text(typed));
      }
    }
    return given ? texts : null;
  }

  private static boolean scalar(@Nullable Object value) {
    return value != null && !(value instanceof Collection<?>) && !(value instanceof Map<?, ?>);
  }

  /** CR, LF and NUL never reach the wire (Couper). */
  private static String text(Object value) {
    String text = Value.text(value);
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
    List<String> removed = of(edits.remove(), call);
    if (removed != null) {
      removed.forEach(params::remove);
    }
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
