package io.forebay.internal.pool;

import io.forebay.health.HealthState;
import io.forebay.internal.tokens.Token;
import io.forebay.spec.CallView;
import io.forebay.spec.RequestView;
import io.forebay.spec.ResponseView;
import java.util.Optional;
import okhttp3.Request;
import okhttp3.Response;

/** What values may see of an exchange. */
final class CallFacts implements CallView {
  private final Exchange exchange;
  private final RequestFacts asked;

  CallFacts(Exchange exchange, Request asked) {
    this.exchange = exchange;
    this.asked = new RequestFacts(asked);
  }

  @Override
  public String label() {
    return exchange.entrance().label();
  }

  @Override
  public String origin() {
    OriginPool pool = exchange.pool();
    return pool == null ? "" : pool.origin().toString();
  }

  @Override
  public HealthState health() {
    return exchange.entrance().health();
  }

  @Override
  public Optional<String> variable(String name) {
    return exchange.variable(name);
  }

  @Override
  public Optional<String> token(String name) {
    return Optional.ofNullable(exchange.told().token(name)).map(Token::reveal);
  }

  @Override
  public Optional<RequestView> sent() {
    Request sent = exchange.handedOver();
    return sent == null ? Optional.empty() : Optional.of(new RequestFacts(sent));
  }

  @Override
  public Optional<ResponseView> response() {
    Response answered = exchange.answered();
    return answered == null ? Optional.empty() : Optional.of(new ResponseFacts(answered));
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
