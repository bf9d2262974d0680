package io.forebay.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.Backend;
import io.forebay.BackendBuilder;
import io.forebay.BackendException;
import io.forebay.BackendTransferException;
import io.forebay.ErrorKind;
import io.forebay.ExchangeReport;
import io.forebay.InvalidBackendException;
import io.forebay.ManagedBackend;
import io.forebay.spec.LogField;
import io.forebay.spec.Value;
import io.forebay.spi.Phase;
import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a response's head, over the wire. */
class AnswerShaperTest {
  private final MisbehavingOrigin origin =
      MisbehavingOrigin.start()
          .respond(
              Behaviour.status(200, "hello", "X-Origin: yes", "Connection: X-Hop", "X-Hop: 1"));

  @AfterEach
  void closeOrigin() {
    origin.close();
  }

  /** Whoever keeps the only permit is found by the next call. */
  private BackendBuilder users() {
    return Backend.builder("users")
        .origin(origin.url())
        .maxConnections(1)
        .permitTimeout(Duration.ZERO);
  }

  private static ExchangeReport report(Response response) {
    return ExchangeReport.of(response).orElseThrow();
  }

  // ---- status

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void statusWithoutABodyDropsItAndGivesTheConnectionBack(int status) throws Exception {
    try (ManagedBackend backend = users().responseStatus(status).build()) {
      for (int call = 0; call < 3; call++) {
        Response response = backend.get("/").send();

        assertThat(backend.stats().leased()).as("before it is closed").isZero();
        assertThat(response.code()).isEqualTo(status);
        assertThat(response.header("Content-Length")).isNull();
        assertThat(response.header("X-Origin")).isEqualTo("yes");
        assertThat(response.body().string()).isEmpty();
        assertThat(report(response).warnings())
            .containsExactly(
                "set_response_status: removing body, if any due to status-code " + status);
      }
    }
  }

