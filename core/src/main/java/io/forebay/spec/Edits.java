package io.forebay.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Changes to headers, query or form parameters, always applied in this order: remove, set, add.
 * Immutable.
 *
 * @param remove names that are taken away; one may depend on the call, and none then takes nothing,
 *     while one that no edit of headers may name fails the call
 * @param set names whose values are replaced; an empty list of values takes the name away
 * @param add values that are appended to what is there
 */
public record Edits(
    List<Value> remove, Map<String, List<Value>> set, Map<String, List<Value>> add) {

  /** No change. */
  public static final Edits NONE = new Edits(List.of(), Map.of(), Map.of());

  /** Copies the collections, keeping their order. */
  public Edits {
    remove = List.copyOf(remove);
    set = copy(set);
    add = copy(add);
  }

  private static Map<String, List<Value>> copy(Map<String, List<Value>> values) {
    if (values.isEmpty()) {
      return Map.of();
    }
    Map<String, List<Value>> copy = new LinkedHashMap<>();
    values.forEach((name, list) -> copy.put(name, List.copyOf(list)));
    return Collections.unmodifiableMap(copy);
  }

  /** The variables that a call has to bind. */
  public Set<String> variables() {
    if (isEmpty()) {
      return Set.of();
    }
    Set<String> names = new LinkedHashSet<>();
    values().forEach(value -> names.addAll(value.variables()));
    return names;
  }

  private Stream<Value> values() {
    return Stream.concat(
        remove.stream(),
        Stream.concat(set.values().stream(), add.values().stream()).flatMap(List::stream));
  }

  /** Whether every call gets the same change. */
  public boolean constant() {
    return values().allMatch(Value::constant);
  }

  /** Whether there is no change at all. */
  public boolean isEmpty() {
    return remove.isEmpty() && set.isEmpty() && add.isEmpty();
  }

  /**
   * What cannot be applied; empty if all can. The name of a header is a token (RFC 9110 section
   * 5.1) that does not frame the message, and no two names in one map differ only in case; what
   * shapes a request does not refer to its response.
   *
   * @param subject what is edited, such as {@code request_headers}
   */
  public List<String> problems(String subject) {
    if (isEmpty()) {
      return List.of();
    }
    List<String> problems = new ArrayList<>();
    if (!subject.equals("response_headers")) {
      values()
          .filter(Value::needsResponse)
          .forEach(
              value -> problems.add(subject + ": " + value + " is not known before the response"));
    }
    if (subject.endsWith("_headers")) {
      for (Value name : remove) {
        if (name.constant()) {
          checkName("remove_" + subject, name.toString(), problems);
        }
      }
      checkNames("set_" + subject, set, problems);
      checkNames("add_" + subject, add, problems);
    }
    return problems;
  }

  private static void checkNames(
      String key, Map<String, List<Value>> values, List<String> problems) {
    Map<String, String> seen = new HashMap<>();
    for (String name : values.keySet()) {
      checkName(key, name, problems);
      if (seen.put(name.toLowerCase(Locale.ROOT), name) != null) {
        problems.add(
            key + ": key in an attribute must be unique: '" + name.toLowerCase(Locale.ROOT) + "'");
      }
    }
  }

  private static void checkName(String key, String name, List<String> problems) {
    (key.endsWith("_request_headers")
            ? HeaderNames.problemInRequest(name)
            : HeaderNames.problem(name))
        .ifPresent(problem -> problems.add(key + ": " + problem));
  }

  /** The same with other names to remove. */
  public Edits withRemove(List<Value> names) {
    return new Edits(names, set, add);
  }

  /** The same with other values to set. */
  public Edits withSet(Map<String, List<Value>> values) {
    return new Edits(remove, values, add);
  }

  /** The same with other values to add. */
  public Edits withAdd(Map<String, List<Value>> values) {
    return new Edits(remove, set, values);
  }

  /** Collects edits. Not thread-safe. */
  public static final class Builder {
    private final List<Value> remove = new ArrayList<>();
    private final Map<String, List<Value>> set = new LinkedHashMap<>();
    private final Map<String, List<Value>> add = new LinkedHashMap<>();

    /** Starts with no edit. */
    public Builder() {}

    /** Takes names away. */
    public Builder remove(String... names) {
      return remove(constants(names));
    }

    /** Takes names away that depend on the call. */
    public Builder remove(Value... names) {
      remove.addAll(List.of(names));
      return this;
    }

    /** Replaces the values of a name by constants; none takes the name away. */
    public Builder set(String name, String... values) {
      return set(name, constants(values));
    }

    /** Replaces the values of a name; the same name again replaces the earlier choice. */
    public Builder set(String name, Value... values) {
      set.put(name, List.of(values));
      return this;
    }

    /** Appends constants to the values of a name. */
    public Builder add(String name, String... values) {
      return add(name, constants(values));
    }

    /** Appends to the values of a name. */
    public Builder add(String name, Value... values) {
      add.computeIfAbsent(name, any -> new ArrayList<>()).addAll(List.of(values));
      return this;
    }

    private static Value[] constants(String... texts) {
      Value[] values = new Value[texts.length];
      for (int i = 0; i < texts.length; i++) {
        values[i] = Value.of(texts[i]);
      }
      return values;
    }

    /** The finished edits. */
    public Edits build() {
      return new Edits(remove, set, add);
    }
  }
}
