package io.forebay.benchmarks.calls.clients;

import com.google.common.collect.ListMultimap;
import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import com.palantir.conjure.java.api.config.service.UserAgent;
import com.palantir.conjure.java.client.config.ClientConfiguration;
import com.palantir.conjure.java.client.config.ClientConfigurations;
import com.palantir.dialogue.Channel;
import com.palantir.dialogue.Endpoint;
import com.palantir.dialogue.EndpointChannel;
import com.palantir.dialogue.EndpointChannelFactory;
import com.palantir.dialogue.HttpMethod;
import com.palantir.dialogue.Request;
import com.palantir.dialogue.RequestBody;
import com.palantir.dialogue.Response;
import com.palantir.dialogue.UrlBuilder;
import com.palantir.dialogue.hc5.ApacheHttpClientChannels;
import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Dialogue over Apache HttpClient 5, at the level that its generated clients call. */
final class DialogueClient implements AsyncClient {
  private final ConcurrentMap<String, EndpointChannel> endpoints = new ConcurrentHashMap<>();
  private final Channel channel;

  DialogueClient(String origin) {
    channel =
        ApacheHttpClientChannels.create(
            ClientConfiguration.builder()
                .from(ClientConfigurations.of(List.of(origin), socketFactory(), trustManager()))
                .userAgent(UserAgent.of(UserAgent.Agent.of("bench", "1.0.0")))
                .build(),
            "bench");
  }

  private static SSLSocketFactory socketFactory() {
    return (SSLSocketFactory) SSLSocketFactory.getDefault();
  }

  /** Its configuration wants one, though nothing here is encrypted. */
  private static X509TrustManager trustManager() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return (X509TrustManager) factory.getTrustManagers()[0];
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public byte[] get(String path) throws IOException {
    return body(Futures.getUnchecked(execute(HttpMethod.GET, path, getRequest())));
  }

  @Override
  public byte[] post(String path, byte[] json) throws IOException {
    return body(Futures.getUnchecked(execute(HttpMethod.POST, path, postRequest(json))));
  }

  @Override
  public CompletableFuture<byte[]> getAsync(String path) {
    return later(execute(HttpMethod.GET, path, getRequest()));
  }

  @Override
  public CompletableFuture<byte[]> postAsync(String path, byte[] json) {
    return later(execute(HttpMethod.POST, path, postRequest(json)));
  }

  private static Request getRequest() {
    return Request.builder().build();
  }

  private static Request postRequest(byte[] json) {
    return Request.builder().body(new Json(json)).build();
  }

  private ListenableFuture<Response> execute(HttpMethod method, String path, Request request) {
    return endpoints
        .computeIfAbsent(method + " " + path, key -> endpoint(new Call(method, path)))
        .execute(request);
  }

  private EndpointChannel endpoint(Endpoint call) {
    return channel instanceof EndpointChannelFactory factory
        ? factory.endpoint(call)
        : request -> channel.execute(call, request);
  }

  private static CompletableFuture<byte[]> later(ListenableFuture<Response> response) {
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    Futures.addCallback(
        response,
        new FutureCallback<>() {
          @Override
          public void onSuccess(@Nullable Response found) {
            byte[] body;
            try {
              body = body(found);
            } catch (IOException e) {
              answer.completeExceptionally(e);
              return;
            }
            answer.complete(body);
          }

          @Override
          public void onFailure(Throwable failure) {
            answer.completeExceptionally(failure);
          }
        },
        MoreExecutors.directExecutor());
    return answer;
  }

  private static byte[] body(@Nullable Response response) throws IOException {
    try (Response found = Objects.requireNonNull(response)) {
      Client.requireOk(found.code());
      return found.body().readAllBytes();
    }
  }

  /** Nothing: its channels cannot be closed, and end when nobody refers to them any more. */
  @Override
  public void close() {}

  private record Call(HttpMethod httpMethod, String path) implements Endpoint {
    @Override
    public void renderPath(Map<String, String> parameters, UrlBuilder url) {
      render(url);
    }

    @Override
    public void renderPath(ListMultimap<String, String> parameters, UrlBuilder url) {
      render(url);
    }

    private void render(UrlBuilder url) {
      for (String segment : path.substring(1).split("/", -1)) {
        url.pathSegment(segment);
      }
    }

    @Override
    public String serviceName() {
      return "Bench";
    }

    @Override
    public String endpointName() {
      return path.substring(1);
    }

    @Override
    public String version() {
      return "1.0.0";
    }
  }

  private static final class Json implements RequestBody {
    private final byte[] bytes;

    Json(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public void writeTo(OutputStream output) throws IOException {
      output.write(bytes);
    }

    @Override
    public String contentType() {
      return "application/json";
    }

    @Override
    public boolean repeatable() {
      return true;
    }

    @Override
    public OptionalLong contentLength() {
      return OptionalLong.of(bytes.length);
    }

    @Override
    public void close() {}
  }
}
