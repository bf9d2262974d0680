package io.forebay.benchmarks.calls.clients;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import io.forebay.Backend;
import io.forebay.BackendException;
import io.forebay.BackendObserver;
import io.forebay.ExchangeEntry;
import io.forebay.ExchangeReport;
import io.forebay.ManagedBackend;
import io.forebay.spec.Value;
import java.util.concurrent.atomic.LongAdder;

/**
 * Forebay with every feature at work: edits of headers, query, path and response, a login, all
 * limits, a bounded pool, checks of the origin's health, log fields, an observer. Retries and the
 * guard on the wire are on by default.
 */
final class ForebayFullClient extends ForebayClient {

  ForebayFullClient(String origin) {
    super(backend(origin));
  }

  private static ManagedBackend backend(String origin) {
    return Backend.builder("bench")
        .origin(origin)
        .pathPrefix("/v1")
        .requestHeaders(
            h ->
                h.remove("Cookie")
                    .set("X-Tenant", Value.of("acme"))
                    .set("X-Method", Value.template("{request.method}"))
                    .add("X-Trace", "on"))
        .queryParams(q -> q.remove("debug").set("locale", "en").add("page", "1"))
        .responseHeaders(h -> h.remove("Server").set("X-Backend", "bench").add("X-Trace", "done"))
        .basicAuth("user", "secret")
        .connectTimeout(ofSeconds(2))
        .ttfbTimeout(ofSeconds(5))
        .betweenBytesTimeout(ofSeconds(5))
        .attemptTimeout(ofSeconds(10))
        .timeout(ofSeconds(30))
        .permitTimeout(ofSeconds(5))
        .maxResponseBytes(1 << 20)
        .maxConnections(MAX_CONNECTIONS)
        .maxPending(1_000)
        .maxUse(1_000_000_000)
        .maxLifetime(ofMinutes(60))
        .health(h -> h.path("/health").interval(ofSeconds(1)).timeout(ofMillis(900)))
        .customLogFields(
            f -> f.field("tenant", "acme").field("call", Value.template("{request.path}")))
        .observer(new Counting())
        .build();
  }

  private static final class Counting implements BackendObserver {
    private final LongAdder responses = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder ended = new LongAdder();

    @Override
    public void responseReceived(ExchangeReport report, int status) {
      responses.increment();
    }

    @Override
    public void exchangeFailed(BackendException failure) {
      failures.increment();
    }

    @Override
    public void exchangeEnded(ExchangeEntry entry) {
      ended.increment();
    }
  }
}
