package io.forebay.spec;

import io.forebay.health.HealthState;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A call with given variables and headers, for what is computed without sending anything.
 *
 * @param variables what the caller bound
 * @param headers the request's headers, with names in lower case
 * @param path the request's path
 */
public record FixedCall(Map<String, String> variables, Map<String, String> headers, String path)
    implements CallView {
  /** Binds nothing. */
  public static final FixedCall NONE = new FixedCall(Map.of(), Map.of());

  /** A call of the path {@code /}. */
  public FixedCall(Map<String, String> variables, Map<String, String> headers) {
    this(variables, headers, "/");
  }

  /** Asks for one path. */
  public static FixedCall withPath(String path) {
    return new FixedCall(Map.of(), Map.of(), path);
  }

  /** Binds one variable. */
  public static FixedCall with(String variable, String value) {
    return new FixedCall(Map.of(variable, value), Map.of());
  }

  /** Carries one header. */
  public static FixedCall withHeader(String name, String value) {
    return new FixedCall(Map.of(), Map.of(name, value));
  }

  @Override
  public Optional<String> query() {
    return Optional.empty();
  }

  @Override
  public Optional<String> queryParam(String name) {
    return Optional.empty();
  }

  @Override
  public String origin() {
    return "http://users.internal";
  }

  @Override
  public HealthState health() {
    return HealthState.unprobed();
  }

  @Override
  public Optional<RequestView> sent() {
    return Optional.empty();
  }

  @Override
  public Optional<ResponseView> response() {
    return Optional.empty();
  }

  @Override
  public String label() {
    return "users";
  }

  @Override
  public String method() {
    return "GET";
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  @Override
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name));
  }
}
