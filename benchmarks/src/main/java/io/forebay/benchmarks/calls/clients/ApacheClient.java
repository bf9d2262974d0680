package io.forebay.benchmarks.calls.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/** Apache HttpClient 5: its classic client, and its asynchronous one. */
final class ApacheClient implements AsyncClient {
  private final CloseableHttpClient classic = classic();
  private final CloseableHttpAsyncClient async = async();
  private final String origin;

  ApacheClient(String origin) {
    this.origin = origin;
    async.start();
  }

  /** The classic client, for whoever builds on it too. */
  static CloseableHttpClient classic() {
    return HttpClients.custom()
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnPerRoute(MAX_CONNECTIONS)
                .setMaxConnTotal(MAX_CONNECTIONS)
                .setDefaultConnectionConfig(timeouts())
                .build())
        .build();
  }

  private static CloseableHttpAsyncClient async() {
    return HttpAsyncClients.custom()
        .setConnectionManager(
            PoolingAsyncClientConnectionManagerBuilder.create()
                .setMaxConnPerRoute(MAX_CONNECTIONS)
                .setMaxConnTotal(MAX_CONNECTIONS)
                .setDefaultConnectionConfig(timeouts())
                .setDefaultTlsConfig(
                    TlsConfig.custom().setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1).build())
                .build())
        .build();
  }

  private static ConnectionConfig timeouts() {
    return ConnectionConfig.custom()
        .setConnectTimeout(Timeout.ofSeconds(2))
        .setSocketTimeout(Timeout.ofSeconds(10))
        .build();
  }

  @Override
  public byte[] get(String path) throws IOException {
    return classic.execute(new HttpGet(origin + path), ApacheClient::body);
  }

  @Override
  public byte[] post(String path, byte[] json) throws IOException {
    HttpPost post = new HttpPost(origin + path);
    post.setEntity(new ByteArrayEntity(json, ContentType.APPLICATION_JSON));
    return classic.execute(post, ApacheClient::body);
  }

  private static byte[] body(ClassicHttpResponse response) throws IOException {
    Client.requireOk(response.getCode());
    return EntityUtils.toByteArray(response.getEntity());
  }

  @Override
  public CompletableFuture<byte[]> getAsync(String path) {
    return execute(SimpleRequestBuilder.get(origin + path).build());
  }

  @Override
  public CompletableFuture<byte[]> postAsync(String path, byte[] json) {
    return execute(
        SimpleRequestBuilder.post(origin + path)
            .setBody(json, ContentType.APPLICATION_JSON)
            .build());
  }

  private CompletableFuture<byte[]> execute(SimpleHttpRequest request) {
    CompletableFuture<SimpleHttpResponse> answer = new CompletableFuture<>();
    Future<SimpleHttpResponse> unused =
        async.execute(
            request,
            new FutureCallback<>() {
              @Override
              public void completed(SimpleHttpResponse response) {
                answer.complete(response);
              }

              @Override
              public void failed(Exception failure) {
                answer.completeExceptionally(failure);
              }

              @Override
              public void cancelled() {
                answer.cancel(false);
              }
            });
    return answer.thenApply(ApacheClient::body);
  }

  private static byte[] body(SimpleHttpResponse response) {
    try {
      Client.requireOk(response.getCode());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return response.getBodyBytes();
  }

  @Override
  public void close() {
    classic.close(CloseMode.GRACEFUL);
    async.close(CloseMode.GRACEFUL);
  }
}
