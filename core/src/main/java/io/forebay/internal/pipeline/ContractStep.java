package io.forebay.internal.pipeline;

import io.forebay.ErrorKind;
import io.forebay.internal.pool.Exchange;
import io.forebay.spec.BodySpec;
import io.forebay.spec.ContractSpec;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spi.Contract;
import io.forebay.spi.Contract.RequestHead;
import io.forebay.spi.Contract.ResponseHead;
import io.forebay.spi.Contract.Rules;
import io.forebay.spi.Contract.Verdict;
import io.forebay.spi.Phase;
import java.io.IOException;
import java.util.List;
import okhttp3.Headers;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;

/**
 * VERIFY: last before the wire, because it is about what leaves, after every edit and credential;
 * and so the first to see what came back, before anything is changed about it.
 *
 * <p>Bodies are read only where the contract has something to say about them, and are held then. A
 * body that would have to be looked at and cannot be is a violation: a gate that lets through what
 * it could not see would be none.
 */
final class ContractStep implements Step {
  /** Violations that a message names; the rest are counted. */
  private static final int TOLD = 5;

  private final ContractSpec spec;
  private final Contract contract;
  private final BodySpec bodies;
  private final boolean hidesPath;

  ContractStep(ContractSpec spec, Contract contract, ExchangeSpec manners) {
    this.spec = spec;
    this.contract = contract;
    bodies = manners.body();
    hidesPath = new ShownPath(manners).hidesPath();
  }

  @Override
  public Phase phase() {
    return Phase.VERIFY;
  }

  @Override
  public Response apply(Exchange exchange, Request request, Next next) throws IOException {
    if (ConnectionHeaders.upgrades(request.headers())) {
      return next.proceed(exchange, request); // A WebSocket is no exchange of two messages.
    }
    exchange.enter(Phase.VERIFY);
    Rules rules = contract.rules(head(request));
    Response response = next.proceed(exchange, checked(exchange, request, rules));
    try {
      check(exchange, response, rules);
      return response;
    } catch (IOException | RuntimeException e) {
      response.close();
      throw e;
    }
  }

  /** The request as OkHttp will write it, whose bodies have a type of their own. */
  private RequestHead head(Request request) throws IOException {
    Headers headers = ConnectionHeaders.stripped(request).headers();
    RequestBody body = request.body();
    if (body != null && body.contentType() != null) {
      headers =
          headers.newBuilder().set("Content-Type", String.valueOf(body.contentType())).build();
    }
    boolean hasBody = body != null && body.contentLength() != 0;
    String shownPath = hidesPath ? "***" : "/" + String.join("/", request.url().pathSegments());
    return new RequestHead(request.method(), request.url(), headers, hasBody, shownPath);
  }

  private Request checked(Exchange exchange, Request request, Rules rules) throws IOException {
    Verdict verdict = rules.request();
    RequestBody body = request.body();
    List<String> violations = verdict.violations();
    RequestBody sent = body;
    if (violations.isEmpty() && verdict.readsBody() && body != null) {
      try {
        HeldBody held = held(exchange, body);
        sent = held;
        violations = rules.requestBody(plain(request.headers(), held.bytes()));
      } catch (Unchecked e) {
        violations = List.of("request body " + e.why());
      }
    }
    if (!violations.isEmpty() && !spec.ignoreRequestViolations()) {
      throw Failures.refused(exchange, ErrorKind.BACKEND_OPENAPI_REQUEST, told(violations));
    }
    warn(exchange, violations);
    return sent == body ? request : request.newBuilder().method(request.method(), sent).build();
  }

  /** What is read of a body that can be written once only is kept: it is gone otherwise. */
  private HeldBody held(Exchange exchange, RequestBody body) throws IOException, Unchecked {
    if (body.isDuplex()) {
      throw new Unchecked("cannot be checked: it is written while the response is read");
    }
    if (!body.isOneShot()) {
      return HeldBody.of(body, spec.maxBodyBytes());
    }
    if (exchange.keptBody() instanceof HeldBody kept) {
      return kept;
    }
    if (spec.ignoreRequestViolations() && body.contentLength() < 0) {
      // Should it turn out to be too large, what was read of it could not be sent any more.
      throw new Unchecked("cannot be checked: it can be read once only, and its length is unknown");
    }
    HeldBody kept = HeldBody.of(body, spec.maxBodyBytes());
    exchange.keepBody(kept);
    return kept;
  }

  private void check(Exchange exchange, Response response, Rules rules) throws IOException {
    if (response.code() == 101) {
      return;
    }
    Headers headers = ConnectionHeaders.ofResponse(response);
    ResponseHead head = new ResponseHead(response.code(), headers);
    Verdict verdict = rules.response(head);
    List<String> violations = verdict.violations();
    if (violations.isEmpty() && verdict.readsBody()) {
      try {
        violations = rules.responseBody(head, plain(headers, buffered(exchange, response)));
      } catch (Unchecked e) {
        violations = List.of("response body " + e.why());
      }
    }
    if (!violations.isEmpty() && !spec.ignoreResponseViolations()) {
      throw Failures.withheld(
          exchange,
          ErrorKind.BACKEND_OPENAPI_RESPONSE,
          told(violations),
          Answers.beginning(response));
    }
    warn(exchange, violations);
  }

  /** The body waits where its reader will find it: nothing about the response is changed. */
  private Buffer buffered(Exchange exchange, Response response) throws IOException, Unchecked {
    int most = spec.maxBodyBytes();
    long bound = bodies.maxBytes() > 0 ? Math.min(most, bodies.maxBytes()) : most;
    BufferedSource source = response.body().source();
    boolean larger = response.body().contentLength() > bound || source.request(bound + 1);
    if (larger) {
      Bodies.requireWithin(bodies, bound + 1, exchange);
      throw new Unchecked(HeldBody.tooLarge(most));
    }
    return source.getBuffer();
  }

  /** From a copy, which shares the bytes. */
  private byte[] plain(Headers headers, Buffer bytes) throws Unchecked {
    return ContentCodings.plain(headers, bytes.clone(), spec.maxBodyBytes());
  }

  private static void warn(Exchange exchange, List<String> violations) {
    violations.forEach(violation -> exchange.told().warn("openapi: " + violation));
  }

  private static String told(List<String> violations) {
    if (violations.size() <= TOLD) {
      return String.join("; ", violations);
    }
    int rest = violations.size() - TOLD;
    return String.join("; ", violations.subList(0, TOLD)) + "; and " + rest + " more";
  }

  @Override
  public String describe() {
    return "requests "
        + (spec.ignoreRequestViolations() ? "are noted that" : "are refused that")
        + " violate "
        + spec.file().getFileName()
        + ", responses "
        + (spec.ignoreResponseViolations() ? "noted" : "refused");
  }
}
