package io.forebay.internal.pipeline;

import io.forebay.ErrorKind;
import io.forebay.internal.pool.Exchange;
import io.forebay.spec.CallView;
import io.forebay.spec.EditPlan;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spi.Phase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * SHAPE: path, then headers, then query, then form, then path prefix (Couper's order); on the way
 * back what {@link AnswerShaper} does. What changes nothing is decided when the backend opens.
 */
final class ShapeStep implements Step {
  private final ExchangeSpec spec;
  private final Optional<String> host;
  private final PathShaper path;
  private final HeaderEditor headers;
  private final boolean retypes;
  private final QueryEditor query;
  private final FormEditor form;
  private final AnswerShaper answer;
  private final boolean constantUrl;
  private final ShapedUrls shapedUrls = new ShapedUrls();

  /** Shapes by a spec; {@code hostname} is sent where the spec names no host. */
  ShapeStep(ExchangeSpec spec, Optional<String> hostname) {
    EditPlan edits = spec.edits();
    this.spec = spec;
    host = spec.host().or(() -> hostname);
    path = new PathShaper(spec.path());
    headers = HeaderEditor.ofRequests(edits.requestHeaders());
    retypes = headers.touches("Content-Type");
    query = new QueryEditor(edits.queryParams());
    form = new FormEditor(edits.formParams());
    answer = new AnswerShaper(spec);
    constantUrl = query.constant() && path.constant();
  }

  /** Whether the step can be left out. */
  boolean changesNothing() {
    return keepsRequest() && answer.changesNothing();
  }

  /** Whether responses come through as they are, with what belongs to their connection. */
  boolean keepsAnswer() {
    return answer.changesNothing();
  }

  private boolean keepsRequest() {
    return keepsUrl() && host.isEmpty() && headers.changesNothing() && form.changesNothing();
  }

  private boolean keepsUrl() {
    return path.changesNothing() && query.changesNothing();
  }

  @Override
  public Phase phase() {
    return Phase.SHAPE;
  }

  @Override
  public Response apply(Exchange exchange, Request request, Next next) throws IOException {
    exchange.enter(Phase.SHAPE);
    Response response = next.proceed(exchange, shaped(exchange, request));
    return keepsAnswer() ? response : answer.shape(response, exchange);
  }

  private Request shaped(Exchange exchange, Request request) throws IOException {
    if (keepsRequest()) {
      return request;
    }
    CallView call = exchange.view();
    try {
      Request.Builder shaped = request.newBuilder();
      if (!keepsUrl()) {
        shaped.url(shapedUrl(call, request.url()));
      }
      if (!headers.changesNothing()) {
        edit(request, shaped, call);
      }
      host.ifPresent(name -> shaped.header("Host", name));
      Request sent = shaped.build();
      return form.changesNothing() ? sent : withForm(exchange, sent);
    } catch (IllegalArgumentException e) {
      throw Failures.refused(exchange, ErrorKind.CONFIGURATION, String.valueOf(e.getMessage()));
    }
  }

  /** OkHttp would set the body's own type over an edited one. */
  private void edit(Request request, Request.Builder shaped, CallView call) {
    RequestBody body = request.body();
    if (!retypes || body == null || body.contentType() == null) {
      shaped.headers(headers.edit(request.headers(), call));
      return;
    }
    Request typed =
        request.newBuilder().header("Content-Type", body.contentType().toString()).build();
    shaped.headers(headers.edit(typed.headers(), call));
    shaped.method(request.method(), new UntypedBody(body));
  }

  private Request withForm(Exchange exchange, Request request) throws IOException {
    Optional<String> mismatch = FormEditor.mismatch(request);
    RequestBody body = request.body();
    if (mismatch.isPresent() || body == null) {
      mismatch.ifPresent(exchange.told()::warn);
      return request;
    }
    RequestBody edited = form.edit(readable(exchange, body), exchange.view());
    return request.newBuilder().post(edited).build();
  }

  /** A body that can be written once only is kept: another attempt edits it again. */
  private static RequestBody readable(Exchange exchange, RequestBody body) throws IOException {
    if (!body.isOneShot()) {
      return body;
    }
    RequestBody kept = exchange.keptBody();
    if (kept == null) {
      kept = FormEditor.copy(body);
      exchange.keepBody(kept);
    }
    return kept;
  }

  private HttpUrl shapedUrl(CallView call, HttpUrl url) {
    if (!constantUrl) {
      return computedUrl(call, url);
    }
    HttpUrl known = shapedUrls.get(url);
    if (known == null) {
      known = computedUrl(call, url);
      shapedUrls.put(url, known);
    }
    return known;
  }

  private HttpUrl computedUrl(CallView call, HttpUrl url) {
    HttpUrl.Builder shaped = url.newBuilder();
    if (!query.changesNothing()) {
      shaped.encodedQuery(query.edit(url.encodedQuery(), call));
    }
    if (!path.changesNothing()) {
      shaped.encodedPath(path.shape(url.encodedPath(), call));
    }
    return shaped.build();
  }

  @Override
  public String describe() {
    List<String> parts = new ArrayList<>();
    EditPlan edits = spec.edits();
    spec.path().path().ifPresent(value -> parts.add("path " + value));
    host.ifPresent(name -> parts.add("host " + name));
    if (!headers.changesNothing()) {
      parts.add("request headers: " + HeaderEditor.describe(edits.requestHeaders()));
    }
    if (!query.changesNothing()) {
      parts.add("query: " + HeaderEditor.describe(edits.queryParams()));
    }
    if (!form.changesNothing()) {
      parts.add("form: " + HeaderEditor.describe(edits.formParams()));
    }
    spec.path().prefix().ifPresent(value -> parts.add("path prefix " + value));
    parts.addAll(answer.describe());
    return String.join("; ", parts);
  }
}
