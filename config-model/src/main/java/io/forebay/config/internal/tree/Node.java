package io.forebay.config.internal.tree;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of a text: a mapping, a list or a scalar, and where it stands. */
public sealed interface Node {

  /** Where it starts. */
  Position at();

  /**
   * What it is, for messages.
   *
   * @param secret whether its text must not be told
   */
  String described(boolean secret);

  /**
   * Names with values.
   *
   * @param at where it starts
   * @param entries the entries by name, in order; of several with one name the first
   * @param duplicates the others
   */
  record Mapping(Position at, Map<String, Entry> entries, List<Duplicate> duplicates)
      implements Node {
    @Override
    public String described(boolean secret) {
      return "a mapping";
    }

    /** The same without one entry. */
    public Mapping without(String name) {
      Map<String, Entry> rest = new LinkedHashMap<>(entries);
      rest.remove(name);
      return new Mapping(at, rest, duplicates);
    }
  }

  /**
   * One name of a mapping.
   *
   * @param at where the name stands
   * @param name the name
   * @param value its value
   */
  record Entry(Position at, String name, Node value) {}

  /**
   * A name that its mapping held already.
   *
   * @param at where the name stands again
   * @param first where it stood first
   * @param name the name
   */
  record Duplicate(Position at, Position first, String name) {}

  /**
   * A list.
   *
   * @param at where it starts
   * @param items its items
   */
  record Sequence(Position at, List<Node> items) implements Node {
    @Override
    public String described(boolean secret) {
      return "a list";
    }
  }

  /**
   * A single value.
   *
   * @param at where it starts
   * @param kind what it is
   * @param text the value; a number as it is written
   */
  record Scalar(Position at, Kind kind, String text) implements Node {
    @Override
    public String described(boolean secret) {
      return switch (kind) {
        case TEXT -> secret ? "text" : "text \"" + Shown.of(text) + "\"";
        case NUMBER -> secret ? "a number" : "number " + Shown.of(text);
        case BOOLEAN -> secret ? "true or false" : text;
        case NULL, REFUSED -> "null";
      };
    }
  }

  /** What a scalar is. */
  enum Kind {
    /** Text. */
    TEXT,
    /** A number. */
    NUMBER,
    /** {@code true} or {@code false}. */
    BOOLEAN,
    /** {@code null}, or nothing at all. */
    NULL,
    /** Something that was refused already; whoever meets it says nothing more. */
    REFUSED
  }
}
