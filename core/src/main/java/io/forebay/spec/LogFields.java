package io.forebay.spec;

import java.util.LinkedHashMap;
import java.util.Map;

/** Collects custom log fields. Not thread-safe. */
public final class LogFields {
  private final Map<String, LogField> fields = new LinkedHashMap<>();

  /** Starts with no field. */
  public LogFields() {}

  /** A field that is the same for every call. */
  public LogFields field(String name, String constant) {
    return field(name, Value.of(constant));
  }

  /** A field; the same name again replaces the earlier choice. */
  public LogFields field(String name, Value value) {
    return field(name, LogField.of(value));
  }

  /** A field; the same name again replaces the earlier choice. */
  public LogFields field(String name, LogField field) {
    fields.put(name, field);
    return this;
  }

  /** The finished fields. */
  public LogField.Tree build() {
    return new LogField.Tree(fields);
  }
}
