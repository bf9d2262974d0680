package io.forebay.spec;

import io.forebay.health.HealthState;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A call that has come to its response, for what tells of all of it.
 *
 * @param asked what the caller gave
 * @param sent what left
 * @param response what came back
 * @param health the verdict on the origin
 */
record FullCall(
    RequestView asked,
    Optional<RequestView> sent,
    Optional<ResponseView> response,
    HealthState health)
    implements CallView {

  /** A request, with header names in lower case. */
  record Asked(
      String method, String path, String search, Map<String, String> params, Headers headers)
      implements RequestView {
    @Override
    public Optional<String> query() {
      return search.isEmpty() ? Optional.empty() : Optional.of(search);
    }

    @Override
    public Optional<String> queryParam(String name) {
      return Optional.ofNullable(params.get(name));
    }

    @Override
    public Optional<String> header(String name) {
      return headers.first(name);
    }
  }

  /** A response, with header names in lower case. */
  record Answered(int status, Headers headers) implements ResponseView {
    @Override
    public Optional<String> header(String name) {
      return headers.first(name);
    }

    @Override
    public Optional<String> body(int most) {
      return Optional.empty();
    }
  }

  /** Headers by their names in lower case. */
  record Headers(Map<String, String> values) {
    Optional<String> first(String name) {
      return Optional.ofNullable(values.get(name.toLowerCase(Locale.ROOT)));
    }
  }

  @Override
  public String label() {
    return "users";
  }

  @Override
  public String origin() {
    return "https://users.internal";
  }

  @Override
  public Optional<String> variable(String name) {
    return Optional.empty();
  }

  @Override
  public String method() {
    return asked.method();
  }

  @Override
  public String path() {
    return asked.path();
  }

  @Override
  public Optional<String> query() {
    return asked.query();
  }

  @Override
  public Optional<String> queryParam(String name) {
    return asked.queryParam(name);
  }

  @Override
  public Optional<String> header(String name) {
    return asked.header(name);
  }
}
