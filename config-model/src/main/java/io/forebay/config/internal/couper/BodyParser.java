package io.forebay.config.internal.couper;

import io.forebay.config.internal.couper.Block.Attribute;
import io.forebay.config.internal.couper.Block.Body;
import io.forebay.config.internal.tree.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the attributes and blocks of a text; its first wrong character ends the reading. */
final class BodyParser {
  private static final int MOST = 8 * 1024 * 1024;

  private final Cursor cursor;
  private final Report report;
  private final ExpressionParser expressions;

  private BodyParser(String text, Report report) {
    this.cursor = new Cursor(text, report);
    this.report = report;
    this.expressions = new ExpressionParser(cursor);
  }

  /**
   * Reads a whole text.
   *
   * @throws io.forebay.config.DefinitionException if it is no HCL
   */
  static Body parse(String text, Report report) {
    if (text.length() > MOST) {
      throw report.fatal(
          0, "too long: " + text.length() + " characters (expected: at most " + MOST + ")");
    }
    int half = halfSurrogate(text);
    if (half >= 0) {
      throw report.fatal(half, "half of a surrogate pair (expected: Unicode)");
    }
    BodyParser parser = new BodyParser(text, report);
    parser.cursor.accept("\ufeff");
    return parser.body(false);
  }

  static int halfSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isHighSurrogate(text.charAt(i))
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(text.charAt(i))) {
        return i;
      }
    }
    return -1;
  }

  private Body body(boolean inBraces) {
    cursor.enter();
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    List<Block> blocks = new ArrayList<>();
    while (true) {
      cursor.skip(true);
      if (cursor.atEnd() ? !inBraces : inBraces && cursor.accept("}")) {
        cursor.leave();
        return new Body(attributes, blocks);
      }
      item(attributes, blocks);
    }
  }

  private void item(Map<String, Attribute> attributes, List<Block> blocks) {
    int at = cursor.at();
    String name = cursor.identifier("an attribute or a block");
    cursor.skip(false);
    if (cursor.peek() == '=' && cursor.peek(1) != '=') {
      cursor.next();
      attribute(new Attribute(at, name, expressions.parse(false)), attributes);
    } else {
      blocks.add(block(at, name));
    }
    cursor.skip(false);
    if (!cursor.atEnd() && cursor.peek() != '\n' && cursor.peek() != '}') {
      throw cursor.unexpected("a new line");
    }
  }

  private void attribute(Attribute attribute, Map<String, Attribute> attributes) {
    Attribute first = attributes.putIfAbsent(attribute.name(), attribute);
    if (first != null) {
      report.wrong(
          attribute.at(),
          () ->
              "Attribute redefined; The argument \""
                  + Shown.of(attribute.name())
                  + "\" was already set at "
                  + report.position(first.at()));
    }
  }

  private Block block(int at, String type) {
    List<String> labels = new ArrayList<>();
    while (cursor.peek() != '{') {
      if (cursor.atIdentifier()) {
        labels.add(cursor.identifier("a label"));
      } else if (cursor.peek() == '"') {
        labels.add(label());
      } else {
        throw cursor.unexpected("'=' or '{' behind '" + Shown.of(type) + "'");
      }
      cursor.skip(false);
    }
    cursor.next();
    return new Block(at, type, labels, body(true));
  }

  private String label() {
    int at = cursor.at();
    Expression.Text text = expressions.quoted();
    StringBuilder label = new StringBuilder();
    for (Expression part : text.parts()) {
      if (!(part instanceof Expression.Constant constant)) {
        throw cursor.fatal(at, "a label with an expression in it (expected: plain text)");
      }
      label.append(constant.value());
    }
    return label.toString();
  }
}
