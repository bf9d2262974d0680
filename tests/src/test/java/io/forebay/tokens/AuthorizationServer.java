package io.forebay.tokens;

import io.forebay.spec.OAuth2Builder;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An authorization server or a resource: answers as told, and keeps what it was asked. As an
 * extension of a test it ends with it.
 */
final class AuthorizationServer implements AutoCloseable, AfterEachCallback {
  private final MockWebServer server = new MockWebServer();
  private final AtomicInteger count = new AtomicInteger();
  private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
  private volatile Function<Integer, MockResponse> answer;

  private AuthorizationServer(Function<Integer, MockResponse> answer) {
    this.answer = answer;
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            requests.add(request);
            return AuthorizationServer.this.answer.apply(count.incrementAndGet());
          }
        });
  }

  /** Answers the n-th request by {@code answer}. */
  static AuthorizationServer answering(Function<Integer, MockResponse> answer) {
    AuthorizationServer started = new AuthorizationServer(answer);
    try {
      started.server.start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return started;
  }

  /** Issues {@code token-1}, {@code token-2} and so on. */
  static AuthorizationServer issuing(int expiresIn) {
    return answering(n -> token("token-" + n, "\"expires_in\":" + expiresIn));
  }

  static MockResponse token(String token, String more) {
    return json(200, "{\"access_token\":\"" + token + "\",\"token_type\":\"bearer\"," + more + "}");
  }

  static MockResponse json(int status, String body) {
    return new MockResponse.Builder()
        .code(status)
        .addHeader("Content-Type", "application/json")
        .body(body)
        .build();
  }

  static MockResponse status(int status) {
    return new MockResponse.Builder().code(status).body("{\"status\":" + status + "}").build();
  }

  void answer(Function<Integer, MockResponse> other) {
    answer = other;
  }

  String origin() {
    HttpUrl url = server.url("/");
    return "http://" + url.host() + ":" + url.port();
  }

  String endpoint() {
    return origin() + "/token";
  }

  /** A client that asks here. */
  void client(OAuth2Builder oauth2) {
    oauth2
        .tokenEndpoint(endpoint())
        .grantType("client_credentials")
        .clientId("user")
        .clientSecret("secret");
  }

  int count() {
    return requests.size();
  }

  RecordedRequest request(int index) {
    return requests.get(index);
  }

  /** What stood in a header of each request. */
  List<String> headers(String name) {
    return requests.stream()
        .map(request -> String.valueOf(request.getHeaders().get(name)))
        .toList();
  }

  /** The body of a request. */
  String body(int index) {
    return requests.get(index).getBody() == null ? "" : requests.get(index).getBody().utf8();
  }

  /** The form of a request. */
  Map<String, String> form(int index) {
    HttpUrl url = HttpUrl.get("http://form/?" + body(index));
    return url.queryParameterNames().stream()
        .collect(Collectors.toMap(name -> name, name -> url.queryParameterValues(name).get(0)));
  }

  @Override
  public void afterEach(ExtensionContext test) {
    close();
  }

  @Override
  public void close() {
    server.close();
  }
}
