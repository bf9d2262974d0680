package io.forebay.config;

import java.util.List;

/**
 * Definitions written in some language. Immutable.
 *
 * @param text the text
 * @param notes what the language cannot say, and what became of it
 */
public record Writing(String text, List<String> notes) {

  /** Copies the list. */
  public Writing {
    notes = List.copyOf(notes);
  }
}
