package io.forebay.internal.health;

import io.forebay.health.HealthSpec;
import io.forebay.health.ProbeResult;
import io.forebay.internal.pool.OriginPool;
import io.forebay.spec.Origin;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;

/**
 * Probes over HTTP: the backend's names, TLS and protocol, but none of its manners, limits or
 * permits (Couper). One limit covers connecting, head and body.
 */
public final class HttpProbe implements Probe {
  /** More of a body is not looked at. */
  private static final long BODY_LIMIT = 1 << 20;

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
    client =
        pool.probeClient()
            .newBuilder()
            .callTimeout(spec.timeout())
            .connectTimeout(spec.timeout())
            .readTimeout(spec.timeout())
            .writeTimeout(spec.timeout())
            .build();
    request = request(spec, origin, pool.hostname());
  }

  private static Request request(HealthSpec spec, Origin origin, Optional<String> host) {
    Request.Builder request =
        new Request.Builder()
            .url(origin + spec.request().path())
            .header("User-Agent", USER_AGENT)
            .header("Accept-Encoding", "identity");
    host.ifPresent(name -> request.header("Host", name));
    for (Map.Entry<String, String> header : spec.request().headers().entrySet()) {
      request.header(header.getKey(), header.getValue());
    }
    return request.build();
  }

  @Override
  public ProbeResult run() {
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
    source.request(BODY_LIMIT);
    Buffer read = source.getBuffer();
    return read.readString(Math.min(read.size(), BODY_LIMIT), StandardCharsets.UTF_8);
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
