package io.forebay.config.internal.couper;

import io.forebay.spec.Credentials;
import io.forebay.spec.Durations;
import io.forebay.spec.ExchangeAttribute;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.LogField;
import io.forebay.spec.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes the attributes that a refinement may have. */
final class ExchangeWriter {
  private final HclText out;
  private final Consumer<String> note;

  /**
   * A writer of one block.
   *
   * @param note takes what cannot be written: the key, and what became of it
   */
  ExchangeWriter(HclText out, Consumer<String> note) {
    this.out = out;
    this.note = note;
  }

  /** Writes what is not usual. */
  void differences(ExchangeSpec spec) {
    for (ExchangeAttribute<?> attribute : ExchangeAttribute.all()) {
      if (!attribute.of(spec).equals(attribute.of(ExchangeSpec.DEFAULT))) {
        write(attribute.key(), attribute.of(spec));
      }
    }
  }

  /** Writes one attribute, usual or not. */
  void write(String key, Object value) {
    try {
      if (key.equals(ExchangeAttribute.EXPECTED_STATUS.key())) {
        note.accept(key + ": left out, as Couper has it only where a backend is used");
      } else if (key.equals(ExchangeAttribute.OVERRIDE_HOST.key())
          || !ExchangeAttributes.isOne(key)) {
        note.accept(key + ": left out, as Couper has no such attribute");
      } else {
        expression(key, value).ifPresent(text -> out.attribute(key, text));
      }
    } catch (IllegalArgumentException e) {
      note.accept(key + ": left out: " + e.getMessage());
    }
  }

  private Optional<String> expression(String key, Object value) {
    if (value instanceof Optional<?> optional) {
      return Optional.of(optional.map(ExchangeWriter::single).orElse(absent(key)));
    }
    if (value instanceof Duration duration) {
      return Optional.of(HclText.quoted(Durations.format(duration)));
    }
    if (value instanceof LogField.Tree tree) {
      return Optional.of(tree(key, tree));
    }
    if (value instanceof List<?> names) {
      return Optional.of(Expressions.list(values(key, names)));
    }
    return value instanceof Map<?, ?> map
        ? Optional.of(map(key, map))
        : Optional.of(value.toString());
  }

  private static String absent(String key) {
    return key.equals("set_response_status") ? "null" : "\"\"";
  }

  private static String single(Object value) {
    return Expressions.of(value instanceof Credentials login ? login.value() : (Value) value);
  }

  private String tree(String key, LogField.Tree tree) {
    Map<String, String> fields = new LinkedHashMap<>();
    tree.fields()
        .forEach(
            (name, field) -> {
              try {
                fields.put(name, Expressions.of(field));
              } catch (IllegalArgumentException e) {
                note.accept(key + "." + name + ": left out: " + e.getMessage());
              }
            });
    return Expressions.mapping(fields);
  }

  private String map(String key, Map<?, ?> map) {
    Map<String, String> fields = new LinkedHashMap<>();
    map.forEach(
        (name, list) -> {
          List<?> items = (List<?>) list;
          List<String> values = values(key + "." + name, items);
          if (values.size() == 1) {
            fields.put((String) name, values.get(0));
          } else if (!values.isEmpty() || items.isEmpty()) {
            fields.put((String) name, Expressions.list(values));
          }
        });
    return Expressions.mapping(fields);
  }

  private List<String> values(String key, List<?> values) {
    List<String> written = new ArrayList<>();
    for (Object value : values) {
      try {
        written.add(Expressions.of((Value) value));
        if (!Expressions.onOneLine((Value) value)) {
          note.accept(key + ": Couper takes line breaks and NUL away");
        }
      } catch (IllegalArgumentException e) {
        note.accept(key + ": left out: " + e.getMessage());
      }
    }
    return written;
  }
}
