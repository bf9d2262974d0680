package io.forebay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.spec.ContractSpec;
import io.forebay.testing.LeakCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Protocol;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Contracts where exchanges share a connection: what one violates is nothing to the others. */
@ExtendWith(LeakCheck.class)
class ContractOverHttp2Test {
  private static final String CONTRACT =
      """
      openapi: 3.0.3
      info: {title: t, version: '1'}
      paths:
        /anything: {get: {responses: {200: {description: d}}}}
        /pdf: {get: {responses: {201: {description: d}}}}
        /numbers:
          get:
            responses:
              200:
                description: d
                content: {application/json: {schema: {type: array, items: {type: integer}}}}
      """;

  @TempDir Path directory;

  private ManagedBackend users(MockWebServer server) throws IOException {
    Path file = Files.writeString(directory.resolve("a.yaml"), CONTRACT);
    return Wire.HTTP2_TLS.backend(server).openapi(ContractSpec.of(file)).build();
  }

  private static MockWebServer server(MockResponse answer) {
    MockWebServer server = Wire.HTTP2_TLS.start();
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer;
          }
        });
    return server;
  }

  @Test
  void oas10StreamsDoNotMeet() throws Exception {
    MockResponse answer = new MockResponse.Builder().body("x".repeat(100_000)).build();
    AtomicInteger http2 = new AtomicInteger();
    try (MockWebServer server = server(answer);
        ManagedBackend backend = users(server)) {
      CompletableFuture<?>[] all =
          IntStream.range(0, 60)
              .mapToObj(i -> outcome(backend, i % 2 == 0 ? "/anything" : "/pdf", http2))
              .toArray(CompletableFuture[]::new);
      for (int i = 0; i < all.length; i++) {
        assertThat(all[i].join()).isEqualTo(i % 2 == 0 ? "200 100000" : "502");
      }
      assertThat(http2).hasValue(30);
      assertThat(backend.stats().leased()).isZero();
    }
  }

  private static CompletableFuture<String> outcome(
      Backend backend, String path, AtomicInteger http2) {
    return backend
        .get(path)
        .sendAsync()
        .handle(
            (response, failure) -> {
              if (response == null) {
                Throwable cause = failure.getCause() == null ? failure : failure.getCause();
                return String.valueOf(((BackendException) cause).suggestedStatus());
              }
              http2.addAndGet(response.protocol() == Protocol.HTTP_2 ? 1 : 0);
              return read(response);
            });
  }

  private static String read(Response response) {
    try (response) {
      return response.code() + " " + response.body().bytes().length;
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void violatingBodyEndsItsStreamAndNotItsConnection() throws Exception {
    MockResponse answer =
        new MockResponse.Builder()
            .setHeader("Content-Type", "application/json")
            .body("[1, \"" + "x".repeat(1_000_000) + "\"]")
            .build();
    try (MockWebServer server = server(answer);
        ManagedBackend backend = users(server)) {
      for (int i = 0; i < 5; i++) {
        BackendTransferException failure =
            catchThrowableOfType(
                BackendTransferException.class, () -> backend.get("/numbers").send().close());
        assertThat(failure.kind()).isEqualTo(ErrorKind.BACKEND_OPENAPI_RESPONSE);
        RecordedRequest request = server.takeRequest();
        assertThat(request.getConnectionIndex()).isZero();
        assertThat(request.getExchangeIndex()).isEqualTo(i);
      }
    }
  }
}
