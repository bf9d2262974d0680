package io.forebay.internal.tokens;

import io.forebay.health.StatusRange;
import io.forebay.spec.CallView;
import io.forebay.spec.Origin;
import io.forebay.spec.TokenBody;
import io.forebay.spec.TokenRequestSpec;
import io.forebay.spec.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/** Sends a request of the user's, and takes a token out of the response. */
final class RequestSource implements TokenSource {
  private final TokenRequestSpec spec;

  RequestSource(TokenRequestSpec spec) {
    this.spec = spec;
  }

  @Override
  public String name() {
    return spec.name();
  }

  @Override
  public Asked asked(CallView call) {
    TokenRequestSpec.Message message = spec.message();
    List<String> headers = new ArrayList<>();
    message
        .headers()
        .forEach(
            (name, values) ->
                Values.texts(values, call)
                    .forEach(text -> headers.addAll(List.of(name, Values.sendable(text)))));
    FormText query = new FormText();
    fill(query, message.query(), call);
    String target = spec.endpoint().target();
    String more = query.text();
    return new Asked(
        more.isEmpty() ? target : target + (target.indexOf('?') < 0 ? '?' : '&') + more,
        headers,
        body(call));
  }

  private static void fill(FormText form, Map<String, List<Value>> fields, CallView call) {
    fields.forEach(
        (name, values) -> Values.texts(values, call).forEach(text -> form.add(name, text)));
  }

  private String body(CallView call) {
    TokenBody body = spec.message().body();
    if (body instanceof TokenBody.Text text) {
      return String.join("", Values.texts(List.of(text.value()), call));
    }
    if (body instanceof TokenBody.Form fields) {
      FormText form = new FormText();
      fill(form, fields.fields(), call);
      return form.text();
    }
    return body instanceof TokenBody.Json json ? JsonText.of(json.value(), call) : "";
  }

  @Override
  public Request request(Asked asked, Origin to) {
    Request.Builder request = new Request.Builder().url(to + asked.target());
    List<String> headers = asked.headers();
    for (int i = 0; i < headers.size(); i += 2) {
      request.addHeader(headers.get(i), headers.get(i + 1));
    }
    return request.method(spec.message().method(), sent(asked)).build();
  }

  private @Nullable RequestBody sent(Asked asked) {
    TokenBody body = spec.message().body();
    String method = spec.message().method();
    boolean none = body instanceof TokenBody.None;
    if (none && !method.equals("POST") && !method.equals("PUT") && !method.equals("PATCH")) {
      return null;
    }
    byte[] bytes = asked.body().getBytes(StandardCharsets.UTF_8);
    return RequestBody.create(bytes, none ? null : type(body));
  }

  private static MediaType type(TokenBody body) {
    if (body instanceof TokenBody.Json) {
      return MediaType.get("application/json");
    }
    return MediaType.get(
        body instanceof TokenBody.Form ? "application/x-www-form-urlencoded" : "text/plain");
  }

  @Override
  public Issued read(Answer answer) throws TokenFailure {
    List<StatusRange> expected = spec.expectedStatus();
    if (!expected.isEmpty()
        && expected.stream().noneMatch(range -> range.contains(answer.status()))) {
      boolean general = answer.status() >= 500 || answer.status() == 429;
      throw new TokenFailure(
          "unexpected status " + answer.status() + " (expected: " + expected + ")", general, null);
    }
    try {
      Object token = spec.token().of(answer);
      if (token == null) {
        throw TokenFailure.ofThis("token expression evaluates to null");
      }
      if (!(token instanceof String text) || text.isEmpty()) {
        throw TokenFailure.ofThis("token expression must evaluate to a string");
      }
      return new Issued(Values.sendable(text), Ttl.of(spec.ttl().of(answer)));
    } catch (IllegalArgumentException e) {
      throw TokenFailure.ofThis("status " + answer.status() + ", " + e.getMessage());
    }
  }

  @Override
  public String withoutSecrets(Asked asked, String text) {
    return text; // Nothing that was answered is in it.
  }
}
