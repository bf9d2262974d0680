package io.forebay.internal.pipeline;

import io.forebay.ErrorKind;
import io.forebay.health.StatusRange;
import io.forebay.internal.pool.Exchange;
import io.forebay.spi.Phase;
import java.io.IOException;
import java.util.List;
import okhttp3.Request;
import okhttp3.Response;

/**
 * OBSERVE: what comes here is what the caller would get, so that a status is judged once, after it
 * was set, after a contract had its say and after the last attempt. Whoever judges the origin has
 * counted it before; that we expected another one speaks against nobody.
 */
final class ExpectStep implements Step {
  private final List<StatusRange> expected;

  ExpectStep(List<StatusRange> expected) {
    this.expected = expected;
  }

  @Override
  public Phase phase() {
    return Phase.OBSERVE;
  }

  @Override
  public Response apply(Exchange exchange, Request request, Next next) throws IOException {
    Response response = next.proceed(exchange, request);
    for (StatusRange range : expected) {
      if (range.contains(response.code())) {
        return response;
      }
    }
    Answers.Beginning body = Answers.beginning(response);
    Answers.discard(response);
    throw Failures.withheld(
        exchange,
        ErrorKind.UNEXPECTED_STATUS,
        "unexpected status " + response.code() + " (expected: " + told() + ")",
        body);
  }

  private String told() {
    return String.join(", ", expected.stream().map(StatusRange::toString).toList());
  }

  @Override
  public String describe() {
    return "a response only with status " + told();
  }
}
