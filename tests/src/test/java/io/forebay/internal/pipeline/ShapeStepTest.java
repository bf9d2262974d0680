package io.forebay.internal.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.forebay.Backend;
import io.forebay.BackendBuilder;
import io.forebay.BackendException;
import io.forebay.BackendRefusedException;
import io.forebay.BackendRequest;
import io.forebay.ErrorKind;
import io.forebay.ExchangeReport;
import io.forebay.InvalidBackendException;
import io.forebay.ManagedBackend;
import io.forebay.spec.Edits;
import io.forebay.spec.Value;
import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.ReceivedRequest;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a request, over the wire: where its parts meet. */
class ShapeStepTest {
  private static final String FORM = "application/x-www-form-urlencoded";

  private final MisbehavingOrigin origin = MisbehavingOrigin.start();

  @AfterEach
  void closeOrigin() {
    origin.close();
  }

  private BackendBuilder users() {
    return Backend.builder("users").origin(origin.url());
  }

  private ReceivedRequest received(BackendRequest request) throws Exception {
    request.send().close();
    return origin.takeRequest(ofSeconds(5));
  }

  // ---- the type of a body

  static Stream<Arguments> types() {
    return Stream.of(
        arguments("untouched", edits(h -> h.set("X-A", "1")), List.of("text/plain; charset=utf-8")),
        arguments("set", edits(h -> h.set("content-type", "text/css")), List.of("text/css")),
        arguments("removed", edits(h -> h.remove("Content-Type")), List.of()),
        arguments("set to none", edits(h -> h.set("Content-Type", new String[0])), List.of()),
        arguments(
            "set to no value",
            edits(h -> h.set("Content-Type", Value.computed(call -> null))),
            List.of("text/plain; charset=utf-8")),
        arguments(
            "added",
            edits(h -> h.add("Content-Type", "text/css")),
            List.of("text/plain; charset=utf-8", "text/css")),
        arguments(
            "removed by a computed name",
            edits(h -> h.remove(Value.computed(call -> "content-type"))),
            List.of()),
        arguments(
            "another computed name",
            edits(h -> h.remove(Value.computed(call -> "x-other"))),
            List.of("text/plain; charset=utf-8")),
        arguments(
            "removed by a secret name",
            edits(h -> h.remove(Value.secret("Content-Type"))),
            List.of()));
  }

