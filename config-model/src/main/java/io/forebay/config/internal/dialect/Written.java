package io.forebay.config.internal.dialect;

import java.util.List;

/**
 * Definitions in some language. Immutable.
 *
 * @param text the text
 * @param notes what it cannot say: the label, the key, and what became of it
 */
public record Written(String text, List<String> notes) {

  /** Copies the list. */
  public Written {
    notes = List.copyOf(notes);
  }
}
