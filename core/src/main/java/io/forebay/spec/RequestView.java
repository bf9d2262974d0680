package io.forebay.spec;

import java.util.Optional;

/** What a computed value may see of a request. Used by one thread, while the value is computed. */
public interface RequestView {

  /** The method. */
  String method();

  /** The path, percent-encoded, without the query. */
  String path();

  /** The query, percent-encoded, without the question mark; empty if there is none. */
  Optional<String> query();

  /** The first value of a query parameter, decoded. Names have case. */
  Optional<String> queryParam(String name);

  /** The first value of a header, whatever the case of its name. */
  Optional<String> header(String name);
}
