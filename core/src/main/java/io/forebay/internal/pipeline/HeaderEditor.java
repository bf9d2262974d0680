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
import java.util.stream.Stream;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** Applies {@link Edits} to headers, whose names have no case. */
final class HeaderEditor {
  private final Edits edits;
  private final Function<String, Optional<String>> problem;
  private final boolean computesNames;
  private volatile @Nullable List<String> constantNames; // Once a call had them.
  private final List<Written> written;

  private HeaderEditor(Edits edits, Function<String, Optional<String>> problem) {
    this.edits = edits;
    this.problem = problem;
    computesNames = edits.remove().stream().anyMatch(name -> !name.constant());
    written =
        Stream.concat(Written.all(edits.set(), true), Written.all(edits.add(), false)).toList();
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
   * The headers after the edits: what is removed and what is set goes from its place, what is set
   * and added comes behind the rest.
   *
   * @throws IllegalArgumentException if a name to remove that was computed is none, or cannot be
   *     removed
   */
  Headers edit(Headers headers, CallView call) {
    List<String> removed = removed(call);
    @Nullable List<String>[] texts = texts(call);
    Headers.Builder edited = new Headers.Builder();
    for (int i = 0; i < headers.size(); i++) {
      String name = headers.name(i);
      if (!holds(removed, name) && !replaces(texts, name)) {
        edited.addUnsafeNonAscii(name, headers.value(i));
      }
    }
    for (int i = 0; i < written.size(); i++) {
      add(edited, written.get(i).name, texts[i]);
    }
    return edited.build();
  }

  /** Constant names were checked when the backend was built. */
  private List<String> removed(CallView call) {
    List<String> known = constantNames;
    if (known != null) {
      return known;
    }
    List<String> names = EditValues.names(edits.remove(), call);
    if (!computesNames) {
      constantNames = names;
      return names;
    }
    for (String name : names) {
      problem
          .apply(name)
          .ifPresent(
              text -> {
                throw new IllegalArgumentException("header to remove: " + text);
              });
    }
    return names;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // An array of lists of texts.
  private @Nullable List<String>[] texts(CallView call) {
    @Nullable List<String>[] texts = new List[written.size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = written.get(i).texts(call);
    }
    return texts;
  }

  private static boolean holds(List<String> names, String name) {
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }

  /** Whether something is set in place of a header; no value leaves it as it is. */
  private boolean replaces(@Nullable List<String>[] texts, String name) {
    for (int i = 0; i < texts.length; i++) {
      Written header = written.get(i);
      if (header.replaces && texts[i] != null && header.name.equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }

  private static void add(Headers.Builder edited, String name, @Nullable List<String> texts) {
    for (int i = 0; texts != null && i < texts.size(); i++) {
      edited.addUnsafeNonAscii(name, texts.get(i));
    }
  }

  /** A header that is set or added. */
  private static final class Written {
    private final String name;
    private final boolean replaces;
    private final List<Value> values;
    private final boolean constant;
    private volatile @Nullable List<String> known; // The texts of constants, once a call had them.

    private Written(String name, boolean replaces, List<Value> values) {
      this.name = name;
      this.replaces = replaces;
      this.values = values;
      constant = !values.isEmpty() && values.stream().allMatch(Value::constant);
    }

    static Stream<Written> all(Map<String, List<Value>> headers, boolean replaces) {
      return headers.entrySet().stream()
          .map(header -> new Written(header.getKey(), replaces, header.getValue()));
    }

    @Nullable List<String> texts(CallView call) {
      if (!constant) {
        return EditValues.of(values, call);
      }
      List<String> texts = known;
      if (texts == null) {
        texts = EditValues.of(values, call);
        known = texts;
      }
      return texts;
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
