package io.forebay.benchmarks.calls.clients;

import feign.Feign;
import feign.Headers;
import feign.Param;
import feign.Request;
import feign.RequestLine;
import feign.Response;
import feign.okhttp.OkHttpClient;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.feign.FeignDecorators;
import io.github.resilience4j.feign.Resilience4jFeign;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/** Feign over OkHttp behind a circuit breaker of resilience4j, which has no asynchronous side. */
final class FeignClient implements Client {
  private final okhttp3.OkHttpClient transport = OkHttpPeer.client();
  private final Calls calls;

  /** What Feign implements. */
  interface Calls {
    @RequestLine("GET {path}")
    byte[] get(@Param(value = "path", encoded = true) String path);

    @RequestLine("POST {path}")
    @Headers("Content-Type: application/json")
    byte[] post(@Param(value = "path", encoded = true) String path, byte[] json);
  }

  FeignClient(String origin) {
    FeignDecorators breaker =
        FeignDecorators.builder().withCircuitBreaker(CircuitBreaker.ofDefaults("bench")).build();
    calls =
        Feign.builder()
            .addCapability(Resilience4jFeign.capability(breaker))
            .client(new OkHttpClient(transport))
            .decoder((response, type) -> body(response))
            .encoder((body, type, template) -> template.body((byte[]) body, null))
            // OkHttp's defaults: with others Feign builds a client for each call.
            .options(new Request.Options(10, TimeUnit.SECONDS, 10, TimeUnit.SECONDS, true))
            .target(Calls.class, origin);
  }

  private static byte[] body(Response response) throws IOException {
    Client.requireOk(response.status());
    try (InputStream body = response.body().asInputStream()) {
      return body.readAllBytes();
    }
  }

  @Override
  public byte[] get(String path) {
    return calls.get(path);
  }

  @Override
  public byte[] post(String path, byte[] json) {
    return calls.post(path, json);
  }

  @Override
  public void close() {
    OkHttpPeer.close(transport);
  }
}
