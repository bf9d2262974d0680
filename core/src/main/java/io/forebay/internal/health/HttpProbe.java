package io.forebay.internal.health;

import io.forebay.health.HealthSpec;
import io.forebay.health.ProbeResult;
import io.forebay.internal.pool.OriginPool;
import io.forebay.spec.Origin;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Probes over HTTP: the backend's names, TLS and protocol, but none of its manners, limits or
 * permits (Couper). One limit covers connecting, head and body.
 *
 * <p>One connection is kept from probe to probe. It may have died meanwhile, which says nothing of
 * the origin: then the probe is sent once more, on a new connection and within the same limit.
 */
public final class HttpProbe implements Probe {
  /** Longest idleness after which a connection can be expected to live still. */
  private static final Duration LONGEST_IDLE = Duration.ofMinutes(1);

  private final String label;
  private final HealthSpec spec;
  private final OriginPool pool;
  private final Origin origin;
  private final Request request;
  private final boolean keeps;
  private final ProbeConnection connection;
  private volatile @Nullable OkHttpClient client; // Made by the first probe: some never run.
  private volatile @Nullable Call running;
  private volatile boolean closed;

  /** A probe of a backend's origin; it connects to nothing yet. */
  public HttpProbe(String label, HealthSpec spec, OriginPool pool) {
    this.label = label;
    this.spec = spec;
    this.pool = pool;
    origin = pool.origin();
    connection = new ProbeConnection(pool);
    request = ProbeRequests.of(spec.request(), origin, pool.hostname());
    // Without a body is what may be sent again, after it met a connection that had died.
    keeps = request.body() == null && spec.schedule().interval().compareTo(LONGEST_IDLE) <= 0;
  }

  @Override
  public Object subject() {
    return pool.way();
  }

  @Override
  public ProbeResult run() {
    OkHttpClient opened = client();
    try {
      return spec.dummy() ? lookUp(opened) : ask(opened);
    } finally {
      if (closed || !keeps) {
        opened.connectionPool().evictAll();
      }
    }
  }

  private OkHttpClient client() {
    OkHttpClient known = client;
    if (known != null) {
      return known;
    }
    Duration limit = spec.schedule().timeout();
    OkHttpClient made =
        pool.probeClient()
            .connectTimeout(limit)
            .readTimeout(limit)
            .writeTimeout(limit)
            .eventListener(connection)
            .addNetworkInterceptor(connection)
            .build();
    client = made;
    return made;
  }

  private ProbeResult lookUp(OkHttpClient opened) {
    try {
      opened.dns().lookup(origin.host());
      return ProbeResult.passed();
    } catch (IOException | RuntimeException e) {
      return ProbeResult.failed("no address: " + e.getMessage());
    }
  }

  private ProbeResult ask(OkHttpClient opened) {
    long until = System.nanoTime() + spec.schedule().timeout().toNanos();
    try {
      return send(opened, until);
    } catch (InterruptedIOException e) {
      return failed("i/o timeout");
    } catch (IOException e) {
      return failed(e.getMessage());
    } catch (RuntimeException e) {
      return ProbeResult.failed("probe failed: " + e.getClass().getSimpleName());
    }
  }

  private ProbeResult failed(@Nullable String reason) {
    return ProbeResult.failed("connecting to " + label + " '" + origin + "' failed: " + reason);
  }

  private ProbeResult send(OkHttpClient opened, long until) throws IOException {
    try {
      return sendOnce(opened, until);
    } catch (InterruptedIOException e) {
      throw e; // The limit is used up.
    } catch (IOException e) {
      if (closed || !connection.mayHaveDied()) {
        throw e;
      }
    }
    opened.connectionPool().evictAll();
    return sendOnce(opened, until);
  }

  private ProbeResult sendOnce(OkHttpClient opened, long until) throws IOException {
    connection.forget();
    Call call = opened.newCall(request);
    call.timeout().timeout(Math.max(1, until - System.nanoTime()), TimeUnit.NANOSECONDS);
    running = call;
    if (closed) {
      throw new IOException("closed");
    }
    try (Response response = call.execute()) {
      return spec.expect().judge(response.code(), body(response));
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
    Call call = running;
    if (call != null) {
      call.cancel();
    }
    OkHttpClient opened = client;
    if (opened != null) {
      opened.connectionPool().evictAll();
    }
  }
}
