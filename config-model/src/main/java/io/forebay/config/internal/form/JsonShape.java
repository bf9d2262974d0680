package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.Shown;
import io.forebay.spec.TokenBody.Items;
import io.forebay.spec.TokenBody.JsonPart;
import io.forebay.spec.TokenBody.Members;
import io.forebay.spec.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A JSON document whose texts may have variables, as deep as it is written. */
final class JsonShape implements Shape<JsonPart> {
  static final JsonShape DOCUMENT = new JsonShape();

  /** Text, a number or a boolean, which keep their types. */
  static final Shape<Value> SCALAR =
      new Shape<>() {
        @Override
        public String expected() {
          return "text, a number, true or false";
        }

        @Override
        public Optional<Value> read(Node node, Place place, Scope scope) {
          if (node instanceof Node.Scalar scalar && !Scope.is(node, Node.Kind.NULL)) {
            return scalar(scalar, place, scope);
          }
          scope.wrong(node, place, expected(), true);
          return Optional.empty();
        }

        @Override
        public Object write(Value value, Place place, Referring references) {
          return written(value, place, references);
        }

        @Override
        public Schema schema(SchemaParts parts) {
          return Schema.of("title", expected())
              .with("type", List.of("string", "number", "boolean"));
        }
      };

  private JsonShape() {}

  @Override
  public String expected() {
    return "text, a number, true, false, a list or a mapping";
  }

  @Override
  public Optional<JsonPart> read(Node node, Place place, Scope scope) {
    if (node instanceof Node.Mapping mapping) {
      return Optional.of(members(mapping, place, scope));
    }
    if (node instanceof Node.Sequence sequence) {
      List<JsonPart> items = new ArrayList<>();
      for (Node item : sequence.items()) {
        read(item, place.item(items.size()), scope).ifPresent(items::add);
      }
      return Optional.of(new Items(items));
    }
    return SCALAR.read(node, place, scope).map(JsonPart.class::cast);
  }

  private Members members(Node.Mapping mapping, Place place, Scope scope) {
    scope.duplicates(mapping, place, "duplicate key");
    Map<String, JsonPart> members = new LinkedHashMap<>();
    for (Node.Entry entry : mapping.entries().values()) {
      read(entry.value(), place.child(entry.name()), scope)
          .ifPresent(part -> members.put(entry.name(), part));
    }
    return new Members(members);
  }

  private static Optional<Value> scalar(Node.Scalar scalar, Place place, Scope scope) {
    try {
      return switch (scalar.kind()) {
        case NULL, REFUSED -> Optional.empty();
        case BOOLEAN -> Optional.of(Value.of(scalar.text().equals("true")));
        case NUMBER -> Optional.of(number(scalar.text()));
        case TEXT -> scope.text(scalar, place).map(Shapes::beforeResponse);
      };
    } catch (IllegalArgumentException e) {
      scope.found(scalar.at(), place, () -> Scope.complaint(e, place));
      return Optional.empty();
    }
  }

  /**
   * A number as it is written.
   *
   * @throws IllegalArgumentException if it is none, or too long
   */
  static Value number(String text) {
    try {
      return Value.of(new BigDecimal(text));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "number " + Shown.of(text) + " (expected: a decimal number)", e);
    }
  }

  @Override
  public @Nullable Object write(JsonPart part, Place place, Referring references) {
    if (part instanceof Members members) {
      Map<String, @Nullable Object> written = new LinkedHashMap<>();
      members
          .members()
          .forEach((name, of) -> written.put(name, write(of, place.child(name), references)));
      return written;
    }
    if (part instanceof Items items) {
      List<@Nullable Object> written = new ArrayList<>();
      for (JsonPart item : items.items()) {
        written.add(write(item, place.item(written.size()), references));
      }
      return written;
    }
    return written((Value) part, place, references);
  }

  private static Object written(Value value, Place place, Referring references) {
    if (value instanceof Value.Plain plain) {
      return plain.value();
    }
    return references.written(place, () -> Templates.write(value));
  }

  @Override
  public Schema schema(SchemaParts parts) {
    return parts.shared(
        "json",
        () -> {
          Schema any = Schema.ref("json");
          return Schema.of("title", expected())
              .with(
                  Schema.anyOf(
                      SCALAR.schema(parts),
                      Schema.type("array").with("items", any),
                      Schema.type("object").with("additionalProperties", any)));
        });
  }
}
