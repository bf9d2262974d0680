package io.forebay.internal.health;

import io.forebay.health.ProbeRequest;
import io.forebay.spec.Origin;
import java.util.Map;
import java.util.Optional;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/** What a probe sends, as OkHttp wants it. */
final class ProbeRequests {
  private static final String USER_AGENT = "Forebay / " + version() + " health-check";

  private ProbeRequests() {}

  /** The request to an origin that is called by this name; empty: its own. */
  static Request of(ProbeRequest probe, Origin origin, Optional<String> hostname) {
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

  private static String version() {
    String version = ProbeRequests.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
