package io.forebay.spec;

import java.util.Optional;

/**
 * What a computed value may see of the call that it is computed for. Valid only while the value is
 * computed; used by one thread.
 */
public interface CallView {

  /** The backend's label. */
  String label();

  /** The request's method. */
  String method();

  /** The request's path as the caller gave it, percent-encoded, without the query. */
  String path();

  /** The first value of a request header as the caller gave it, whatever the case of its name. */
  Optional<String> header(String name);

  /** A variable that the caller bound with {@code with(name, value)}. */
  Optional<String> variable(String name);
}
