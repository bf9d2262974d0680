package io.forebay.internal.pipeline;

import io.forebay.internal.pool.Exchange;
import io.forebay.internal.pool.Trail;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.HeaderNames;
import io.forebay.spec.Origin;
import io.forebay.spec.Origins;
import io.forebay.spi.Phase;
import io.forebay.spi.Telemetry.Answer;
import io.forebay.spi.Telemetry.Departure;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * OBSERVE, of a single attempt: tells telemetry that it leaves, and how it ends. After every edit
 * and credential, because no edit may take away what it adds; and before VERIFY, because that is
 * about what leaves. What was thrown goes on as it was.
 */
final class DepartStep implements Step {
  private static final Logger log = LoggerFactory.getLogger(DepartStep.class);

  private final String label;
  private final Optional<Origin> named;
  private final ShownPath shownPath;
  private final Failures failures;

  DepartStep(BackendSpec spec, Failures failures) {
    label = spec.label();
    named = named(spec);
    shownPath = new ShownPath(spec.exchange());
    this.failures = failures;
  }

  /** The name by which all origins of a backend are found; empty: it names them one by one. */
  static Optional<Origin> named(BackendSpec spec) {
    return spec.transport().origins() instanceof Origins.Discovered found
        ? Optional.of(found.first())
        : Optional.empty();
  }

  @Override
  public Phase phase() {
    return Phase.OBSERVE;
  }

  @Override
  public Response apply(Exchange exchange, Request request, Next next) throws IOException {
    Trail trail = exchange.trail();
    if (trail == null) {
      return next.proceed(exchange, request);
    }
    Map<String, String> headers = trail.departs(number -> leaving(exchange, request, number));
    Response response;
    try {
      response = next.proceed(exchange, with(request, headers));
    } catch (IOException | RuntimeException e) {
      failed(exchange, trail, e);
      throw e;
    }
    answer(exchange).ifPresent(trail::answered);
    return response;
  }

  /** What the pool could not place yet is no attempt, and goes on when it comes again. */
  private void failed(Exchange exchange, Trail trail, Exception e) {
    if (e instanceof IOException failure && ResendStep.isUnplaced(failure)) {
      return;
    }
    trail.failed(e, failures.translate(exchange, e), answer(exchange));
  }

  private static Optional<Answer> answer(Exchange exchange) {
    Response answered = exchange.answered();
    return answered == null
        ? Optional.empty()
        : Optional.of(new Answer(answered.code(), answered.protocol()));
  }

  private Departure leaving(Exchange exchange, Request request, int number) {
    Origin origin = exchange.wire().pool().origin();
    return new Leaving(number, request, origin, named.orElse(origin), exchange, shownPath);
  }

  private Request with(Request request, Map<String, String> headers) {
    if (headers.isEmpty()) {
      return request;
    }
    Request.Builder builder = request.newBuilder();
    headers.forEach((name, value) -> add(builder, name, value));
    return builder.build();
  }

  /** What would be refused later would cost the exchange, which is not telemetry's to do. */
  private void add(Request.Builder builder, String name, String value) {
    boolean refused = HeaderNames.problemInRequest(name).isPresent();
    try {
      if (!refused) {
        builder.header(name, value);
      }
    } catch (IllegalArgumentException e) {
      refused = true; // Its message holds the value.
    }
    if (refused) {
      log.warn("{}: telemetry adds a header that cannot be sent; it is left out", label);
    }
  }

  @Override
  public String describe() {
    return "each attempt is told to telemetry, which may add headers";
  }

  /** An attempt that is about to leave. */
  private record Leaving(
      int number,
      Request request,
      Origin origin,
      Origin server,
      Exchange exchange,
      ShownPath shownPath)
      implements Departure {

    @Override
    public String method() {
      return request.method();
    }

    @Override
    public String url() {
      HttpUrl sent = request.url();
      Request asked = exchange.asked();
      String path = shownPath.of(asked == null ? sent : asked.url(), sent);
      return origin.withPort() + exchange.told().withoutTokens(path);
    }
  }
}
