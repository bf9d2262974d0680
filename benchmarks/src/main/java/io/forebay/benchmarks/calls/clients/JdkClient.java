package io.forebay.benchmarks.calls.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The JDK's own client over HTTP/1.1. */
final class JdkClient implements AsyncClient {
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final String origin;

  JdkClient(String origin) {
    this.origin = origin;
  }

  @Override
  public byte[] get(String path) throws IOException, InterruptedException {
    return body(client.send(getRequest(path), BodyHandlers.ofByteArray()));
  }

  @Override
  public byte[] post(String path, byte[] json) throws IOException, InterruptedException {
    return body(client.send(postRequest(path, json), BodyHandlers.ofByteArray()));
  }

  @Override
  public CompletableFuture<byte[]> getAsync(String path) {
    return client
        .sendAsync(getRequest(path), BodyHandlers.ofByteArray())
        .thenApply(JdkClient::bodyLater);
  }

  @Override
  public CompletableFuture<byte[]> postAsync(String path, byte[] json) {
    return client
        .sendAsync(postRequest(path, json), BodyHandlers.ofByteArray())
        .thenApply(JdkClient::bodyLater);
  }

  private HttpRequest getRequest(String path) {
    return request(path).GET().build();
  }

  private HttpRequest postRequest(String path, byte[] json) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofByteArray(json))
        .build();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(origin + path)).timeout(Duration.ofSeconds(10));
  }

  private static byte[] body(HttpResponse<byte[]> response) throws IOException {
    Client.requireOk(response.statusCode());
    return response.body();
  }

  private static byte[] bodyLater(HttpResponse<byte[]> response) {
    try {
      return body(response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nothing: before Java 21 it cannot be closed, and ends when nobody refers to it any more. */
  @Override
  public void close() {}
}
