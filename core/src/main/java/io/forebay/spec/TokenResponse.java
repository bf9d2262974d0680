package io.forebay.spec;

import java.util.Optional;

/** What was answered to a request for a token. Read completely; used while a token is taken out. */
public interface TokenResponse {

  /** The status. */
  int status();

  /** The first value of a header, whatever the case of its name. */
  Optional<String> header(String name);

  /** The body as text. */
  String body();

  /**
   * What a JSON pointer (RFC 6901) leads to in the body: text, a {@link java.math.BigDecimal} or a
   * boolean; empty if it leads to nothing, to null, to a list or to an object.
   *
   * @throws IllegalArgumentException if the body is no JSON, or the text no pointer
   */
  Optional<Object> json(String pointer);
}