  private static Consumer<Edits.Builder> edits(Consumer<Edits.Builder> edits) {
    return edits;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("types")
  void typeOfABodyCanBeEdited(String what, Consumer<Edits.Builder> edits, List<String> types)
      throws Exception {
    try (ManagedBackend backend = users().requestHeaders(edits).build()) {
      BackendRequest request = backend.post("/").body("text/plain; charset=utf-8", "\u00e4");
      ReceivedRequest seen = received(request.header("Content-Type", "never/sent"));

      assertThat(seen.headers("content-type")).isEqualTo(types);
      assertThat(seen.headers("content-length")).containsExactly("2");
      assertThat(seen.bodyText()).isEqualTo("\u00e4");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("types")
  void bodyOfUnknownLengthKeepsItsTransferAndItsTypeCanBeEdited(
      String what, Consumer<Edits.Builder> edits, List<String> types) throws Exception {
    try (ManagedBackend backend = users().requestHeaders(edits).build()) {
      RequestBody body = once(MediaType.get("text/plain; charset=utf-8"), "hello");
      ReceivedRequest seen = received(backend.post("/").body(body));

      assertThat(seen.headers("content-type")).isEqualTo(types);
      assertThat(seen.headers("transfer-encoding")).containsExactly("chunked");
      assertThat(seen.bodyText()).isEqualTo("hello");
    }
  }

  /** A body of unknown length that fails when it is written twice. */
  private static RequestBody once(MediaType type, String text) {
    return new RequestBody() {
      private boolean written;

      @Override
      public MediaType contentType() {
        return type;
      }

      @Override
      public boolean isOneShot() {
        return true;
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        if (written) {
          throw new IllegalStateException("written twice");
        }
        written = true;
        sink.writeUtf8(text);
      }
    };
  }

  @Test
  void bodyWithoutATypeGetsThatOfTheEdits() throws Exception {
    try (ManagedBackend backend =
        users().requestHeaders(h -> h.set("Content-Type", "text/css")).build()) {
      RequestBody untyped = RequestBody.create("x".getBytes(UTF_8));

      assertThat(received(backend.post("/").body(untyped)).headers("content-type"))
          .containsExactly("text/css");
      assertThat(received(backend.get("/")).headers("content-type")).containsExactly("text/css");
    }
  }

  // ---- forms

  @Test
  void formIsJudgedByTheEditedType() throws Exception {
    try (ManagedBackend backend =
        users()
            .requestHeaders(h -> h.set("Content-Type", Value.template("{type}")))
            .formParams(f -> f.set("b", "2"))
            .build()) {
      assertThat(
              received(backend.post("/").with("type", FORM).body("text/plain", "a=1")).bodyText())
          .isEqualTo("a=1&b=2");
      try (Response response =
          backend.post("/").with("type", "text/plain").body(FORM, "a=1").send()) {
        assertThat(ExchangeReport.of(response).orElseThrow().warnings())
            .containsExactly(
                "expression evaluation error: form_params: content-type mismatch: text/plain");
      }
      assertThat(origin.takeRequest(ofSeconds(5)).bodyText()).isEqualTo("a=1");
    }
  }

  @Test
  void missingBodyGainsParameters() throws Exception {
    try (ManagedBackend backend = users().formParams(f -> f.set("a", "1 2")).build()) {
      ReceivedRequest seen = received(backend.post("/").header("Content-Type", FORM));

      assertThat(seen.bodyText()).isEqualTo("a=1+2");
      assertThat(seen.headers("content-length")).containsExactly("5");
      assertThat(seen.headers("content-type")).containsExactly(FORM);
    }
  }

  @Test
  void editedFormHasItsOwnLengthOrNone() throws Exception {
    try (ManagedBackend backend = users().formParams(f -> f.add("b", "2")).build()) {
      ReceivedRequest known = received(backend.post("/?a=query").body(FORM, "a=1"));
      ReceivedRequest unknown = received(backend.post("/").body(once(MediaType.get(FORM), "a=1")));

      assertThat(known.bodyText()).isEqualTo("a=1&b=2");
      assertThat(known.headers("content-length")).containsExactly("7");
      assertThat(known.headers("content-type")).containsExactly(FORM);
      assertThat(known.target()).as("the query is another matter").isEqualTo("/?a=query");
      assertThat(unknown.bodyText()).isEqualTo("a=1&b=2");
      assertThat(unknown.headers("transfer-encoding")).containsExactly("chunked");
    }
  }

  /** The pool may find, once all is shaped, that a connection is over, and look for another. */
  @Test
  void formThatCanBeReadOnlyOnceIsReadOnceForAllAttempts() throws Exception {
    try (ManagedBackend backend =
        users().maxLifetime(ofMillis(200)).formParams(f -> f.add("b", "2")).build()) {
      received(backend.get("/"));
      Waiting.holds(ofMillis(300), () -> false); // Longer than a connection lives.

      ReceivedRequest seen = received(backend.post("/").body(once(MediaType.get(FORM), "a=1")));

      assertThat(seen.bodyText()).isEqualTo("a=1&b=2");
      assertThat(backend.stats().totals().retired()).containsEntry("lifetime", 1L);
      assertThat(origin.connectionsAccepted()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a=%zz, the body is no form (expected: names and values in percent-encoded UTF-8)",
    "a=\udc00, ",
  })
  void formThatCannotBeReadIsRefusedAndNothingIsSent(String form, String problem) {
    try (ManagedBackend backend = users().formParams(f -> f.set("b", "2")).build()) {
      byte[] bytes = problem == null ? new byte[] {'a', '=', (byte) 0xff} : form.getBytes(UTF_8);
      BackendRefusedException failure =
          catchThrowableOfType(
              BackendRefusedException.class, () -> backend.post("/").body(FORM, bytes).send());

      assertThat(failure.kind()).isEqualTo(ErrorKind.CONFIGURATION);
      assertThat(failure.requestProcessed()).isEqualTo(BackendException.Processed.NO);
      assertThat(failure).hasMessageStartingWith("backend 'users': form_params: the body is no");
      assertThat(backend.stats().leased()).isZero();
      assertThat(origin.connectionsAccepted()).isZero();
    }
  }

  @Test
  void bodyThatCannotBeReadForAFormIsAFailureOfOurs() {
    RequestBody broken =
        new RequestBody() {
          @Override
          public MediaType contentType() {
            return MediaType.get(FORM);
          }

          @Override
          public void writeTo(BufferedSink sink) throws IOException {
            throw new IOException("disk");
          }
        };
    try (ManagedBackend backend = users().formParams(f -> f.set("b", "2")).build()) {
      assertThatThrownBy(() -> backend.post("/").body(broken).send())
          .isInstanceOf(BackendRefusedException.class)
          .hasMessage("backend 'users': cannot be sent (phase shape): disk");
      assertThat(backend.stats().leased()).isZero();
    }
  }

  // ---- references in a path

  @ParameterizedTest
  @CsvSource({
    "{request.path}, /a%2Fb/%2A%2A, /a%2Fb/%2A%2A",
    "{request.path}, /a/**, /a/**",
    "/p{request.path}, /a//b, /p/a/b",
    "/p{request.path}/**, /a, /p/a/a",
    "/p/{request.query.path}, /x?path=a%2Fb%3Fc, /p/a%2Fb%3Fc?path=a%2Fb%3Fc",
    "/p/{request.query.none}, /x, /p/",
    "{request.query.none}, /x, /x",
    "/p/{request.method}, /x, /p/GET",
  })
  void pathMayTellOfTheRequest(String path, String asked, String target) throws Exception {
    try (ManagedBackend backend = users().path(path).build()) {
      assertThat(received(backend.get(asked)).target()).isEqualTo(target);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"%2e%2e%2fadmin", "..%2Fadmin", "%252e%252e/admin", "a/..", "%5C.."})
  void whatACallerSaysInAQueryCannotClimb(String said) {
    try (ManagedBackend backend = users().path("/tenants/{request.query.path}").build()) {
      assertThatThrownBy(() -> backend.get("/x?path=" + said).send())
          .isInstanceOf(BackendRefusedException.class)
          .hasMessage(
              "backend 'users': path attribute: path traversal not allowed:"
                  + " \"/tenants/{request.query.path}\"");
      assertThat(origin.connectionsAccepted()).isZero();
    }
  }

  @Test
  void constantPartOfAPathThatNoCallCouldSendIsAFinding() {
    assertThatThrownBy(() -> users().path("/{tenant}?x=1").pathPrefix("/{tenant}/..").build())
        .isInstanceOfSatisfying(
            InvalidBackendException.class,
            e ->
                assertThat(e.findings())
                    .containsExactly(
                        "path attribute: invalid query string found in \"/{tenant}?x=1\"",
                        "path_prefix attribute: path traversal not allowed: \"/{tenant}/..\""));
  }

  // ---- the rest

  @Test
  void referenceTellsTheFirstOfSeveralHeaders() throws Exception {
    try (ManagedBackend backend =
        users()
            .requestHeaders(h -> h.set("X-B", Value.template("{request.headers.x-a}")))
            .build()) {
      ReceivedRequest seen = received(backend.get("/").addHeader("X-A", "1").addHeader("x-a", "2"));

      assertThat(seen.headers("x-b")).containsExactly("1");
    }
  }

  @Test
  void computedNameThatFramesTheMessageIsRefusedAndNothingIsSent() {
    try (ManagedBackend backend =
        users().requestHeaders(h -> h.remove(Value.template("{name}"))).build()) {
      BackendRefusedException failure =
          catchThrowableOfType(
              BackendRefusedException.class, () -> backend.get("/").with("name", "Host").send());

      assertThat(failure.kind()).isEqualTo(ErrorKind.CONFIGURATION);
      assertThat(failure)
          .hasMessage(
              "backend 'users': header to remove: 'Host' cannot be edited"
                  + " (expected: override_host or hostname)");
      assertThat(origin.connectionsAccepted()).isZero();
    }
  }

  @Test
  void functionThatThrowsIsRefusedAndNothingIsSent() {
    Value wrong = Value.computed(call -> call.header("none").orElseThrow());
    try (ManagedBackend backend = users().requestHeaders(h -> h.set("X-A", wrong)).build()) {
      assertThatThrownBy(() -> backend.get("/").send())
          .isInstanceOf(BackendRefusedException.class)
          .hasMessageStartingWith("backend 'users': cannot be sent (phase shape): ");
      assertThat(origin.connectionsAccepted()).isZero();
    }
  }

  @Test
  void whatBelongsToAConnectionIsDroppedAfterTheEdits() throws Exception {
    try (ManagedBackend backend =
        users().requestHeaders(h -> h.set("Accept-Encoding", "br, gzip")).build()) {
      Request request =
          new Request.Builder()
              .url("http://users/")
              .header("Connection", "X-Hop")
              .header("X-Hop", "1")
              .header("Content-Length", "17")
              .header("Transfer-Encoding", "chunked")
              .header("X-Kept", "1")
              .build();
      origin.respond(Behaviour.ok("hello"));
      backend.newCall(request).execute().close();
      ReceivedRequest seen = origin.takeRequest(ofSeconds(5));

      assertThat(seen.headers("accept-encoding")).containsExactly("gzip");
      assertThat(seen.headers("x-hop")).isEmpty();
      assertThat(seen.headers("content-length")).isEmpty();
      assertThat(seen.headers("transfer-encoding")).isEmpty();
      assertThat(seen.headers("x-kept")).containsExactly("1");
    }
  }
}
