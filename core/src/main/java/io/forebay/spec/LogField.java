package io.forebay.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a custom log field says: a value with its type, a list, or an object (Couper {@code
 * custom_log_fields}). Immutable.
 */
public sealed interface LogField {

  /**
   * A single value.
   *
   * @param value text, a number or a boolean for each call
   */
  record Single(Value value) implements LogField {
    /**
     * Refuses what must not be told.
     *
     * @throws IllegalArgumentException if the value holds a secret or names a token
     */
    public Single {
      if (TokenNames.within(value) || (value instanceof Template template && template.secret())) {
        throw new IllegalArgumentException(
            "custom_log_fields: " + value + " is secret and cannot be logged");
      }
    }

    @Override
    public @Nullable Object resolve(CallView call) {
      return value.typed(call);
    }

    @Override
    public Set<String> variables() {
      return value.variables();
    }

    /** The value. */
    @Override
    public String toString() {
      return value.toString();
    }
  }

  /**
   * A list; elements without a value are left out.
   *
   * @param fields the elements
   */
  record Many(List<LogField> fields) implements LogField {
    /** Copies the list. */
    public Many {
      fields = List.copyOf(fields);
    }

    @Override
    public Object resolve(CallView call) {
      List<Object> values = new ArrayList<>();
      for (LogField field : fields) {
        Object value = field.resolve(call);
        if (value != null) {
          values.add(value);
        }
      }
      return values;
    }

    @Override
    public Set<String> variables() {
      return variablesOf(fields);
    }

    /** The fields. */
    @Override
    public String toString() {
      return fields.toString();
    }
  }

  /**
   * An object; fields without a value are left out.
   *
   * @param fields the fields by their names
   */
  record Tree(Map<String, LogField> fields) implements LogField {
    /** Copies the map, keeping its order. */
    public Tree {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    @Override
    public Map<String, Object> resolve(CallView call) {
      Map<String, Object> values = new LinkedHashMap<>();
      fields.forEach(
          (name, field) -> {
            Object value = field.resolve(call);
            if (value != null) {
              values.put(name, value);
            }
          });
      return values;
    }

    @Override
    public Set<String> variables() {
      return variablesOf(fields.values());
    }

    /** The fields. */
    @Override
    public String toString() {
      return fields.toString();
    }
  }

  private static Set<String> variablesOf(Iterable<LogField> fields) {
    Set<String> names = new LinkedHashSet<>();
    fields.forEach(field -> names.addAll(field.variables()));
    return names;
  }

  /** The value for one call; null if there is none. */
  @Nullable Object resolve(CallView call);

  /** The variables that a call has to bind. */
  Set<String> variables();

  /** A single value. */
  static LogField of(Value value) {
    return new Single(value);
  }
}
