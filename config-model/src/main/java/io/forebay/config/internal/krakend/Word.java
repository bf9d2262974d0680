package io.forebay.config.internal.krakend;

import io.forebay.config.internal.tree.Node;
import java.util.regex.Pattern;

/**
 * A key of KrakenD's.
 *
 * @param type what its value is
 * @param became what becomes of a value that does not carry over; empty: the value is read
 */
record Word(Type type, String became) {

  /** What values are. Go's decoder refuses any other. */
  enum Type {
    TEXT("text"),
    BOOLEAN("true or false"),
    NUMBER("a whole number"),
    DECIMAL("a number"),
    TEXTS("a list of texts"),
    LIST("a list"),
    OBJECT("an object"),
    ANY("a value");

    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,9}(\\.0{1,9})?");
    private static final Pattern DECIMALS =
        Pattern.compile("-?[0-9]{1,9}(\\.[0-9]{1,18})?([eE][-+]?[0-9]{1,2})?");
    private final String expected;

    Type(String expected) {
      this.expected = expected;
    }

    String expected() {
      return expected;
    }

    boolean fits(Node node) {
      return switch (this) {
        case TEXT -> is(node, Node.Kind.TEXT);
        case BOOLEAN -> is(node, Node.Kind.BOOLEAN);
        case NUMBER -> node instanceof Node.Scalar number && whole(number);
        case DECIMAL -> node instanceof Node.Scalar number && decimal(number);
        case TEXTS, LIST -> node instanceof Node.Sequence;
        case OBJECT -> node instanceof Node.Mapping;
        case ANY -> true;
      };
    }

    private static boolean whole(Node.Scalar number) {
      return number.kind() == Node.Kind.NUMBER && WHOLE.matcher(number.text()).matches();
    }

    private static boolean decimal(Node.Scalar number) {
      return number.kind() == Node.Kind.NUMBER && DECIMALS.matcher(number.text()).matches();
    }

    private static boolean is(Node node, Node.Kind kind) {
      return node instanceof Node.Scalar scalar && scalar.kind() == kind;
    }
  }

  /** A key that is read. */
  static Word read(Type type) {
    return new Word(type, "");
  }

  /** A key that is noted, where its value is not the usual one. */
  static Word noted(Type type, String became) {
    return new Word(type, became);
  }

  /** Whether a value says more than what holds without it: false, zero, nothing. */
  static boolean says(Node node) {
    if (node instanceof Node.Scalar scalar) {
      String text = scalar.text();
      return !text.isEmpty() && !text.equals("false") && !text.equals("0");
    }
    return node instanceof Node.Sequence sequence
        ? !sequence.items().isEmpty()
        : !((Node.Mapping) node).entries().isEmpty();
  }
}
