package io.forebay.config.internal.dialect;

import io.forebay.config.DefinitionException;
import io.forebay.config.internal.tree.Source;
import java.util.Optional;
import java.util.function.Function;

/** A language that defines backends: text into values, and back as far as it can say them. */
public interface Dialect {

  /** Its name on a command line, such as {@code vcl}. */
  String name();

  /** Whether a text looks like one of this language: by the ending of its name, or its content. */
  boolean recognises(Source source);

  /**
   * Reads a text. What is right in the language but no definition can say becomes a note.
   *
   * @param environment what variables of the environment stand for
   * @throws DefinitionException with everything that is wrong with it
   */
  Carried read(Source source, Function<String, Optional<String>> environment);

  /**
   * Writes definitions, with notes about what the language cannot say.
   *
   * @throws IllegalStateException if a secret would have to be written that came from no reference;
   *     the message names it
   */
  Written write(Carried definitions);
}