  @Test
  void bodyThatNeverComesIsNotWaitedFor() throws Exception {
    origin.respond(Behaviour.stalledBody(1_000_000, 10));
    try (ManagedBackend backend = users().responseStatus(204).build();
        Response response = backend.get("/").send()) {
      assertThat(response.body().string()).isEmpty();
      assertThat(backend.stats().leased()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 418, 599})
  void anyOtherStatusKeepsTheBody(int status) throws Exception {
    try (ManagedBackend backend = users().responseStatus(status).build();
        Response response = backend.get("/").send()) {
      assertThat(response.code()).isEqualTo(status);
      assertThat(response.body().string()).isEqualTo("hello");
      assertThat(report(response).warnings()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "{status}, 404",
    "{backend_response.headers.x-origin}, ",
    "{backend_response.headers.x-none}, 200",
    "40{backend_response.headers.x-four}, 404",
  })
  void statusMayDependOnTheResponse(String template, Integer status) throws Exception {
    origin.respond(Behaviour.status(200, "hello", "X-Origin: yes", "X-Four: 4"));
    try (ManagedBackend backend = users().responseStatus(Value.template(template)).build()) {
      if (status == null) {
        assertThatIOException().isThrownBy(() -> backend.get("/").send());
        return;
      }
      try (Response response = backend.get("/").with("status", "404").send()) {
        assertThat(response.code()).isEqualTo(status);
      }
    }
  }

  @Test
  void functionMayLeaveTheStatusOrReturnANumber() throws Exception {
    Value teapot =
        Value.computed(call -> call.header("x-tea").isPresent() ? new BigDecimal("4.18E2") : null);
    try (ManagedBackend backend = users().responseStatus(teapot).build()) {
      try (Response response = backend.get("/").send()) {
        assertThat(response.code()).isEqualTo(200);
      }
      try (Response response = backend.get("/").header("X-Tea", "1").send()) {
        assertThat(response.code()).isEqualTo(418);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"99", "101", "199", "600", "201.7", "abc", ""})
  void computedStatusOutOfRangeFailsTheExchangeAndClosesItsResponse(String status) {
    try (ManagedBackend backend = users().responseStatus(Value.computed(call -> status)).build()) {
      for (int call = 1; call <= 2; call++) {
        BackendTransferException failure =
            catchThrowableOfType(BackendTransferException.class, () -> backend.get("/").send());

        assertThat(failure.kind()).isEqualTo(ErrorKind.CONFIGURATION);
        assertThat(failure.suggestedStatus()).isEqualTo(500);
        assertThat(failure.phase()).isEqualTo(Phase.BODY);
        assertThat(failure.requestProcessed()).isEqualTo(BackendException.Processed.MAYBE);
        assertThat(failure)
            .hasMessage(
                "backend 'users': set_response_status: invalid http status code: %s"
                    + " (expected: 200-599) (origin %s, attempt 1)",
                status, origin.url());
        assertThat(backend.stats().leased()).isZero();
        assertThat(origin.requestCount()).as("nothing is sent again").isEqualTo(call);
      }
    }
  }

  // ---- headers

  @Test
  void headersAreEditedAfterWhatBelongsToTheConnectionIsGone() throws Exception {
    try (ManagedBackend backend =
            users()
                .responseHeaders(
                    h ->
                        h.remove(Value.template("X-{name}"))
                            .set("X-Sent", Value.template("{backend_request.path}"))
                            .add("X-Status", Value.template("{backend_response.status}")))
                .pathPrefix("/v2")
                .build();
        Response response = backend.get("/x").with("name", "Origin").send()) {
      assertThat(response.headers().names())
          .containsExactlyInAnyOrder("Content-Length", "X-Sent", "X-Status");
      assertThat(response.header("X-Sent")).isEqualTo("/v2/x");
      assertThat(response.header("X-Status")).isEqualTo("200");
    }
  }

  @Test
  void computedNameThatFramesTheMessageFailsTheExchange() {
    try (ManagedBackend backend =
        users().responseHeaders(h -> h.remove(Value.computed(call -> "Content-Length"))).build()) {
      assertThatThrownBy(() -> backend.get("/").send())
          .isInstanceOf(BackendTransferException.class)
          .hasMessageContaining("header to remove: 'Content-Length' frames the message");
      assertThat(backend.stats().leased()).isZero();
    }
  }

  /** A call that comes by another door has no variables. */
  @Test
  void unboundVariableFailsTheExchangeAndClosesItsResponse() {
    try (ManagedBackend backend =
        users().responseHeaders(h -> h.set("X-A", Value.template("{v}"))).build()) {
      BackendTransferException failure =
          catchThrowableOfType(
              BackendTransferException.class,
              () -> backend.newCall(new Request.Builder().url("http://users/").build()).execute());

      assertThat(failure.kind()).isEqualTo(ErrorKind.CONFIGURATION);
      assertThat(failure).hasMessageContaining("variable {v} is not bound");
      assertThat(backend.stats().leased()).isZero();
    }
  }

  @Test
  void functionThatThrowsFailsTheExchangeAndClosesItsResponse() {
    Value wrong =
        Value.computed(
            call -> {
              throw new IllegalStateException("no idea");
            });
    try (ManagedBackend backend = users().responseHeaders(h -> h.set("X-A", wrong)).build()) {
      assertThatThrownBy(() -> backend.get("/").send())
          .isInstanceOf(BackendException.class)
          .hasRootCauseInstanceOf(IllegalStateException.class);
      assertThat(backend.stats().leased()).isZero();
    }
  }

  // ---- log fields

  @Test
  void fieldsSeeTheResponseAsItCame() throws Exception {
    origin.respond(Behaviour.status(503, "sorry", "X-Origin: yes", "X-Origin: no"));
    try (ManagedBackend backend =
            users()
                .pathPrefix("/v2")
                .responseStatus(200)
                .responseHeaders(h -> h.set("X-Origin", "edited"))
                .customLogFields(
                    f ->
                        f.field("status", Value.template("{backend_response.status}"))
                            .field("origin", Value.template("{backend_response.headers.x-origin}"))
                            .field("asked", Value.template("{request.path}"))
                            .field("sent", Value.template("{backend_request.path}"))
                            .field("healthy", Value.template("{backend.health.healthy}"))
                            .field("none", Value.template("{request.headers.none}"))
                            .field("list", new LogField.Many(List.of(LogField.of(Value.of(1)))))
                            .field("body", Value.computed(call -> call.response().get().body(3))))
                .build();
        Response response = backend.get("/x").send()) {
      assertThat(report(response).logFields())
          .containsOnlyKeys("status", "origin", "asked", "sent", "healthy", "list", "body")
          .containsAllEntriesOf(
              Map.of(
                  "status",
                  503,
                  "origin",
                  "yes",
                  "asked",
                  "/x",
                  "sent",
                  "/v2/x",
                  "healthy",
                  true,
                  "list",
                  List.of(BigDecimal.ONE)));
      assertThat(response.code()).isEqualTo(200);
      assertThat(response.headers("X-Origin")).containsExactly("edited");
      assertThat(response.body().string()).isEqualTo("sorry");
    }
  }

  @Test
  void fieldThatCannotBeComputedCostsNothing() throws Exception {
    Value wrong = Value.computed(call -> call.header("none").orElseThrow());
    try (ManagedBackend backend =
            users()
                .customLogFields(
                    f ->
                        f.field("before", "1")
                            .field("wrong", wrong)
                            .field("inside", new LogField.Many(List.of(LogField.of(wrong))))
                            .field("after", Value.of(true)))
                .build();
        Response response = backend.get("/").send()) {
      assertThat(report(response).logFields())
          .containsExactly(Map.entry("before", "1"), Map.entry("after", true));
      assertThat(response.code()).isEqualTo(200);
      assertThat(response.body().string()).isEqualTo("hello");
    }
  }

  @Test
  void fieldsAreNotComputedWithoutAResponse() {
    origin.respond(Behaviour.readThenClose());
    try (ManagedBackend backend = users().customLogFields(f -> f.field("a", "1")).build()) {
      BackendException failure =
          catchThrowableOfType(BackendException.class, () -> backend.get("/").send());

      assertThat(failure.report().logFields()).isEmpty();
    }
  }

  /** Whatever came is told, also where nothing can be made of it. */
  @Test
  void fieldsAreToldWhereTheStatusFails() {
    try (ManagedBackend backend =
        users()
            .customLogFields(f -> f.field("a", "1"))
            .responseStatus(Value.computed(call -> 99))
            .build()) {
      BackendException failure =
          catchThrowableOfType(BackendException.class, () -> backend.get("/").send());

      assertThat(failure.report().logFields()).isEqualTo(Map.of("a", "1"));
    }
  }

  @Test
  void wrongStatusAndSecretFieldAreFindings() {
    BackendBuilder wrong =
        users().responseStatus(99).customLogFields(f -> f.field("a", Value.secret("tell-nobody")));

    assertThatThrownBy(wrong::build)
        .isInstanceOfSatisfying(
            InvalidBackendException.class,
            e ->
                assertThat(e.findings())
                    .containsExactly(
                        "set_response_status: invalid http status code: 99 (expected: 200-599)",
                        "custom_log_fields: *** is secret and cannot be logged"));
  }
}
