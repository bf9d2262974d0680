package io.forebay.config.internal.couper;

import io.forebay.config.internal.couper.Expression.Call;
import io.forebay.config.internal.couper.Expression.Choice;
import io.forebay.config.internal.couper.Expression.Constant;
import io.forebay.config.internal.couper.Expression.Entry;
import io.forebay.config.internal.couper.Expression.Items;
import io.forebay.config.internal.couper.Expression.Mapping;
import io.forebay.config.internal.couper.Expression.Nothing;
import io.forebay.config.internal.couper.Expression.Opaque;
import io.forebay.config.internal.couper.Expression.Text;
import io.forebay.config.internal.couper.Expression.Variable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Reads expressions. What is never computed here is read to its end all the same. */
final class ExpressionParser {
  private static final List<String> OPERATORS =
      List.of("==", "!=", "<=", ">=", "&&", "||", "<", ">", "+", "-", "*", "/", "%");
  private static final int LONGEST_NUMBER = 1_100;

  private final Cursor cursor;
  private final TemplateParser templates;

  ExpressionParser(Cursor cursor) {
    this.cursor = cursor;
    this.templates = new TemplateParser(cursor, this);
  }

  /** Reads a quoted text. */
  Text quoted() {
    return templates.quoted();
  }

  /**
   * Reads an expression.
   *
   * @param breaks whether line breaks are blanks here, as in brackets
   */
  Expression parse(boolean breaks) {
    cursor.enter();
    cursor.skip(breaks);
    int at = cursor.at();
    Expression found = operand(breaks);
    cursor.skip(breaks);
    while (operator()) {
      cursor.skip(breaks);
      operand(breaks);
      found = new Opaque(at, "an operator");
      cursor.skip(breaks);
    }
    if (cursor.accept("?")) {
      Expression yes = parse(breaks);
      cursor.skip(breaks);
      cursor.expect(":", "of a conditional");
      found = new Choice(at, found, yes, parse(breaks));
    }
    cursor.leave();
    return found;
  }

  private boolean operator() {
    for (String operator : OPERATORS) {
      if (cursor.accept(operator)) {
        return true;
      }
    }
    return false;
  }

  private Expression operand(boolean breaks) {
    int at = cursor.at();
    int signs = 0;
    while (cursor.peek() == '!' || cursor.peek() == '-') {
      signs += cursor.next() == '-' ? 1 : 1 << 16;
      cursor.skip(breaks);
    }
    Expression term = steps(term());
    if (signs == 1
        && term instanceof Constant constant
        && constant.value() instanceof BigDecimal n) {
      return new Constant(at, n.negate());
    }
    if (signs == 1 << 16
        && term instanceof Constant constant
        && constant.value() instanceof Boolean b) {
      return new Constant(at, !b);
    }
    return signs == 0 ? term : new Opaque(at, "an operator");
  }

  private Expression term() {
    int at = cursor.at();
    char c = cursor.peek();
    if (c == '"') {
      return templates.quoted();
    }
    if (cursor.looksAt("<<")) {
      return templates.heredoc();
    }
    if (c >= '0' && c <= '9') {
      return number();
    }
    if (cursor.accept("(")) {
      Expression inner = parse(true);
      cursor.skip(true);
      cursor.expect(")", "of '('");
      return inner;
    }
    if (cursor.accept("[")) {
      return looping() ? loop(at, ']') : new Items(at, items("]"));
    }
    if (cursor.accept("{")) {
      return looping() ? loop(at, '}') : mapping(at);
    }
    return named(at);
  }

  private Expression number() {
    int at = cursor.at();
    digits();
    if (cursor.peek() == '.' && Character.isDigit(cursor.peek(1))) {
      cursor.next();
      digits();
    }
    if (cursor.peek() == 'e' || cursor.peek() == 'E') {
      cursor.next();
      if (cursor.peek() == '+' || cursor.peek() == '-') {
        cursor.next();
      }
      digits();
    }
    if (cursor.at() - at > LONGEST_NUMBER) {
      throw cursor.fatal(at, "a number of more than " + LONGEST_NUMBER + " digits");
    }
    try {
      return new Constant(at, new BigDecimal(cursor.substring(at, cursor.at())));
    } catch (NumberFormatException e) {
      throw cursor.fatal(at, "a number that is none (expected: such as 1.5)");
    }
  }

