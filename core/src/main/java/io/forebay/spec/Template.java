package io.forebay.spec;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text with variables. Immutable.
 *
 * @param parts the literals and variables in order
 */
public record Template(List<Part> parts) implements Value {
  /** Marks a literal that is secret but has no reference to print in its place. */
  static final String SECRET = "***";

  // A doubled opening brace, or a name in braces; any other brace means itself.
  private static final Pattern TOKEN = Pattern.compile("\\{\\{|\\{([A-Za-z_][A-Za-z0-9_.-]*)\\}");

  /** A piece of a template. */
  public sealed interface Part permits Literal, Variable, Reference {}

  /** Encodes the text of a part for where it stands. */
  public interface Encoder {
    /** The text of {@code part} in its place. */
    String encode(Part part, String text);
  }

  /**
   * Text that stands for itself.
   *
   * @param text the text
   * @param reference where it came from, such as {@code ${env:TOKEN}}: printed and written in place
   *     of the text; empty: the text is no secret
   */
  public record Literal(String text, String reference) implements Part {
    /** Whether the text must not be printed. */
    public boolean secret() {
      return !reference.isEmpty();
    }

    /** The text, or {@code ***} where it is secret. */
    @Override
    public String toString() {
      return secret() ? SECRET : text;
    }
  }

  /**
   * A place that the call fills.
   *
   * @param name the variable's name; not one that is a {@link Reference}
   */
  public record Variable(String name) implements Part {
    /** The name in braces. */
    @Override
    public String toString() {
      return "{" + name + "}";
    }
  }

  /** Copies the parts. */
  public Template {
    parts = List.copyOf(parts);
  }

  /**
   * Reads {@code {name}} variables and references; see {@link Value#template}.
   *
   * @throws IllegalArgumentException if a reference is not known
   */
  public static Template parse(String text) {
    return new Template(parseParts(text));
  }

  /**
   * The parts of a text with {@code {name}} variables and references.
   *
   * @throws IllegalArgumentException if a reference is not known
   */
  public static List<Part> parseParts(String text) {
    if (text.indexOf('{') < 0) {
      return text.isEmpty() ? List.of() : List.of(new Literal(text, ""));
    }
    List<Part> parts = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    Matcher token = TOKEN.matcher(text);
    int done = 0;
    while (token.find()) {
      literal.append(text.substring(done, token.start()));
      done = token.end();
      String name = token.group(1);
      if (name == null) {
        literal.append('{');
        continue;
      }
      flush(literal, parts);
      parts.add(Reference.reserved(name) ? Reference.of(name) : new Variable(name));
    }
    literal.append(text.substring(done));
    flush(literal, parts);
    return parts;
  }

  private static void flush(StringBuilder literal, List<Part> parts) {
    if (literal.length() > 0) {
      parts.add(new Literal(literal.toString(), ""));
      literal.setLength(0);
    }
  }

  /** The text; a reference that stands alone keeps its type, and its absence. */
  @Override
  public @Nullable Object typed(CallView call) {
    if (parts.size() == 1) {
      Part part = parts.get(0);
      if (part instanceof Literal literal) {
        return literal.text();
      }
      if (part instanceof Reference reference) {
        return reference.value(call);
      }
    }
    return resolve(call, (part, text) -> text);
  }

  /**
   * The text for one call, each part encoded for where it stands; a reference to what the call does
   * not have is empty.
   *
   * @throws UnboundVariableException if the call binds no value to a variable
   */
  public String resolve(CallView call, Encoder encoder) {
    if (parts.size() == 1) {
      return encoder.encode(parts.get(0), text(parts.get(0), call));
    }
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      text.append(encoder.encode(part, text(part, call)));
    }
    return text.toString();
  }

  private static String text(Part part, CallView call) {
    if (part instanceof Literal literal) {
      return literal.text();
    }
    if (part instanceof Reference reference) {
      Object value = reference.value(call);
      return value == null ? "" : Value.text(value);
    }
    return bound(((Variable) part).name(), call);
  }

  private static String bound(String name, CallView call) {
    return call.variable(name).orElseThrow(() -> new UnboundVariableException(name));
  }

  @Override
  public Set<String> variables() {
    Set<String> names = new LinkedHashSet<>();
    for (Part part : parts) {
      if (part instanceof Variable variable) {
        names.add(variable.name());
      }
    }
    return names;
  }

  /** The names of the tokens in it, such as {@code default}. */
  public Set<String> tokens() {
    Set<String> names = new LinkedHashSet<>();
    for (Part part : parts) {
      if (part instanceof Reference reference) {
        reference.token().ifPresent(names::add);
      }
    }
    return names;
  }

  @Override
  public boolean needsResponse() {
    for (Part part : parts) {
      if (part instanceof Reference to && to.needsResponse()) {
        return true;
      }
    }
    return false;
  }

  /** Whether a part of it must not be printed. */
  public boolean secret() {
    return parts.stream().anyMatch(part -> part instanceof Literal literal && literal.secret());
  }

  /** Whether every call gets the same text. */
  @Override
  public boolean constant() {
    return parts.stream().allMatch(Literal.class::isInstance);
  }

  /**
   * The text of a constant, secrets included.
   *
   * @throws IllegalStateException if it depends on the call
   */
  public String plain() {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (!(part instanceof Literal literal)) {
        throw new IllegalStateException(part + " depends on the call");
      }
      text.append(literal.text());
    }
    return text.toString();
  }

  /** The text with variables in braces and secrets as {@code ***}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    parts.forEach(text::append);
    return text.toString();
  }
}
