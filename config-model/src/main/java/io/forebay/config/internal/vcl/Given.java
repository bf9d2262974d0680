package io.forebay.config.internal.vcl;

import io.forebay.config.internal.tree.Position;
import io.forebay.config.internal.tree.Shown;
import java.util.List;

/** What a property is given. */
sealed interface Given {

  /** Its first character. */
  Position at();

  /** How messages call it; see {@link Token#shown}. */
  String shown();

  /** A bare word, such as {@code always}. */
  record Word(Position at, String text) implements Given {
    @Override
    public String shown() {
      return Words.KNOWN.contains(text) ? text : "a word";
    }
  }

  /**
   * A number with what stands behind it.
   *
   * @param text with its sign
   * @param unit the word behind it, or the percent sign; empty: none
   */
  record Amount(Position at, String text, String unit) implements Given {
    @Override
    public String shown() {
      return Shown.of(Words.UNITS.contains(unit) ? text + unit : text + " and something else");
    }
  }

  /**
   * One text, or several next to each other.
   *
   * @param lines decoded; those joined by {@code +} are one
   */
  record Text(Position at, List<String> lines) implements Given {
    public Text {
      lines = List.copyOf(lines);
    }

    String joined() {
      return String.join("", lines);
    }

    @Override
    public String shown() {
      return "a text in quotes";
    }
  }

  /** What is wrong by itself; a finding says so. */
  record Refused(Position at) implements Given {
    @Override
    public String shown() {
      return "what cannot be read";
    }
  }

  /** Properties in braces. */
  record Block(Position at, List<Property> properties) implements Given {
    public Block {
      properties = List.copyOf(properties);
    }

    @Override
    public String shown() {
      return "{ … }";
    }
  }
}
