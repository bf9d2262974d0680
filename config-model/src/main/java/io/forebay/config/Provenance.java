package io.forebay.config;

/**
 * Where a value of a definition is said. Immutable; holds no value.
 *
 * @param source the file or text as it was called when it was read
 * @param line the line of its key, counted from 1
 * @param column the column of its key, counted in characters from 1
 * @param place what it is said of: {@code backends.users}, {@code defaults} or {@code
 *     refinements.users_admin}
 */
public record Provenance(String source, int line, int column, String place) {

  /** {@code prod.yaml:5:7 (backends.users)}. */
  @Override
  public String toString() {
    return source + ":" + line + ":" + column + " (" + place + ")";
  }
}
