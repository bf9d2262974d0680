package io.forebay.internal.pipeline;

import io.forebay.ErrorKind;
import io.forebay.internal.pool.Exchange;
import io.forebay.spec.AnswerSpec;
import io.forebay.spec.CallView;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Headers;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a response's head: custom log fields, which see it as it came; then its headers;
 * then its status (Couper's order).
 */
final class AnswerShaper {
  private static final Logger log = LoggerFactory.getLogger(AnswerShaper.class);

  private final AnswerSpec spec;
  private final ShownPath shown;
  private final HeaderEditor headers;

  AnswerShaper(ExchangeSpec spec) {
    this.spec = spec.answer();
    shown = new ShownPath(spec);
    headers = HeaderEditor.ofResponses(spec.edits().responseHeaders());
  }

  boolean changesNothing() {
    return headers.changesNothing()
        && spec.status().isEmpty()
        && spec.logFields().equals(AnswerSpec.UNCHANGED.logFields());
  }

  /**
   * The response as the caller gets it.
   *
   * @throws IOException one of ours if a value cannot be applied; the response is closed then
   */
  Response shape(Response response, Exchange exchange) throws IOException {
    CallView call = exchange.view();
    try {
      if (!spec.logFields().fields().isEmpty()) {
        exchange.told().logFields(fields(exchange, new ToldCall(call, shown)));
      }
      Response.Builder shaped = response.newBuilder();
      Headers seen = ConnectionHeaders.ofResponse(response);
      shaped.headers(headers.changesNothing() ? seen : headers.edit(seen, call));
      return withStatus(shaped.build(), exchange, call);
    } catch (IllegalArgumentException e) {
      Answers.discard(response);
      throw Failures.transfer(exchange, ErrorKind.CONFIGURATION, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      Answers.discard(response);
      throw e;
    }
  }

  /** A field that cannot be computed is left out, and costs no response. */
  private Map<String, Object> fields(Exchange exchange, CallView call) {
    Map<String, Object> fields = new LinkedHashMap<>();
    spec.logFields()
        .fields()
        .forEach(
            (name, field) -> {
              try {
                Object value = field.resolve(call);
                if (value != null) {
                  fields.put(name, value);
                }
              } catch (RuntimeException e) {
                log.debug(
                    "custom_log_fields.{} of '{}': {}",
                    name,
                    call.label(),
                    exchange.told().withoutTokens(e.toString()));
              }
            });
    return fields;
  }

  private Response withStatus(Response response, Exchange exchange, CallView call) {
    Value value = spec.status().orElse(null);
    String text = value == null || response.code() == 101 ? null : value.resolve(call);
    if (text == null) {
      return response;
    }
    int status = AnswerSpec.checkedStatus(text);
    Response.Builder changed = response.newBuilder().code(status);
    if (status != 204 && status != 304) {
      return changed.build();
    }
    exchange.told().warn("set_response_status: removing body, if any due to status-code " + status);
    response.close();
    return changed
        .removeHeader("Content-Length")
        .body(ResponseBody.create(new byte[0], null))
        .build();
  }

  /** What it does, without values. */
  List<String> describe() {
    List<String> parts = new ArrayList<>();
    if (!spec.logFields().fields().isEmpty()) {
      parts.add("log fields " + spec.logFields().fields().keySet());
    }
    if (!headers.changesNothing()) {
      parts.add("response headers: " + headers.describe());
    }
    spec.status().ifPresent(value -> parts.add("status " + value));
    return parts;
  }
}
