package io.forebay.internal.pipeline;

import io.forebay.ErrorKind;
import io.forebay.internal.pool.Exchange;
import io.forebay.spec.EditPlan;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spi.Phase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/**
 * SHAPE: path, then headers, then query, then path prefix (Couper's order); on the way back the
 * response's headers. What changes nothing is decided when the backend opens.
 */
final class ShapeStep implements Step {
  private final ExchangeSpec spec;
  private final PathShaper path;
  private final HeaderEditor requestHeaders;
  private final QueryEditor query;
  private final HeaderEditor responseHeaders;

  ShapeStep(ExchangeSpec spec) {
    EditPlan edits = spec.edits();
    this.spec = spec;
    path = new PathShaper(spec.path());
    requestHeaders = new HeaderEditor(edits.requestHeaders());
    query = new QueryEditor(edits.queryParams());
    responseHeaders = new HeaderEditor(edits.responseHeaders());
  }

  /** Whether the step can be left out. */
  boolean changesNothing() {
    return path.changesNothing()
        && requestHeaders.changesNothing()
        && query.changesNothing()
        && responseHeaders.changesNothing();
  }

  @Override
  public Phase phase() {
    return Phase.SHAPE;
  }

  @Override
  public Response apply(Exchange exchange, Request request, Next next) throws IOException {
    exchange.enter(Phase.SHAPE);
    Response response = next.proceed(exchange, shaped(exchange, request));
    if (responseHeaders.changesNothing()) {
      return response;
    }
    return response
        .newBuilder()
        .headers(responseHeaders.edit(response.headers(), exchange))
        .build();
  }

  private Request shaped(Exchange exchange, Request request) throws IOException {
    try {
      Request.Builder shaped = request.newBuilder();
      if (!path.changesNothing() || !query.changesNothing()) {
        shaped.url(shapedUrl(exchange, request.url()));
      }
      if (!requestHeaders.changesNothing()) {
        shaped.headers(requestHeaders.edit(request.headers(), exchange));
      }
      return shaped.build();
    } catch (IllegalArgumentException e) {
      throw Failures.refused(exchange, ErrorKind.CONFIGURATION, String.valueOf(e.getMessage()));
    }
  }

  private HttpUrl shapedUrl(Exchange exchange, HttpUrl url) {
    HttpUrl.Builder shaped = url.newBuilder();
    if (!query.changesNothing()) {
      shaped.encodedQuery(query.edit(url.encodedQuery(), exchange));
    }
    if (!path.changesNothing()) {
      shaped.encodedPath(path.shape(url.encodedPath(), exchange));
    }
    return shaped.build();
  }

  @Override
  public String describe() {
    List<String> parts = new ArrayList<>();
    spec.path().path().ifPresent(value -> parts.add("path " + value));
    describe("request headers: ", requestHeaders, spec.edits().requestHeaders(), parts);
    if (!query.changesNothing()) {
      parts.add("query: " + HeaderEditor.describe(spec.edits().queryParams()));
    }
    spec.path().prefix().ifPresent(value -> parts.add("path prefix " + value));
    describe("response headers: ", responseHeaders, spec.edits().responseHeaders(), parts);
    return String.join("; ", parts);
  }

  private static void describe(
      String what, HeaderEditor editor, io.forebay.spec.Edits edits, List<String> parts) {
    if (!editor.changesNothing()) {
      parts.add(what + HeaderEditor.describe(edits));
    }
  }
}