  private void digits() {
    while (cursor.peek() >= '0' && cursor.peek() <= '9') {
      cursor.next();
    }
  }

  private Expression named(int at) {
    String name = cursor.identifier("a value");
    return switch (name) {
      case "true", "false" -> new Constant(at, name.equals("true"));
      case "null" -> new Nothing(at);
      default ->
          cursor.accept("(") ? new Call(at, name, items(")")) : new Variable(at, name, List.of());
    };
  }

  private List<Expression> items(String end) {
    List<Expression> items = new ArrayList<>();
    cursor.skip(true);
    while (!cursor.accept(end)) {
      items.add(parse(true));
      cursor.accept("...");
      cursor.skip(true);
      if (!cursor.looksAt(end)) {
        cursor.expect(",", "or '" + end + "'");
        cursor.skip(true);
      }
    }
    return items;
  }

  private Expression mapping(int at) {
    List<Entry> entries = new ArrayList<>();
    cursor.skip(true);
    while (!cursor.accept("}")) {
      Expression key = key();
      cursor.skip(false);
      if (!cursor.accept("=") && !cursor.accept(":")) {
        throw cursor.unexpected("'=' behind a key");
      }
      entries.add(new Entry(key, parse(false)));
      cursor.skip(false);
      if (!cursor.accept(",") && cursor.peek() != '\n' && cursor.peek() != '}') {
        throw cursor.unexpected("',', '}' or a new line");
      }
      cursor.skip(true);
    }
    return new Mapping(at, entries);
  }

  /** A name alone is text; anything else is an expression. */
  private Expression key() {
    Expression key = parse(false);
    return key instanceof Variable name && name.steps().isEmpty()
        ? new Constant(name.at(), name.root())
        : key;
  }

  private boolean looping() {
    cursor.skip(true);
    int at = cursor.at();
    boolean looping = cursor.accept("for") && (cursor.peek() == ' ' || cursor.peek() == '\t');
    cursor.moveTo(at);
    return looping;
  }

  /** Reads over a {@code for} expression, text and brackets balanced. */
  private Expression loop(int at, char end) {
    cursor.enter();
    while (true) {
      cursor.skip(true);
      if (cursor.atEnd()) {
        throw cursor.unexpected("'" + end + "'");
      }
      if (cursor.peek() == '"') {
        templates.quoted();
        continue;
      }
      char c = cursor.next();
      if (c == end) {
        cursor.leave();
        return new Opaque(at, "a for expression");
      }
      if (c == '(' || c == '[' || c == '{') {
        loop(at, c == '(' ? ')' : c == '[' ? ']' : '}');
      }
    }
  }

  private Expression steps(Expression start) {
    Expression found = start;
    while (true) {
      if (cursor.peek() == '.' && !cursor.looksAt("...")) {
        cursor.next();
        found = attribute(found);
      } else if (cursor.accept("[")) {
        found = index(found);
      } else {
        return found;
      }
    }
  }

  private Expression attribute(Expression of) {
    if (cursor.accept("*")) {
      return new Opaque(of.at(), "a splat expression");
    }
    int at = cursor.at();
    digits();
    return cursor.at() > at
        ? step(of, "[" + cursor.substring(at, cursor.at()) + "]")
        : step(of, cursor.identifier("a name behind '.'"));
  }

  private Expression index(Expression of) {
    cursor.skip(true);
    if (cursor.accept("*")) {
      cursor.expect("]", "of '['");
      return new Opaque(of.at(), "a splat expression");
    }
    Expression index = parse(true);
    cursor.skip(true);
    cursor.expect("]", "of '['");
    if (index instanceof Constant constant && constant.value() instanceof BigDecimal number) {
      return step(of, "[" + number.toString() + "]");
    }
    if (index instanceof Text text
        && text.parts().size() == 1
        && text.parts().get(0) instanceof Constant constant) {
      return step(of, constant.value().toString());
    }
    return new Opaque(of.at(), "an index that is computed");
  }

  private static Expression step(Expression of, String name) {
    if (!(of instanceof Variable variable)) {
      return of instanceof Opaque ? of : new Opaque(of.at(), "a part of a value");
    }
    if (variable.steps().size() >= 32) {
      return new Opaque(of.at(), "a part of a part, and so on");
    }
    List<String> steps = new ArrayList<>(variable.steps());
    steps.add(name);
    return new Variable(variable.at(), variable.root(), steps);
  }
}
