package io.forebay.internal.pool;

import io.forebay.spec.RequestView;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.Request;

/** What values may see of a request of OkHttp's. */
record RequestFacts(Request request) implements RequestView {
  @Override
  public String method() {
    return request.method();
  }

  @Override
  public String path() {
    return request.url().encodedPath();
  }

  @Override
  public Optional<String> query() {
    return Optional.ofNullable(request.url().encodedQuery());
  }

  @Override
  public Optional<String> queryParam(String name) {
    return Optional.ofNullable(request.url().queryParameter(name));
  }

  @Override
  public Optional<String> header(String name) {
    return first(request.headers(), name);
  }

  /** OkHttp would give the last one. */
  static Optional<String> first(Headers headers, String name) {
    for (int i = 0; i < headers.size(); i++) {
      if (headers.name(i).equalsIgnoreCase(name)) {
        return Optional.of(headers.value(i));
      }
    }
    return Optional.empty();
  }
}
