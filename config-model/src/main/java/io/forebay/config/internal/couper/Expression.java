package io.forebay.config.internal.couper;

import java.util.List;

/** An expression as it is written. Immutable. */
sealed interface Expression {

  /** The offset at which it starts. */
  int at();

  /**
   * A number, a truth value, or a piece of text without anything in it.
   *
   * @param value a {@code BigDecimal}, a {@code Boolean} or a {@code String}
   */
  record Constant(int at, Object value) implements Expression {}

  /** {@code null}. */
  record Nothing(int at) implements Expression {}

  /** A quoted text or a heredoc: pieces of text, and expressions in between. */
  record Text(int at, List<Expression> parts) implements Expression {
    /** Copies the list. */
    public Text {
      parts = List.copyOf(parts);
    }
  }

  /** {@code [a, b]}. */
  record Items(int at, List<Expression> items) implements Expression {
    /** Copies the list. */
    public Items {
      items = List.copyOf(items);
    }
  }

  /** {@code { a = b }}. */
  record Mapping(int at, List<Entry> entries) implements Expression {
    /** Copies the list. */
    public Mapping {
      entries = List.copyOf(entries);
    }
  }

  /** One line of a mapping. */
  record Entry(Expression key, Expression value) {}

  /**
   * {@code request.headers["x"]}.
   *
   * @param steps the names that lead on; an index stands in brackets, such as {@code [0]}
   */
  record Variable(int at, String root, List<String> steps) implements Expression {
    /** Copies the list. */
    public Variable {
      steps = List.copyOf(steps);
    }
  }

  /** A call of a function. */
  record Call(int at, String function, List<Expression> arguments) implements Expression {
    /** Copies the list. */
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** {@code condition ? yes : no}. */
  record Choice(int at, Expression condition, Expression yes, Expression no)
      implements Expression {}

  /** What is right, but is never computed here, such as {@code an operator}. */
  record Opaque(int at, String what) implements Expression {}
}
