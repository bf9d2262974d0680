package io.forebay.opentelemetry;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.BackendException;
import io.forebay.BackendRefusedException;
import io.forebay.BackendTransferException;
import io.forebay.ManagedBackend;
import io.forebay.spec.HedgeSpec;
import io.forebay.spec.RetryBudgetSpec;
import io.forebay.spec.RetrySpec;
import io.forebay.spec.Value;
import io.forebay.testing.Behaviour;
import io.forebay.testing.FakeClock;
import io.forebay.testing.Gate;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.ReceivedRequest;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each attempt on the wire is a span, a child of what its caller was doing. */
class TracesTest {
  private final MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("hello"));
  private final MisbehavingOrigin other = MisbehavingOrigin.start().respond(Behaviour.ok("b"));
  private final Recorder recorder = Recorder.start();

  @AfterEach
  void close() {
    origin.close();
    other.close();
    recorder.close();
  }

  private static Object attribute(SpanData span, String key) {
    return span.getAttributes().asMap().entrySet().stream()
        .filter(one -> one.getKey().getKey().equals(key))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("none");
  }

  private static List<String> events(SpanData span) {
    return span.getEvents().stream().map(EventData::getName).toList();
  }

  private static String traceparent(SpanData span) {
    return "00-"
        + span.getTraceId()
        + "-"
        + span.getSpanId()
        + "-"
        + span.getSpanContext().getTraceFlags().asHex();
  }

  private static ReceivedRequest last(MisbehavingOrigin asked) {
    return asked.requests().get(asked.requestCount() - 1);
  }

  private Span parent() {
    return recorder.sdk().getTracer("test").spanBuilder("caller").startSpan();
  }

  // ---- Couper's rows

  @Test
  void met02TraceparentIsSentAfterTheEditsAndInPlaceOfTheCallers() throws IOException {
    try (ManagedBackend backend =
        recorder.users(origin.url()).requestHeaders(h -> h.remove("traceparent")).build()) {
      backend.get("/x").header("traceparent", "00-made-up-01").send().close();
    }

    assertThat(last(origin).headers("traceparent")).containsExactly(traceparent(recorder.only()));
  }

  @Test
  void met04OriginAndEventsAreInTheSpan() throws IOException {
    try (ManagedBackend backend = recorder.users(origin.url()).build()) {
      backend.get("/x").send().close();
    }

    SpanData span = recorder.only();
    assertThat(span.getName()).isEqualTo("backend.users");
    assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
    assertThat(events(span)).containsExactly("backend.users.request", "backend.users.response");
    assertThat(attribute(span, "forebay.origin")).isEqualTo("127.0.0.1:" + origin.port());
    assertThat(attribute(span, "forebay.backend")).isEqualTo("users");
    assertThat(attribute(span, "http.request.method")).isEqualTo("GET");
    assertThat(attribute(span, "server.address")).isEqualTo("127.0.0.1");
    assertThat(attribute(span, "server.port")).isEqualTo((long) origin.port());
    assertThat(attribute(span, "url.full")).isEqualTo(origin.url() + "/x");
    assertThat(attribute(span, "network.protocol.version")).isEqualTo("1.1");
    assertThat(attribute(span, "http.request.resend_count")).isEqualTo("none");
  }

  @ParameterizedTest
  @CsvSource({
    "200, UNSET, none",
    "302, UNSET, none",
    "404, ERROR, 404",
    "500, ERROR, 500",
  })
  void met05StatusOfTheSpanFollowsThatOfTheOrigin(int status, StatusCode code, String error)
      throws IOException {
    origin.respond(Behaviour.status(status, "x"));
    try (ManagedBackend backend = recorder.users(origin.url()).responseStatus(201).build()) {
      backend.get("/x").send().close();
    }

    SpanData span = recorder.only();
    assertThat(span.getStatus().getStatusCode()).isEqualTo(code);
    assertThat(attribute(span, "http.response.status_code")).isEqualTo((long) status);
    assertThat(attribute(span, "error.type")).isEqualTo(error);
  }

  @Test
  void met05FailureIsRecordedAndTheSpanEnded() {
    origin.respond(Behaviour.readThenClose());
    try (ManagedBackend backend = recorder.users(origin.url()).build()) {
      BackendException failure =
          catchThrowableOfType(
              BackendTransferException.class, () -> backend.get("/x").send().close());

      SpanData span = recorder.only();
      assertThat(span.hasEnded()).isTrue();
      assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
      assertThat(events(span)).containsExactly("backend.users.request", "exception");
      assertThat(span.getEvents().get(1).getAttributes().asMap())
          .containsEntry(AttributeKey.stringKey("exception.message"), failure.getMessage());
      assertThat(attribute(span, "error.type")).isEqualTo("backend");
      assertThat(attribute(span, "http.response.status_code")).isEqualTo("none");
    }
  }

  // ---- parents

  @Test
  void parentIsTheCallersAlsoWhereTheCallWaitsAndIsAsynchronous() throws Exception {
    Gate gate = new Gate();
    origin.respond(Behaviour.hold(gate, Behaviour.ok("late")));
    try (ManagedBackend backend = recorder.users(origin.url()).maxConnections(1).build()) {
      CompletableFuture<Response> first = backend.get("/first").sendAsync();
      origin.awaitRequests(1, ofSeconds(5));
      Span parent = parent();
      Baggage baggage = Baggage.builder().put("tenant", "a b").build();
      CompletableFuture<Response> second;
      try (Scope inside = parent.makeCurrent();
          Scope alongside = baggage.makeCurrent()) {
        second = backend.get("/second").sendAsync();
      }
      gate.open();
      first.get(10, TimeUnit.SECONDS).close();
      second.get(10, TimeUnit.SECONDS).close();
      parent.end();

      recorder.awaitSpans(2);
      SpanData root = recorder.spans().get(0);
      SpanData child = recorder.spans().get(1);
      assertThat(root.getParentSpanContext().isValid()).isFalse();
      assertThat(child.getParentSpanId()).isEqualTo(parent.getSpanContext().getSpanId());
      assertThat(last(origin).header("traceparent")).contains(traceparent(child));
      assertThat(last(origin).header("baggage")).contains("tenant=a%20b");
    }
  }

  @Test
  void everyDoorHasTheSameSpans() throws IOException {
    Span parent = parent();
    try (ManagedBackend backend = recorder.users(origin.url()).build();
        Scope inside = parent.makeCurrent()) {
      Request request = new Request.Builder().url(origin.url() + "/x").build();
      backend.newCall(request).execute().close();
      backend.client().newCall(request).execute().close();
      backend.client().newBuilder().build().newCall(request).execute().close();
    }
    parent.end();

    assertThat(recorder.spans())
        .hasSize(3)
        .allMatch(span -> span.getParentSpanId().equals(parent.getSpanContext().getSpanId()));
  }

  // ---- several attempts

  @Test
  void retryIsASecondSpanOfTheSameParent() throws IOException {
    origin.respond(Behaviour.status(503, "no"));
    Span parent = parent();
    try (ManagedBackend backend = recorder.users(origin.url(), other.url()).build();
        Scope inside = parent.makeCurrent()) {
      backend.get("/x").send().close();
    }
    parent.end();

    List<SpanData> spans = recorder.spans();
    assertThat(spans).hasSize(2);
    assertThat(spans)
        .extracting(SpanData::getParentSpanId)
        .containsOnly(parent.getSpanContext().getSpanId());
    assertThat(spans)
        .extracting(span -> attribute(span, "forebay.origin"))
        .containsExactly("127.0.0.1:" + origin.port(), "127.0.0.1:" + other.port());
    assertThat(spans)
        .extracting(span -> attribute(span, "http.request.resend_count"))
        .containsExactly("none", 1L);
    assertThat(spans)
        .extracting(span -> attribute(span, "http.response.status_code"))
        .containsExactly(503L, 200L);
    assertThat(last(origin).header("traceparent")).contains(traceparent(spans.get(0)));
    assertThat(last(other).header("traceparent")).contains(traceparent(spans.get(1)));
  }

  @Test
  void requestThatIsSentAgainAfterADeadConnectionIsASecondSpan() throws IOException {
    origin.enqueue(Behaviour.ok("first"), Behaviour.readThenClose(), Behaviour.ok("again"));
    try (ManagedBackend backend = recorder.users(origin.url()).build()) {
      backend.get("/first").send().close();
      recorder.forget();
      backend.get("/x").send().close();
    }

    assertThat(recorder.spans())
        .extracting(span -> span.getStatus().getStatusCode())
        .containsExactly(StatusCode.ERROR, StatusCode.UNSET);
  }

  @Test
  void hedgeIsASpanBesideTheSlowOneWhichEndsAsCancelled() throws Exception {
    FakeClock clock = new FakeClock();
    Gate gate = new Gate();
    try (ManagedBackend backend =
        recorder
            .users(origin.url(), other.url())
            .environment(recorder.environment().withClock(clock))
            .retries(
                r -> r.withHedge(new HedgeSpec(95, 100)).withBudget(new RetryBudgetSpec(100, 100)))
            .build()) {
      for (int i = 0; i < 42; i++) {
        backend.get("/warm").send().close();
      }
      clock.advance(ofSeconds(1));
      recorder.forget();
      origin.respond(Behaviour.hold(gate, Behaviour.ok("late")));
      int before = origin.requestCount();
      Span parent = parent();
      CompletableFuture<Response> answer;
      try (Scope inside = parent.makeCurrent()) {
        answer = backend.get("/x").sendAsync();
      }
      origin.awaitRequests(before + 1, ofSeconds(5));
      clock.advance(ofMillis(10));
      answer.get(10, TimeUnit.SECONDS).close();
      parent.end();

      recorder.awaitSpans(2);
      assertThat(recorder.spans())
          .allMatch(span -> span.getParentSpanId().equals(parent.getSpanContext().getSpanId()));
      assertThat(recorder.spans())
          .extracting(span -> attribute(span, "error.type"))
          .containsExactlyInAnyOrder("none", "cancelled");
      assertThat(recorder.spans())
          .extracting(span -> attribute(span, "http.request.resend_count"))
          .containsExactlyInAnyOrder("none", 1L);
    } finally {
      gate.open();
    }
  }

  @Test
  void requestForATokenIsASpanOfItsOwnAndA401IsFollowedByAnother() throws IOException {
    other.respond(
        Behaviour.status(
            200,
            "{\"access_token\":\"t\",\"token_type\":\"bearer\",\"expires_in\":60}",
            "Content-Type: application/json"));
    origin.enqueue(Behaviour.status(401, ""), Behaviour.ok("in"));
    Span parent = parent();
    try (ManagedBackend backend =
            recorder
                .users(origin.url())
                .oauth2(
                    o ->
                        o.tokenEndpoint(other.url() + "/token")
                            .grantType("client_credentials")
                            .clientId("us")
                            .clientSecret("secret"))
                .build();
        Scope inside = parent.makeCurrent()) {
      backend.get("/x").send().close();
    }
    parent.end();

    assertThat(recorder.spans())
        .extracting(SpanData::getName)
        .containsExactly(
            "backend.users.oauth2", "backend.users", "backend.users.oauth2", "backend.users");
    assertThat(recorder.spans())
        .extracting(SpanData::getParentSpanId)
        .containsOnly(parent.getSpanContext().getSpanId());
  }

  // ---- what is not in it

  @Test
  void refusedExchangeHasNoSpan() {
    ManagedBackend backend = recorder.users(origin.url()).build();
    backend.close();
    assertThat(
            catchThrowableOfType(
                BackendRefusedException.class, () -> backend.get("/x").send().close()))
        .isNotNull();
    assertThat(recorder.spans()).isEmpty();
  }

  @Test
  void secretsOfTheDefinitionAreNotInTheSpan() throws IOException {
    try (ManagedBackend backend =
        recorder
            .users(origin.url())
            .queryParams(q -> q.set("key", Value.secret("hidden")))
            .basicAuth("user", "hidden")
            .retries(RetrySpec.NONE)
            .build()) {
      backend.get("/x?page=2").send().close();
    }

    assertThat(last(origin).target()).contains("key=hidden");
    assertThat(recorder.only().toString()).doesNotContain("hidden");
    assertThat(attribute(recorder.only(), "url.full")).asString().endsWith("/x?key=***&page=2");
  }

  @Test
  void methodThatNobodyKnowsIsNamedInTheSpanOnly() throws IOException {
    try (ManagedBackend backend = recorder.users(origin.url()).build()) {
      backend.request("BREW", "/x").send().close();
    }

    assertThat(attribute(recorder.only(), "http.request.method")).isEqualTo("_OTHER");
    assertThat(attribute(recorder.only(), "http.request.method_original")).isEqualTo("BREW");
    assertThat(recorder.counts()).containsOnlyKeys("users _OTHER 200 127.0.0.1");
  }
}
