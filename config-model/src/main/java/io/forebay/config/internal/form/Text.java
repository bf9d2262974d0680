package io.forebay.config.internal.form;

import java.util.List;

/**
 * A text scalar taken apart into what stands for itself and what is referenced.
 *
 * @param raw the scalar as it is written
 * @param pieces its pieces, in order
 */
record Text(String raw, List<Piece> pieces) {

  /** A piece of a text. */
  sealed interface Piece {
    String text();
  }

  /** Text as it is written; variables may stand in it. */
  record Plain(String text) implements Piece {}

  /** Text that an escape yields; variables do not stand in it. */
  record Escaped(String text) implements Piece {}

  /** What a reference led to. Never printed. */
  record Secret(String text, String reference) implements Piece {
    @Override
    public String toString() {
      return reference;
    }
  }

  /** Whether a reference stands in it: then its value must not be told. */
  boolean referring() {
    for (Piece piece : pieces) {
      if (piece instanceof Secret) {
        return true;
      }
    }
    return false;
  }

  /** The text with references resolved and escapes undone. */
  String value() {
    if (pieces.size() == 1) {
      return pieces.get(0).text();
    }
    StringBuilder value = new StringBuilder();
    pieces.forEach(piece -> value.append(piece.text()));
    return value.toString();
  }

  /** As it is written. */
  @Override
  public String toString() {
    return raw;
  }
}
