package io.forebay.config.internal.krakend;

import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What a backend has to know of its endpoint.
 *
 * @param path the path, with one slash in front
 * @param method as it is written
 * @param timeout the whole time that it has
 * @param parameters the names of the path's parameters; empty: not known, as there is no endpoint
 */
record EndpointFacts(
    String path, String method, Duration timeout, Optional<SortedSet<String>> parameters) {

  /** A backend without an endpoint. */
  static EndpointFacts none(Duration timeout) {
    return new EndpointFacts("/", "GET", timeout, Optional.empty());
  }
}
