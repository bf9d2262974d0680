package io.forebay.spec;

import java.util.Optional;

/**
 * What becomes of a request's path. Immutable.
 *
 * @param path replaces the whole path; empty: the caller's path stays (Couper {@code path})
 * @param prefix goes in front of the path, after {@code path} was applied; empty: none (Couper
 *     {@code path_prefix})
 */
public record PathSpec(Optional<Value> path, Optional<Value> prefix) {

  /** The caller's path, unchanged. */
  public static final PathSpec UNCHANGED = new PathSpec(Optional.empty(), Optional.empty());
}
