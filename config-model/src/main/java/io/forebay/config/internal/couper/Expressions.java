package io.forebay.config.internal.couper;

import io.forebay.spec.LogField;
import io.forebay.spec.Reference;
import io.forebay.spec.Template;
import io.forebay.spec.Template.Literal;
import io.forebay.spec.Template.Part;
import io.forebay.spec.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values as expressions. What HCL cannot say is an {@link IllegalArgumentException} whose message
 * says why, without the value.
 */
final class Expressions {
  private static final Pattern ENVIRONMENT = Pattern.compile("\\$\\{env:([^}]+)\\}");
  private static final Pattern TOKEN =
      Pattern.compile("\\$\\$\\{|\\$\\{\\$\\}|\\$\\{(?:env|file):[^}]+\\}");

  private Expressions() {}

  static String of(Value value) {
    if (value instanceof Value.Plain plain) {
      return plain.value().toString();
    }
    if (!(value instanceof Template template)) {
      throw new IllegalArgumentException("computed in Java");
    }
    if (template.parts().size() == 1 && !(template.parts().get(0) instanceof Literal)) {
      return variable(template.parts().get(0));
    }
    return of(template.parts());
  }

  private static String of(List<Part> parts) {
    if (parts.size() == 1 && parts.get(0) instanceof Literal only && only.secret()) {
      return secret(only.reference());
    }
    StringBuilder text = new StringBuilder("\"");
    for (Part part : parts) {
      if (part instanceof Literal literal && !literal.secret()) {
        text.append(HclText.escaped(literal.text()));
        continue;
      }
      protectSigns(text);
      String inner = part instanceof Literal literal ? secret(literal.reference()) : variable(part);
      text.append("${").append(inner).append('}');
    }
    return text.append('"').toString();
  }

  /** In front of an expression, a sign that ends the text would be read as its escape. */
  private static void protectSigns(StringBuilder text) {
    int start = text.length();
    while (text.charAt(start - 1) == '$' || text.charAt(start - 1) == '%') {
      start--;
    }
    if (start < text.length()) {
      String signs = text.substring(start);
      text.setLength(start);
      text.append("${\"").append(signs).append("\"}");
    }
  }

  private static String secret(String reference) {
    Matcher environment = ENVIRONMENT.matcher(reference);
    if (environment.matches()) {
      return "env" + step(environment.group(1));
    }
    throw new IllegalArgumentException(
        reference.startsWith("${file:")
            ? "a secret from a file"
            : "a secret of unknown origin (expected: one from ${env:NAME})");
  }

  /** A text with references, as our own form has it, whose secrets are not known here. */
  static String ofForm(String raw) {
    List<Part> parts = new ArrayList<>();
    Matcher token = TOKEN.matcher(raw);
    int end = 0;
    while (token.find()) {
      parts.add(new Literal(raw.substring(end, token.start()), ""));
      String found = token.group();
      boolean escape = found.equals("$${") || found.equals("${$}");
      parts.add(
          escape ? new Literal(found.equals("${$}") ? "$" : "${", "") : new Literal("***", found));
      end = token.end();
    }
    parts.add(new Literal(raw.substring(end), ""));
    TemplateParts joined = new TemplateParts();
    parts.forEach(joined::add);
    return of(joined.template().parts());
  }

  private static String variable(Part part) {
    if (part instanceof Template.Variable variable) {
      if (!HclText.isName(variable.name())) {
        throw new IllegalArgumentException("a variable that is no path parameter's name");
      }
      return "request.path_params." + variable.name();
    }
    String name = ((Reference) part).name();
    if (name.startsWith("token.")) {
      return "backend.beta_tokens" + step(name.substring("token.".length()));
    }
    String[] words = name.split("\\.", 3);
    boolean nested = words.length == 3;
    if (nested && (words[1].equals("headers") || words[1].equals("query"))) {
      String first = words[1].equals("query") ? "[0]" : "";
      return words[0] + "." + words[1] + step(words[2]) + first;
    }
    if (name.endsWith("request.query")) {
      throw new IllegalArgumentException("the query as a whole");
    }
    return name;
  }

  private static String step(String name) {
    return HclText.isName(name) ? "." + name : "[" + HclText.quoted(name) + "]";
  }

  static String list(List<String> items) {
    return "[" + String.join(", ", items) + "]";
  }

  static String mapping(Map<String, String> fields) {
    if (fields.isEmpty()) {
      return "{}";
    }
    List<String> lines = new ArrayList<>();
    fields.forEach((name, value) -> lines.add(HclText.key(name) + " = " + value));
    return "{ " + String.join(", ", lines) + " }";
  }

  static String of(LogField field) {
    if (field instanceof LogField.Single single) {
      return of(single.value());
    }
    if (field instanceof LogField.Many many) {
      return list(many.fields().stream().map(Expressions::of).toList());
    }
    Map<String, String> fields = new LinkedHashMap<>();
    ((LogField.Tree) field).fields().forEach((name, of) -> fields.put(name, of(of)));
    return mapping(fields);
  }

  /** Whether reading a value takes nothing away. */
  static boolean onOneLine(Value value) {
    return !(value instanceof Template template)
        || template.parts().stream()
            .noneMatch(
                part ->
                    part instanceof Literal literal
                        && literal.text().chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0));
  }
}
