package io.forebay.openapi.internal;

/**
 * A reference as it was written, and where it leads. Immutable.
 *
 * @param place where it stands, such as {@code openapi.yaml#/paths/~1pets}
 * @param text as it was written
 * @param target the location, with its fragment
 */
record Reference(String place, String text, String target) {

  /** Whether it leads to a place, and not to a name. */
  boolean isPointer() {
    int hash = target.indexOf('#');
    return hash < 0 || hash == target.length() - 1 || target.charAt(hash + 1) == '/';
  }

  IllegalArgumentException wrong(String problem) {
    return new IllegalArgumentException(
        Texts.shown(place) + ": $ref '" + Texts.shown(text) + "': " + problem);
  }
}
