package io.forebay.config;

import java.util.List;

/**
 * What came of reading a text in some dialect. Immutable.
 *
 * @param definitions the backends and refinements that the text defines
 * @param notes what did not carry over, in the order of the text
 */
public record Reading(Definitions definitions, List<Note> notes) {

  /** Copies the list. */
  public Reading {
    notes = List.copyOf(notes);
  }
}
