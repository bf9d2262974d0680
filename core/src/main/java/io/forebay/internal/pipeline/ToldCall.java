package io.forebay.internal.pipeline;

import io.forebay.health.HealthState;
import io.forebay.spec.CallView;
import io.forebay.spec.RequestView;
import io.forebay.spec.ResponseView;
import java.util.Optional;

/**
 * A call as it may be told: of what was sent, what the definition declares secret is hidden. All
 * else is the caller's or the origin's to keep to itself.
 */
record ToldCall(CallView call, ShownPath shown) implements CallView {

  @Override
  public Optional<RequestView> sent() {
    return call.sent().map(sent -> new Sent(sent, call, shown));
  }

  @Override
  public String label() {
    return call.label();
  }

  @Override
  public String origin() {
    return call.origin();
  }

  @Override
  public HealthState health() {
    return call.health();
  }

  @Override
  public Optional<String> variable(String name) {
    return call.variable(name);
  }

  @Override
  public Optional<String> token(String name) {
    return call.token(name);
  }

  @Override
  public Optional<ResponseView> response() {
    return call.response();
  }

  @Override
  public String method() {
    return call.method();
  }

  @Override
  public String path() {
    return call.path();
  }

  @Override
  public Optional<String> query() {
    return call.query();
  }

  @Override
  public Optional<String> queryParam(String name) {
    return call.queryParam(name);
  }

  @Override
  public Optional<String> header(String name) {
    return call.header(name);
  }

  /** The request as it left; the caller's path stands for a secret one. */
  private record Sent(RequestView sent, CallView call, ShownPath shown) implements RequestView {

    @Override
    public String method() {
      return sent.method();
    }

    @Override
    public String path() {
      return shown.hidesPath() ? call.path() : sent.path();
    }

    @Override
    public Optional<String> query() {
      return sent.query().map(shown::query);
    }

    @Override
    public Optional<String> queryParam(String name) {
      return sent.queryParam(name).map(value -> shown.hidesParam(name) ? ShownPath.STARS : value);
    }

    @Override
    public Optional<String> header(String name) {
      return sent.header(name).map(value -> shown.hides(name) ? ShownPath.STARS : value);
    }
  }
}
