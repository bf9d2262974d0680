package io.forebay.benchmarks.calls.clients;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;

/** Armeria over HTTP/1.1; its blocking side waits for its future. */
final class ArmeriaClient implements AsyncClient {
  private final ClientFactory factory = ClientFactory.builder().build();
  private final WebClient client;

  ArmeriaClient(String origin) {
    client = WebClient.builder(origin.replace("http:", "h1c:")).factory(factory).build();
  }

  @Override
  public byte[] get(String path) throws IOException {
    return body(client.blocking().get(path));
  }

  @Override
  public byte[] post(String path, byte[] json) throws IOException {
    return body(client.blocking().execute(postRequest(path, json)));
  }

  @Override
  public CompletableFuture<byte[]> getAsync(String path) {
    return client.get(path).aggregate().thenApply(ArmeriaClient::bodyLater);
  }

  @Override
  public CompletableFuture<byte[]> postAsync(String path, byte[] json) {
    return client.execute(postRequest(path, json)).aggregate().thenApply(ArmeriaClient::bodyLater);
  }

  private static HttpRequest postRequest(String path, byte[] json) {
    return HttpRequest.of(HttpMethod.POST, path, MediaType.JSON, json);
  }

  private static byte[] body(AggregatedHttpResponse response) throws IOException {
    Client.requireOk(response.status().code());
    return response.content().array();
  }

  private static byte[] bodyLater(AggregatedHttpResponse response) {
    try {
      return body(response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    factory.close();
  }
}
