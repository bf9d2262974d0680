package io.forebay.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything about an exchange that may differ from call to call over the same pool. Immutable.
 *
 * @param host the {@code Host} that is sent, and nothing else; empty: the transport's {@code
 *     hostname}, else what the caller says, else the origin's (Fastly {@code override_host})
 * @param path what becomes of the path
 * @param edits changes to headers, query and form
 * @param timeouts the limits
 * @param basicAuth the login, set last over any other {@code Authorization}; empty: none
 * @param answer what becomes of the response's head
 * @param body what becomes of the response's body
 * @param useWhenUnhealthy whether an unhealthy backend is asked all the same; default false (Couper
 *     {@code use_when_unhealthy})
 * @param retries whether and when an exchange is attempted again; empty: {@link RetrySpec#DEFAULT}
 *     where there are several origins, {@link RetrySpec#NONE} where there is one
 */
public record ExchangeSpec(
    Optional<String> host,
    PathSpec path,
    EditPlan edits,
    Timeouts timeouts,
    Optional<Credentials> basicAuth,
    AnswerSpec answer,
    BodySpec body,
    boolean useWhenUnhealthy,
    Optional<RetrySpec> retries) {

  /** No change to anything, and the default limits. */
  public static final ExchangeSpec DEFAULT =
      new ExchangeSpec(
          Optional.empty(),
          PathSpec.UNCHANGED,
          EditPlan.NONE,
          Timeouts.DEFAULT,
          Optional.empty(),
          AnswerSpec.UNCHANGED,
          BodySpec.DEFAULT,
          false,
          Optional.empty());

  /** The variables that a call has to bind. */
  public Set<String> variables() {
    Set<String> names = new LinkedHashSet<>();
    path.path().ifPresent(value -> names.addAll(value.variables()));
    path.prefix().ifPresent(value -> names.addAll(value.variables()));
    names.addAll(edits.variables());
    basicAuth.ifPresent(login -> names.addAll(login.value().variables()));
    names.addAll(answer.variables());
    return Collections.unmodifiableSet(names);
  }

  /** What cannot be applied, each with its key; empty if all can. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>(path.problems());
    problems.addAll(edits.requestHeaders().problems("request_headers"));
    problems.addAll(edits.queryParams().problems("query_params"));
    problems.addAll(edits.formParams().problems("form_params"));
    problems.addAll(edits.responseHeaders().problems("response_headers"));
    host.flatMap(Hosts::problem).ifPresent(problem -> problems.add("override_host: " + problem));
    return problems;
  }

  /** The same with another host. */
  public ExchangeSpec withHost(Optional<String> other) {
    return new ExchangeSpec(
        other, path, edits, timeouts, basicAuth, answer, body, useWhenUnhealthy, retries);
  }

  /** The same with another path. */
  public ExchangeSpec withPath(PathSpec other) {
    return new ExchangeSpec(
        host, other, edits, timeouts, basicAuth, answer, body, useWhenUnhealthy, retries);
  }

  /** The same with other edits. */
  public ExchangeSpec withEdits(EditPlan other) {
    return new ExchangeSpec(
        host, path, other, timeouts, basicAuth, answer, body, useWhenUnhealthy, retries);
  }

  /** The same with other limits. */
  public ExchangeSpec withTimeouts(Timeouts other) {
    return new ExchangeSpec(
        host, path, edits, other, basicAuth, answer, body, useWhenUnhealthy, retries);
  }

  /** The same with another login. */
  public ExchangeSpec withBasicAuth(Optional<Credentials> other) {
    return new ExchangeSpec(
        host, path, edits, timeouts, other, answer, body, useWhenUnhealthy, retries);
  }

  /** The same with another treatment of the response's head. */
  public ExchangeSpec withAnswer(AnswerSpec other) {
    return new ExchangeSpec(
        host, path, edits, timeouts, basicAuth, other, body, useWhenUnhealthy, retries);
  }

  /** The same with another treatment of the body. */
  public ExchangeSpec withBody(BodySpec other) {
    return new ExchangeSpec(
        host, path, edits, timeouts, basicAuth, answer, other, useWhenUnhealthy, retries);
  }

  /** The same, asked or not asked while unhealthy. */
  public ExchangeSpec withUseWhenUnhealthy(boolean use) {
    return new ExchangeSpec(host, path, edits, timeouts, basicAuth, answer, body, use, retries);
  }

  /** The same, attempted again by other rules. */
  public ExchangeSpec withRetries(Optional<RetrySpec> other) {
    return new ExchangeSpec(
        host, path, edits, timeouts, basicAuth, answer, body, useWhenUnhealthy, other);
  }
}
