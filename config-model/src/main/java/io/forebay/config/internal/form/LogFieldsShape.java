package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node;
import io.forebay.spec.LogField;
import io.forebay.spec.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Custom log fields: values that keep their type, lists and mappings of them, as deep as they are
 * written. A field whose value is null is left out (Couper).
 */
final class LogFieldsShape implements Shape<LogField> {
  private static final LogFieldsShape FIELD = new LogFieldsShape();

  /** All fields of a backend. */
  static final Shape<LogField.Tree> FIELDS =
      new Shape<>() {
        @Override
        public String expected() {
          return "a mapping";
        }

        @Override
        public boolean nullable() {
          return true;
        }

        @Override
        public Optional<LogField.Tree> read(Node node, Place place, Scope scope) {
          if (node instanceof Node.Mapping mapping) {
            return Optional.of(tree(mapping, place, scope));
          }
          scope.wrong(node, place, expected(), true);
          return Optional.empty();
        }

        @Override
        public @Nullable Object write(LogField.Tree fields, Place place, Referring references) {
          return FIELD.write(fields, place, references);
        }

        @Override
        public Schema schema(SchemaParts parts) {
          return treeSchema(parts);
        }
      };

  @Override
  public String expected() {
    return "text, a number, true, false, a list or a mapping";
  }

  @Override
  public boolean nullable() {
    return true;
  }

  @Override
  public Optional<LogField> read(Node node, Place place, Scope scope) {
    if (node instanceof Node.Mapping mapping) {
      return Optional.of(tree(mapping, place, scope));
    }
    if (node instanceof Node.Sequence sequence) {
      return Optional.of(many(sequence, place, scope));
    }
    if (node instanceof Node.Scalar scalar && scalar.kind() != Node.Kind.REFUSED) {
      return single(scalar, place, scope);
    }
    return Optional.empty();
  }

  private static LogField.Tree tree(Node.Mapping mapping, Place place, Scope scope) {
    scope.duplicates(mapping, place, "duplicate key");
    Map<String, LogField> fields = new LinkedHashMap<>();
    for (Node.Entry entry : mapping.entries().values()) {
      FIELD
          .read(entry.value(), place.child(entry.name()), scope)
          .ifPresent(field -> fields.put(entry.name(), field));
    }
    return new LogField.Tree(fields);
  }

  private static LogField many(Node.Sequence sequence, Place place, Scope scope) {
    List<LogField> fields = new ArrayList<>();
    for (Node item : sequence.items()) {
      FIELD.read(item, place.item(fields.size()), scope).ifPresent(fields::add);
    }
    return new LogField.Many(fields);
  }

  private static Optional<LogField> single(Node.Scalar scalar, Place place, Scope scope) {
    try {
      return switch (scalar.kind()) {
        case NULL, REFUSED -> Optional.empty();
        case BOOLEAN -> Optional.of(LogField.of(Value.of(scalar.text().equals("true"))));
        case NUMBER -> Optional.of(LogField.of(JsonShape.number(scalar.text())));
        case TEXT -> scope.text(scalar, place).map(text -> LogField.of(Templates.read(text)));
      };
    } catch (IllegalArgumentException e) {
      scope.found(scalar.at(), place, () -> Scope.complaint(e, place));
      return Optional.empty();
    }
  }

  @Override
  public @Nullable Object write(LogField field, Place place, Referring references) {
    if (field instanceof LogField.Tree tree) {
      Map<String, @Nullable Object> written = new LinkedHashMap<>();
      tree.fields()
          .forEach((name, of) -> written.put(name, write(of, place.child(name), references)));
      return written;
    }
    if (field instanceof LogField.Many many) {
      List<@Nullable Object> written = new ArrayList<>();
      for (LogField item : many.fields()) {
        written.add(write(item, place.item(written.size()), references));
      }
      return written;
    }
    Value value = ((LogField.Single) field).value();
    return value instanceof Value.Plain plain
        ? plain.value()
        : references.written(place, () -> Templates.write(value));
  }

  @Override
  public Schema schema(SchemaParts parts) {
    return parts.shared(
        "log_field",
        () ->
            Schema.anyOf(
                Schema.of("title", expected())
                    .with("type", List.of("string", "number", "boolean", "null")),
                Schema.type("array").with("items", schema(parts)),
                treeSchema(parts)));
  }

  private static Schema treeSchema(SchemaParts parts) {
    return Schema.type("object").with("additionalProperties", FIELD.schema(parts));
  }
}
