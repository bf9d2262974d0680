package io.forebay.config.internal.couper;

import io.forebay.spec.Template;
import io.forebay.spec.Template.Literal;
import io.forebay.spec.Template.Part;
import io.forebay.spec.Value;
import java.util.ArrayList;
import java.util.List;

/** Puts a template together; neighbouring literals are joined. Not thread-safe. */
final class TemplateParts {
  private final List<Part> parts = new ArrayList<>();
  private final StringBuilder literal = new StringBuilder();

  TemplateParts add(String text) {
    literal.append(text);
    return this;
  }

  TemplateParts add(Part part) {
    if (part instanceof Literal found && !found.secret()) {
      return add(found.text());
    }
    flush();
    parts.add(part);
    return this;
  }

  TemplateParts add(Value value) {
    if (value instanceof Template template) {
      template.parts().forEach(this::add);
      return this;
    }
    return add(value.toString());
  }

  private void flush() {
    if (literal.length() > 0) {
      parts.add(new Literal(literal.toString(), ""));
      literal.setLength(0);
    }
  }

  /** The template; empty text is one empty literal, as {@link Value#of(String)} has it. */
  Template template() {
    flush();
    return new Template(parts.isEmpty() ? List.of(new Literal("", "")) : parts);
  }

  /** A number or a truth value as the text that it prints as. */
  static Template text(Value value) {
    return value instanceof Template template
        ? template
        : new TemplateParts().add(value).template();
  }

  /** The same without line breaks and NUL, which no header may carry (Couper). */
  static Template onOneLine(Value value) {
    TemplateParts parts = new TemplateParts();
    for (Part part : text(value).parts()) {
      parts.add(
          part instanceof Literal found
              ? new Literal(found.text().replaceAll("[\\r\\n\\x00]", ""), found.reference())
              : part);
    }
    return parts.template();
  }

  /** A template as our own form writes it, for what keeps its reference as text. */
  static String written(Template template) {
    StringBuilder text = new StringBuilder();
    for (Part part : template.parts()) {
      text.append(
          part instanceof Literal found && found.secret()
              ? found.reference()
              : ((Literal) part).text().replace("${", "$${"));
    }
    return text.toString();
  }
}
