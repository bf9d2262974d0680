package io.forebay.internal.pipeline;

import io.forebay.spec.CallView;
import io.forebay.spec.Edits;
import io.forebay.spec.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okhttp3.Headers;

/** Applies {@link Edits} to headers, whose names have no case. */
final class HeaderEditor {
  private final Edits edits;

  HeaderEditor(Edits edits) {
    this.edits = edits;
  }

  boolean changesNothing() {
    return edits.isEmpty();
  }

  Headers edit(Headers headers, CallView call) {
    Headers.Builder edited = headers.newBuilder();
    for (String name : edits.remove()) {
      edited.removeAll(name);
    }
    edits.set().forEach((name, values) -> set(edited, name, values, call));
    edits.add().forEach((name, values) -> add(edited, name, resolved(values, call)));
    return edited.build();
  }

  private static void set(Headers.Builder edited, String name, List<Value> values, CallView call) {
    List<String> texts = resolved(values, call);
    if (texts.isEmpty() && !values.isEmpty()) {
      return; // Only "no value" was computed: set keeps what is there.
    }
    edited.removeAll(name);
    add(edited, name, texts);
  }

  private static void add(Headers.Builder edited, String name, List<String> texts) {
    for (String text : texts) {
      edited.addUnsafeNonAscii(name, text);
    }
  }

  static List<String> resolved(List<Value> values, CallView call) {
    List<String> texts = new ArrayList<>(values.size());
    for (Value value : values) {
      String text = value.resolve(call);
      if (text != null) {
        texts.add(sanitized(text));
      }
    }
    return texts;
  }

  /** CR, LF and NUL never reach the wire (Couper). */
  private static String sanitized(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\r' || c == '\n' || c == '\0') {
        return text.replace("\r", "").replace("\n", "").replace("\0", "");
      }
    }
    return text;
  }

  /** What it does, without values. */
  static String describe(Edits edits) {
    List<String> parts = new ArrayList<>();
    if (!edits.remove().isEmpty()) {
      parts.add("remove " + edits.remove());
    }
    if (!edits.set().isEmpty()) {
      parts.add("set " + names(edits.set()));
    }
    if (!edits.add().isEmpty()) {
      parts.add("add " + names(edits.add()));
    }
    return String.join(", ", parts);
  }

  private static List<String> names(Map<String, List<Value>> values) {
    return List.copyOf(values.keySet());
  }
}
