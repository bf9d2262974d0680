package io.forebay.internal.pipeline;

import io.forebay.spec.CallView;
import io.forebay.spec.Edits;
import io.forebay.spec.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** Applies {@link Edits} to headers, whose names have no case. */
final class HeaderEditor {
  private final Edits edits;

  HeaderEditor(Edits edits) {
    this.edits = edits;
  }

  boolean changesNothing() {
    return edits.isEmpty();
  }

  /** Whether a header of that name may be changed. */
  boolean touches(String name) {
    return edits.remove().stream().anyMatch(any -> !any.constant() || is(any.toString(), name))
        || edits.set().keySet().stream().anyMatch(any -> is(any, name))
        || edits.add().keySet().stream().anyMatch(any -> is(any, name));
  }

  private static boolean is(String header, String name) {
    return header.equalsIgnoreCase(name);
  }

  Headers edit(Headers headers, CallView call) {
    Headers.Builder edited = headers.newBuilder();
    List<String> removed = EditValues.of(edits.remove(), call);
    if (removed != null) {
      removed.forEach(edited::removeAll);
    }
    edits.set().forEach((name, values) -> set(edited, name, EditValues.of(values, call)));
    edits.add().forEach((name, values) -> add(edited, name, EditValues.of(values, call)));
    return edited.build();
  }

  private static void set(Headers.Builder edited, String name, @Nullable List<String> texts) {
    if (texts != null) {
      edited.removeAll(name);
      add(edited, name, texts);
    }
  }

  private static void add(Headers.Builder edited, String name, @Nullable List<String> texts) {
    if (texts != null) {
      texts.forEach(text -> edited.addUnsafeNonAscii(name, text));
    }
  }

  /** What it does, without values. */
  String describe() {
    return describe(edits);
  }

  /** What edits do, without values. */
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
