package io.forebay.spec;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Everything about an exchange that may differ from call to call over the same pool. Immutable.
 *
 * @param path what becomes of the path
 * @param edits changes to headers and query
 * @param timeouts the limits
 * @param basicAuth the login, set last over any other {@code Authorization}; empty: none
 * @param body what becomes of the response's body
 * @param useWhenUnhealthy whether an unhealthy backend is asked all the same; default false (Couper
 *     {@code use_when_unhealthy})
 */
public record ExchangeSpec(
    PathSpec path,
    EditPlan edits,
    Timeouts timeouts,
    Optional<Credentials> basicAuth,
    BodySpec body,
    boolean useWhenUnhealthy) {

  /** No change to path, headers or query, and the default limits. */
  public static final ExchangeSpec DEFAULT =
      new ExchangeSpec(
          PathSpec.UNCHANGED,
          EditPlan.NONE,
          Timeouts.DEFAULT,
          Optional.empty(),
          BodySpec.DEFAULT,
          false);

  /** The variables that a call has to bind, from path and edits. */
  public Set<String> variables() {
    Set<String> names = new LinkedHashSet<>();
    path.path().ifPresent(value -> names.addAll(value.variables()));
    path.prefix().ifPresent(value -> names.addAll(value.variables()));
    names.addAll(edits.variables());
    return Collections.unmodifiableSet(names);
  }

  /** The same with another path. */
  public ExchangeSpec withPath(PathSpec other) {
    return new ExchangeSpec(other, edits, timeouts, basicAuth, body, useWhenUnhealthy);
  }

  /** The same with other edits. */
  public ExchangeSpec withEdits(EditPlan other) {
    return new ExchangeSpec(path, other, timeouts, basicAuth, body, useWhenUnhealthy);
  }

  /** The same with other limits. */
  public ExchangeSpec withTimeouts(Timeouts other) {
    return new ExchangeSpec(path, edits, other, basicAuth, body, useWhenUnhealthy);
  }

  /** The same with another login. */
  public ExchangeSpec withBasicAuth(Optional<Credentials> other) {
    return new ExchangeSpec(path, edits, timeouts, other, body, useWhenUnhealthy);
  }

  /** The same with another treatment of the body. */
  public ExchangeSpec withBody(BodySpec other) {
    return new ExchangeSpec(path, edits, timeouts, basicAuth, other, useWhenUnhealthy);
  }

  /** The same, asked or not asked while unhealthy. */
  public ExchangeSpec withUseWhenUnhealthy(boolean use) {
    return new ExchangeSpec(path, edits, timeouts, basicAuth, body, use);
  }
}
