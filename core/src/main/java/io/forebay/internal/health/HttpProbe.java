package io.forebay.internal.health;

import io.forebay.health.HealthSpec;
import io.forebay.health.ProbeRequest;
import io.forebay.health.ProbeResult;
import io.forebay.internal.pool.OriginPool;
import io.forebay.spec.Origin;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Probes over HTTP: the backend's names, TLS and protocol, but none of its manners, limits or
 * permits (Couper). One limit covers connecting, head and body.
 */
public final class HttpProbe implements Probe {
  private static final String USER_AGENT = "Forebay / " + version() + " health-check";

  private final String label;
  private final HealthSpec spec;
  private final Origin origin;
  private final OkHttpClient client;
  private final Request request;
  private volatile boolean closed;

  /** A probe of a backend's origin. */
  public HttpProbe(String label, HealthSpec spec, OriginPool pool) {
    this.label = label;
    this.spec = spec;
    origin = pool.origin();
    Duration limit = spec.schedule().timeout();
    client =
        pool.probeClient()
            .newBuilder()
            .callTimeout(limit)
            .connectTimeout(limit)
            .readTimeout(limit)
            .writeTimeout(limit)
            .build();
    request = request(spec.request(), origin, pool.hostname());
  }

  private static Request request(ProbeRequest probe, Origin origin, Optional<String> hostname) {
    Origin target = new Origin(origin.scheme(), origin.host(), probe.port().orElse(origin.port()));
    Request.Builder request =
        new Request.Builder()
            .url(target + probe.path())
            .method(probe.method(), body(probe.method()))
            .header("User-Agent", USER_AGENT)
            .header("Accept-Encoding", "identity");
    probe.host().or(() -> hostname).ifPresent(name -> request.header("Host", name));
    for (Map.Entry<String, String> header : probe.headers().entrySet()) {
      request.header(header.getKey(), header.getValue());
    }
    return request.build();
  }

  /** OkHttp wants one for some methods, be it empty, and none for others. */
  private static @Nullable RequestBody body(String method) {
    return switch (method) {
      case "POST", "PUT", "PATCH", "PROPPATCH", "QUERY", "REPORT" ->
          RequestBody.create(new byte[0]);
      default -> null;
    };
  }

  @Override
  public ProbeResult run() {
    return spec.dummy() ? lookUp() : ask();
  }

  private ProbeResult lookUp() {
    try {
      client.dns().lookup(origin.host());
      return ProbeResult.passed();
    } catch (IOException | RuntimeException e) {
      return ProbeResult.failed("no address: " + e.getMessage());
    }
  }

  private ProbeResult ask() {
    try (Response response = client.newCall(request).execute()) {
      return spec.expect().judge(response.code(), body(response));
    } catch (InterruptedIOException e) {
      return ProbeResult.failed("connecting to " + label + " '" + origin + "' failed: i/o timeout");
    } catch (IOException e) {
      return ProbeResult.failed(
          "connecting to " + label + " '" + origin + "' failed: " + e.getMessage());
    } catch (RuntimeException e) {
      return ProbeResult.failed("probe failed: " + e.getClass().getSimpleName());
    } finally {
      if (closed) {
        client.connectionPool().evictAll(); // The connection came back after it was looked for.
      }
    }
  }

  private String body(Response response) throws IOException {
    if (!spec.expect().needsBody()) {
      return "";
    }
    BufferedSource source = response.body().source();
    long limit = spec.expect().textLimit();
    source.request(limit);
    Buffer read = source.getBuffer();
    return read.readString(Math.min(read.size(), limit), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    closed = true;
    client.dispatcher().cancelAll();
    client.connectionPool().evictAll();
  }

  private static String version() {
    String version = HttpProbe.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
