package io.forebay.internal.pipeline;

import io.forebay.spec.CallView;
import io.forebay.spec.Edits;
import io.forebay.spec.HeaderNames;
import io.forebay.spec.Template;
import io.forebay.spec.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** Applies {@link Edits} to headers, whose names have no case. */
final class HeaderEditor {
  private final Edits edits;
  private final Function<String, Optional<String>> problem;
  private final boolean computesNames;

  private HeaderEditor(Edits edits, Function<String, Optional<String>> problem) {
    this.edits = edits;
    this.problem = problem;
    computesNames = edits.remove().stream().anyMatch(name -> !name.constant());
  }

  static HeaderEditor ofRequests(Edits edits) {
    return new HeaderEditor(edits, HeaderNames::problemInRequest);
  }

  static HeaderEditor ofResponses(Edits edits) {
    return new HeaderEditor(edits, HeaderNames::problem);
  }

  boolean changesNothing() {
    return edits.isEmpty();
  }

  /** Whether a header of that name may be changed. */
  boolean touches(String name) {
    return computesNames
        || edits.remove().stream().anyMatch(any -> isSecret(any) || is(any.toString(), name))
        || edits.set().keySet().stream().anyMatch(any -> is(any, name))
        || edits.add().keySet().stream().anyMatch(any -> is(any, name));
  }

  private static boolean isSecret(Value name) {
    return name instanceof Template template && template.secret();
  }

  private static boolean is(String header, String name) {
    return header.equalsIgnoreCase(name);
  }

  /**
   * The headers after the edits.
   *
   * @throws IllegalArgumentException if a name to remove that was computed is none, or cannot be
   *     removed
   */
  Headers edit(Headers headers, CallView call) {
    Headers.Builder edited = headers.newBuilder();
    for (String name : EditValues.names(edits.remove(), call)) {
      check(name);
      edited.removeAll(name);
    }
    edits.set().forEach((name, values) -> set(edited, name, EditValues.of(values, call)));
    edits.add().forEach((name, values) -> add(edited, name, EditValues.of(values, call)));
    return edited.build();
  }

  /** Constant names were checked when the backend was built. */
  private void check(String name) {
    if (computesNames) {
      problem
          .apply(name)
          .ifPresent(
              text -> {
                throw new IllegalArgumentException("header to remove: " + text);
              });
    }
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
