package io.forebay.benchmarks.calls.clients;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** OkHttp as it comes. Raised are the idle connections and the calls that its dispatcher allows. */
final class OkHttpPeer implements AsyncClient {
  private static final MediaType JSON = MediaType.get("application/json");

  private final OkHttpClient client = client();
  private final String origin;

  OkHttpPeer(String origin) {
    this.origin = origin;
  }

  /** The client, for whoever builds on it too. */
  static OkHttpClient client() {
    Dispatcher dispatcher = new Dispatcher();
    dispatcher.setMaxRequests(MAX_CONNECTIONS);
    dispatcher.setMaxRequestsPerHost(MAX_CONNECTIONS);
    return new OkHttpClient.Builder()
        .protocols(List.of(Protocol.HTTP_1_1))
        .dispatcher(dispatcher)
        .connectionPool(new ConnectionPool(MAX_CONNECTIONS, 5, TimeUnit.MINUTES))
        .build();
  }

  /** Ends its threads and connections. */
  static void close(OkHttpClient client) {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }

  @Override
  public byte[] get(String path) throws IOException {
    return body(client.newCall(getRequest(path)).execute());
  }

  @Override
  public byte[] post(String path, byte[] json) throws IOException {
    return body(client.newCall(postRequest(path, json)).execute());
  }

  @Override
  public CompletableFuture<byte[]> getAsync(String path) {
    return enqueue(getRequest(path));
  }

  @Override
  public CompletableFuture<byte[]> postAsync(String path, byte[] json) {
    return enqueue(postRequest(path, json));
  }

  private Request getRequest(String path) {
    return new Request.Builder().url(origin + path).build();
  }

  private Request postRequest(String path, byte[] json) {
    return new Request.Builder().url(origin + path).post(RequestBody.create(json, JSON)).build();
  }

  private CompletableFuture<byte[]> enqueue(Request request) {
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    client
        .newCall(request)
        .enqueue(
            new Callback() {
              @Override
              public void onResponse(Call call, Response response) {
                byte[] body;
                try {
                  body = body(response);
                } catch (IOException e) {
                  answer.completeExceptionally(e);
                  return;
                }
                answer.complete(body);
              }

              @Override
              public void onFailure(Call call, IOException failure) {
                answer.completeExceptionally(failure);
              }
            });
    return answer;
  }

  /** The whole body; closes the response. */
  static byte[] body(Response response) throws IOException {
    try (response) {
      Client.requireOk(response.code());
      return response.body().bytes();
    }
  }

  @Override
  public void close() {
    close(client);
  }
}
