package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node;
import io.forebay.spec.Template;
import io.forebay.spec.Template.Literal;
import io.forebay.spec.Value;
import java.util.List;
import java.util.Optional;

/**
 * A secret as it stands, braces included. It is written as it stood in text, or as its reference.
 */
record PasswordShape() implements Shape<Value> {

  @Override
  public String expected() {
    return "text";
  }

  @Override
  public Optional<Value> read(Node node, Place place, Scope scope) {
    if (node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.TEXT) {
      return scope.text(scalar, place).map(text -> kept(text, place, scope));
    }
    scope.wrong(node, place, "a password as text", true);
    return Optional.empty();
  }

  private static Value kept(Text text, Place place, Scope scope) {
    scope.keep(place, text);
    return text.referring()
        ? new Template(List.of(new Literal(text.value(), text.raw())))
        : Value.secret(text.value());
  }

  @Override
  public Object write(Value value, Place place, Referring references) {
    return references.written(place, () -> References.written(reference(value)));
  }

  private static String reference(Value value) {
    return value instanceof Template template
            && template.parts().size() == 1
            && template.parts().get(0) instanceof Literal literal
        ? literal.reference()
        : "";
  }

  @Override
  public Schema schema(SchemaParts parts) {
    return Schema.of("title", expected()).with(Scalars.TEXT.schema(parts));
  }
}
