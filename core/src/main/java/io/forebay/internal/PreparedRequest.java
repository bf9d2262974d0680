package io.forebay.internal;

import io.forebay.BackendException;
import io.forebay.BackendRequest;
import io.forebay.RefinementBuilder;
import io.forebay.internal.pipeline.Percent;
import io.forebay.spec.Reference;
import io.forebay.spec.Refinement;
import io.forebay.spec.Tokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Collects a request until it is sent. */
final class PreparedRequest implements BackendRequest {
  private final Caller backend;
  private final String method;
  private final Paths.Known path;
  private Map<String, String> variables = Map.of();
  private Headers.@Nullable Builder headers;
  private final StringBuilder query = new StringBuilder(0);
  private @Nullable RequestBody body;
  private Refinement refinement = Refinement.NONE;

  PreparedRequest(Caller backend, String method, String path, Object... arguments) {
    if (!Tokens.isToken(method)) {
      throw new IllegalArgumentException("method: not a token (expected: such as GET)");
    }
    this.backend = backend;
    this.method = method;
    this.path = backend.paths().of(path);
    bindAll(arguments);
  }

  private void bindAll(Object... arguments) {
    List<String> names = path.variables();
    if (arguments.length > names.size()) {
      throw new IllegalArgumentException(
          "path: " + arguments.length + " arguments for " + names.size() + " variables " + names);
    }
    for (int i = 0; i < arguments.length; i++) {
      bind(names.get(i), arguments[i]);
    }
  }

  private void bind(String variable, Object value) {
    if (variables.isEmpty()) {
      variables = new LinkedHashMap<>();
    }
    variables.put(variable, String.valueOf(value));
  }

  private Headers.Builder headers() {
    Headers.Builder known = headers;
    if (known == null) {
      known = new Headers.Builder();
      headers = known;
    }
    return known;
  }

  @Override
  public BackendRequest header(String name, String value) {
    RequestHeaders.check(name, value);
    headers().removeAll(name).addUnsafeNonAscii(name, value);
    return this;
  }

  @Override
  public BackendRequest addHeader(String name, String value) {
    if (name.equalsIgnoreCase("Host")) {
      return header(name, value); // There is one.
    }
    RequestHeaders.check(name, value);
    headers().addUnsafeNonAscii(name, value);
    return this;
  }

  @Override
  public BackendRequest query(String name, Object value) {
    query.append(query.length() == 0 ? "" : "&").append(Percent.component(name));
    query.append('=').append(Percent.component(String.valueOf(value)));
    return this;
  }

  @Override
  public BackendRequest with(String variable, Object value) {
    if (Reference.reserved(variable)) {
      throw new IllegalArgumentException("variable '" + variable + "': the name is reserved");
    }
    bind(variable, value);
    return this;
  }

  @Override
  public BackendRequest body(RequestBody given) {
    body = given;
    return this;
  }

  @Override
  public BackendRequest body(String contentType, String text) {
    return body(contentType, text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public BackendRequest body(String contentType, byte[] bytes) {
    return body(RequestBody.create(bytes, MediaType.get(contentType)));
  }

  @Override
  public BackendRequest refine(Consumer<RefinementBuilder> manners) {
    RefinementBuilder builder = RefinementBuilder.of(backend.label());
    manners.accept(builder);
    return refine(builder.build());
  }

  @Override
  public BackendRequest refine(Refinement more) {
    refinement = refinement.then(more);
    return this;
  }

  @Override
  public Response send() throws BackendException {
    Call call = call();
    try {
      return call.execute();
    } catch (BackendException e) {
      throw e;
    } catch (IOException e) {
      throw new AssertionError("a backend's call throws only BackendExceptions", e);
    }
  }

  @Override
  public CompletableFuture<Response> sendAsync() {
    return ResponseFuture.of(call());
  }

  private Call call() {
    return backend.call(refinement, this::request, Map.copyOf(variables));
  }

  private Request request() {
    Request.Builder request = new Request.Builder().url(url());
    if (headers != null) {
      request.headers(headers.build());
    }
    return request.method(method, bodyToSend()).build();
  }

  private HttpUrl url() {
    HttpUrl constant = path.url();
    return constant == null || query.length() > 0
        ? backend.paths().url(path.template().fill(variables), query)
        : constant;
  }

  /** OkHttp refuses these methods without a body; an empty one is what HTTP means. */
  private @Nullable RequestBody bodyToSend() {
    boolean needed = method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
    return body == null && needed ? RequestBody.create(new byte[0]) : body;
  }
}
