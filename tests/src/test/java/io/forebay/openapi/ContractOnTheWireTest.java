package io.forebay.openapi;

import static io.forebay.openapi.Contracts.document;
import static io.forebay.openapi.Contracts.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.Backend;
import io.forebay.BackendBuilder;
import io.forebay.BackendException;
import io.forebay.BackendException.Processed;
import io.forebay.BackendRefusedException;
import io.forebay.BackendRegistry;
import io.forebay.BackendTransferException;
import io.forebay.ErrorKind;
import io.forebay.ExchangeReport;
import io.forebay.InvalidBackendException;
import io.forebay.ManagedBackend;
import io.forebay.Outcome;
import io.forebay.config.Definitions;
import io.forebay.spec.ContractSpec;
import io.forebay.spec.RetrySpec;
import io.forebay.spi.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSink;
import okio.ByteString;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contracts over a real wire: Couper's rows, and what becomes of bodies. */
class ContractOnTheWireTest {
  private static final MediaType JSON = MediaType.get("application/json");
  private static final String NUMBERS =
      """
      get:
        responses:
          200:
            description: d
            content: {application/json: {schema: {type: array, items: {type: integer}}}}
      post:
        requestBody:
          content: {application/json: {schema: {type: array, items: {type: integer}}}}
        responses: {200: {description: d}}
      """;

  @TempDir Path directory;
  private final MockWebServer server = new MockWebServer();

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private BackendBuilder users() {
    return Backend.builder("users").origin("http://localhost:" + server.getPort());
  }

  private ContractSpec numbers() {
    return ContractSpec.of(file(directory, "numbers.yaml", document("3.1.0", "/n", NUMBERS)));
  }

  private ManagedBackend numbers(BackendBuilder builder) {
    return builder.openapi(numbers()).build();
  }

  private void answer(int status, String body, String... headers) {
    MockResponse.Builder response = new MockResponse.Builder().code(status).body(body);
    for (int i = 0; i < headers.length; i += 2) {
      response.setHeader(headers[i], headers[i + 1]);
    }
    server.enqueue(response.build());
  }

  private void answerJson(String body) {
    answer(200, body, "Content-Type", "application/json");
  }

  private static List<String> warnings(Response response) {
    return ExchangeReport.of(response).orElseThrow().warnings();
  }

  // ---- Couper's rows, from Java and from text

  /** The two doors of each row. */
  private ManagedBackend byBuilder(ContractSpec contract) {
    return users().openapi(contract).build();
  }

  private BackendRegistry byText(ContractSpec contract) throws IOException {
    String text =
        """
        backends:
          users:
            origin: http://localhost:%d
            openapi:
              file: pets.yaml
              ignore_request_violations: %s
              ignore_response_violations: %s
        """
            .formatted(
                server.getPort(),
                contract.ignoreRequestViolations(),
                contract.ignoreResponseViolations());
    return Definitions.read(file(directory, "forebay.yaml", text)).open();
  }

  private ContractSpec path() {
    String operation = "get: {responses: {200: {description: d}}}";
    return ContractSpec.of(file(directory, "pets.yaml", document("3.0.3", "/pa/./th", operation)));
  }

  private interface Row {
    void check(Backend backend) throws IOException;
  }

  private void twice(ContractSpec contract, Row row) throws IOException {
    try (ManagedBackend backend = byBuilder(contract)) {
      row.check(backend);
    }
    try (BackendRegistry registry = byText(contract)) {
      row.check(registry.backend("users"));
    }
  }

  /** By OkHttp's door: ours takes no path with dots. */
  private Response call(Backend backend, String path) throws IOException {
    return backend.newCall(new Request.Builder().url(server.url(path)).build()).execute();
  }

  @Test
  void oas01WhatKeepsToItPasses() throws IOException {
    twice(
        path(),
        backend -> {
          answer(200, "body");
          try (Response response = call(backend, "/pa/./th")) {
            assertThat(response.body().string()).isEqualTo("body");
            assertThat(warnings(response)).isEmpty();
          }
        });
  }

  @Test
  void oas02WhatDoesNotIsRefusedAndNothingIsSent() throws IOException {
    twice(
        path(),
        backend -> {
          int before = server.getRequestCount();
          BackendRefusedException refused =
              catchThrowableOfType(
                  BackendRefusedException.class, () -> call(backend, "/pa/.//th").close());
          assertThat(refused.kind()).isEqualTo(ErrorKind.BACKEND_OPENAPI_REQUEST);
          assertThat(refused.kind().text()).isEqualTo("backend_openapi_validation");
          assertThat(refused.suggestedStatus()).isEqualTo(400);
          assertThat(refused.phase()).isEqualTo(Phase.VERIFY);
          assertThat(refused.outcome()).isEqualTo(Outcome.CONFIG);
          assertThat(refused.requestProcessed()).isEqualTo(Processed.NO);
          assertThat(refused)
              .hasMessage("backend 'users': 'GET /pa//th': no matching operation was found");
          assertThat(server.getRequestCount()).isEqualTo(before);
        });
  }

  @Test
  void oas04WhatIsIgnoredIsSentWithAWarning() throws IOException {
    twice(
        path().withIgnoreRequestViolations(true).withIgnoreResponseViolations(true),
        backend -> {
          answer(200, "");
          try (Response response = backend.post("/pa/th").send()) {
            assertThat(warnings(response))
                .containsExactly(
                    "openapi: 'POST /pa/th': method not allowed",
                    "openapi: 'POST /pa/th': invalid route");
          }
        });
  }

  @Test
  void oas04ResponsesToUnknownRequestsViolateToo() throws IOException {
    answer(200, "");
    try (ManagedBackend backend = byBuilder(path().withIgnoreRequestViolations(true))) {
      assertThatThrownBy(() -> backend.post("/pa/th").send().close())
          .hasMessageContaining("'POST /pa/th': invalid route");
    }
  }

  @Test
  void oas06ResponsesThatAreIgnoredPass() throws IOException {
    twice(
        path().withIgnoreResponseViolations(true),
        backend -> {
          answer(404, "gone");
          try (Response response = backend.get("/pa/th").send()) {
            assertThat(response.code()).isEqualTo(404);
            assertThat(response.body().string()).isEqualTo("gone");
            assertThat(warnings(response)).containsExactly("openapi: status is not supported");
          }
        });
  }

  @Test
  void oas09BodiesStayReadable() throws Exception {
    answerJson("[1, 2,  3]");
    answer(200, "");
    try (ManagedBackend backend = numbers(users())) {
      try (Response response = backend.get("/n").send()) {
        assertThat(response.header("Content-Length")).isEqualTo("10");
        assertThat(response.body().contentLength()).isEqualTo(10);
        assertThat(response.body().string()).isEqualTo("[1, 2,  3]");
      }
      backend.post("/n").body(RequestBody.create("[4,  5]", JSON)).send().close();
      server.takeRequest();
      assertThat(server.takeRequest().getBody()).isEqualTo(ByteString.encodeUtf8("[4,  5]"));
    }
  }

  @Test
  void oas10ConcurrentCallsDoNotMeet() {
    String text =
        """
        openapi: 3.0.3
        info: {title: t, version: '1'}
        paths:
          /anything: {get: {responses: {200: {description: d}}}}
          /pdf: {get: {responses: {201: {description: d}}}}
        """;
    for (int i = 0; i < 40; i++) {
      answer(200, "x");
    }
    try (ManagedBackend backend =
        users().openapi(ContractSpec.of(file(directory, "a.yaml", text))).build()) {
      List<CompletableFuture<Integer>> statuses =
          IntStream.range(0, 40)
              .mapToObj(i -> status(backend, i % 2 == 0 ? "/anything" : "/pdf"))
              .toList();
      for (int i = 0; i < 40; i++) {
        assertThat(statuses.get(i).join()).isEqualTo(i % 2 == 0 ? 200 : 502);
      }
    }
  }

  private static CompletableFuture<Integer> status(Backend backend, String path) {
    return backend
        .get(path)
        .sendAsync()
        .handle(
            (response, failure) -> {
              if (response != null) {
                response.close();
                return response.code();
              }
              Throwable cause = failure.getCause() == null ? failure : failure.getCause();
              return ((BackendException) cause).suggestedStatus();
            });
  }

  @Test
  void oas12ResponsesThatAreNotDeclaredFail() throws IOException {
    answer(418, "teapot");
    answer(200, "");
    try (ManagedBackend backend = byBuilder(path())) {
      BackendTransferException failure =
          catchThrowableOfType(
              BackendTransferException.class, () -> backend.get("/pa/th").send().close());
      assertThat(failure.kind()).isEqualTo(ErrorKind.BACKEND_OPENAPI_RESPONSE);
      assertThat(failure.kind().text()).isEqualTo("backend_openapi_validation");
      assertThat(failure.suggestedStatus()).isEqualTo(502);
      assertThat(failure.requestProcessed()).isEqualTo(Processed.MAYBE);
      assertThat(failure)
          .hasMessageStartingWith("backend 'users': status is not supported (origin ");
      backend.get("/pa/th").send().close();
    }
  }

  // ---- what is final

  @Test
  void whatLeavesIsChecked() throws IOException {
    String operation =
        "get: {parameters: [{name: X-T, in: header, required: true,"
            + " schema: {enum: [acme]}}], responses: {200: {description: d}}}";
    Path file = file(directory, "a.yaml", document("3.0.3", "/v2/a", operation));
    BackendBuilder shaping = users().pathPrefix("/v2").requestHeaders(h -> h.set("X-T", "acme"));
    answer(200, "");
    try (ManagedBackend backend = shaping.openapi(ContractSpec.of(file)).build()) {
      backend.get("/a").send().close();
      Backend other = backend.refine(r -> r.requestHeaders(h -> h.set("X-T", "secret")));
      assertThatThrownBy(() -> other.get("/a").send().close())
          .hasMessageContaining("parameter \"X-T\" in header has an error: ")
          .hasMessageNotContaining("secret");
    }
  }

  @Test
  void whatCameIsCheckedBeforeItIsChanged() throws IOException {
    answer(200, "");
    try (ManagedBackend backend = users().openapi(path()).responseStatus(299).build()) {
      try (Response response = backend.get("/pa/th").send()) {
        assertThat(response.code()).isEqualTo(299);
      }
    }
  }

  @Test
  void serversMayGoByTheNameThatWeUse() throws IOException {
    String text =
        document("3.0.3", "/a", "get: {responses: {200: {description: d}}}")
            + "servers: [{url: 'http://api.example.com/v1'}]\n";
    answer(200, "");
    ContractSpec contract = ContractSpec.of(file(directory, "a.yaml", text));
    try (ManagedBackend backend = users().hostname("api.example.com").openapi(contract).build()) {
      backend.get("/v1/a").send().close();
      assertThatThrownBy(() -> backend.get("/a").send().close())
          .hasMessageContaining("no matching operation");
    }
    try (ManagedBackend backend = users().openapi(contract).build()) {
      assertThatThrownBy(() -> backend.get("/v1/a").send().close())
          .hasMessageContaining("no matching operation");
    }
  }

  // ---- bodies

  @Test
  void violatingBodiesGiveTheirConnectionBack() throws Exception {
    answerJson("[\"secret\"]");
    answerJson("[]");
    try (ManagedBackend backend = numbers(users())) {
      assertThatThrownBy(() -> backend.get("/n").send().close())
          .isInstanceOf(BackendTransferException.class)
          .hasMessageContaining(
              "response body doesn't match schema: at /0: string found, integer expected")
          .hasMessageNotContaining("secret");
      backend.get("/n").send().close();
      server.takeRequest();
      assertThat(server.takeRequest().getExchangeIndex()).isEqualTo(1);
    }
  }

  @Test
  void violatingRequestBodiesStayHere() throws IOException {
    try (ManagedBackend backend = numbers(users())) {
      assertThatThrownBy(
              () -> backend.post("/n").body(RequestBody.create("[{}]", JSON)).send().close())
          .hasMessage(
              "backend 'users': request body has an error: doesn't match schema:"
                  + " at /0: object found, integer expected");
      assertThat(server.getRequestCount()).isZero();
    }
  }

  /** Its caller asked for gzip, and gets it as it came; only the check reads it plain. */
  @Test
  void compressedBodiesAreReadForTheCheck() throws IOException {
    for (String body : List.of("[1]", "[null]")) {
      server.enqueue(
          new MockResponse.Builder()
              .body(gzipped(body))
              .setHeader("Content-Type", "application/json")
              .setHeader("Content-Encoding", "gzip")
              .build());
    }
    try (ManagedBackend backend = numbers(users())) {
      try (Response response = backend.get("/n").header("Accept-Encoding", "gzip").send()) {
        assertThat(response.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(response.body().bytes()).isEqualTo(gzipped("[1]").readByteArray());
      }
      assertThatThrownBy(() -> backend.get("/n").header("Accept-Encoding", "gzip").send().close())
          .hasMessageContaining("at /0: null found");
    }
  }

  private static Buffer gzipped(String text) throws IOException {
    Buffer zipped = new Buffer();
    try (BufferedSink sink = Okio.buffer(new GzipSink(zipped))) {
      sink.writeUtf8(text);
    }
    return zipped;
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "gzip"})
  void bodiesThatCannotBeReadViolate(String coding) throws IOException {
    answer(200, "[1]", "Content-Type", "application/json", "Content-Encoding", coding);
    try (ManagedBackend backend = numbers(users())) {
      assertThatThrownBy(() -> backend.get("/n").header("Accept-Encoding", "gzip").send().close())
          .hasMessageContaining("response body cannot be checked: ");
    }
  }

  @Test
  void bodiesBeyondTheBoundViolate() throws IOException {
    ContractSpec small = numbers().withMaxBodyBytes(5);
    answerJson("[1, 2, 3]");
    try (ManagedBackend backend = users().openapi(small).build()) {
      assertThatThrownBy(() -> backend.get("/n").send().close())
          .hasMessageContaining(
              "response body cannot be checked: it is larger than max_body_bytes (max=5)");
      for (boolean once : List.of(true, false)) {
        assertThatThrownBy(
                () -> backend.post("/n").body(new Streamed("[1, 2, 3]", once)).send().close())
            .hasMessageContaining(
                "request body cannot be checked: it is larger than max_body_bytes (max=5)");
      }
    }
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void bodiesBeyondTheBoundPassWhereViolationsDo() throws Exception {
    ContractSpec lax =
        numbers()
            .withMaxBodyBytes(5)
            .withIgnoreRequestViolations(true)
            .withIgnoreResponseViolations(true);
    String large = "[1, 2, 3" + " ".repeat(100_000) + "]";
    answerJson(large);
    answer(200, "");
    answer(200, "");
    try (ManagedBackend backend = users().openapi(lax).build()) {
      try (Response response = backend.get("/n").send()) {
        assertThat(warnings(response)).hasSize(1);
        assertThat(response.body().string()).isEqualTo(large);
      }
      server.takeRequest();
      for (boolean once : List.of(true, false)) {
        try (Response response = backend.post("/n").body(new Streamed(large, once)).send()) {
          assertThat(warnings(response))
              .singleElement()
              .asString()
              .startsWith("openapi: request body cannot be checked: ");
        }
        assertThat(server.takeRequest().getBody()).isEqualTo(ByteString.encodeUtf8(large));
      }
    }
  }

  @Test
  void bodiesThatCanBeWrittenOnceAreChecked() throws Exception {
    answer(200, "");
    try (ManagedBackend backend = numbers(users())) {
      backend.post("/n").body(new Streamed("[1, 2]", true)).send().close();
      assertThat(server.takeRequest().getBody()).isEqualTo(ByteString.encodeUtf8("[1, 2]"));
    }
  }

  /** A body of unknown length. */
  private static final class Streamed extends RequestBody {
    private final String text;
    private final boolean once;
    private boolean written;

    Streamed(String text, boolean once) {
      this.text = text;
      this.once = once;
    }

    @Override
    public MediaType contentType() {
      return JSON;
    }

    @Override
    public boolean isOneShot() {
      return once;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      if (once && written) {
        throw new IOException("written twice");
      }
      written = true;
      sink.writeUtf8(text);
    }
  }

  @Test
  void aSmallerBoundOnResponsesComesFirst() throws IOException {
    server.enqueue(
        new MockResponse.Builder()
            .setHeader("Content-Type", "application/json")
            .chunkedBody("[1, 2, 3, 4]", 4)
            .build());
    try (ManagedBackend backend = numbers(users().maxResponseBytes(5))) {
      BackendException failure =
          catchThrowableOfType(BackendException.class, () -> backend.get("/n").send().close());
      assertThat(failure.kind()).isEqualTo(ErrorKind.BACKEND_RESPONSE_TOO_LARGE);
    }
  }

  @Test
  void silenceInABodyIsSilence() throws IOException {
    server.enqueue(
        new MockResponse.Builder()
            .setHeader("Content-Type", "application/json")
            .body("[1, 2, 3, 4]")
            .throttleBody(4, 1, java.util.concurrent.TimeUnit.HOURS)
            .build());
    try (ManagedBackend backend = numbers(users().betweenBytesTimeout(Duration.ofMillis(100)))) {
      assertThatThrownBy(() -> backend.get("/n").send().close())
          .hasMessageContaining("between_bytes_timeout 100ms reached in phase body");
    }
  }

  @Test
  void typesThatNobodyLooksIntoAreStreamed() throws IOException {
    String operation =
        "get: {responses: {200: {description: d, content: {text/event-stream: {schema: {}}}}}}";
    Path file = file(directory, "a.yaml", document("3.0.3", "/a", operation));
    answer(200, "data: x\n\n", "Content-Type", "text/event-stream");
    try (ManagedBackend backend =
        users().openapi(ContractSpec.of(file).withMaxBodyBytes(1)).build()) {
      try (Response response = backend.get("/a").send()) {
        assertThat(response.body().string()).isEqualTo("data: x\n\n");
      }
    }
  }

  // ---- among the other steps

  @Test
  void refusedStatusesAreRetriedAllTheSame() throws IOException {
    answer(503, "");
    answerJson("[]");
    try (ManagedBackend backend = numbers(users().retries(RetrySpec.DEFAULT))) {
      try (Response response = backend.get("/n").send()) {
        assertThat(response.code()).isEqualTo(200);
      }
      assertThat(server.getRequestCount()).isEqualTo(2);
    }
  }

  @Test
  void violationsAreNotRetried() throws IOException {
    answerJson("{}");
    try (ManagedBackend backend = numbers(users().retries(RetrySpec.DEFAULT))) {
      assertThatThrownBy(() -> backend.get("/n").send().close())
          .hasMessageContaining("object found, array expected");
      assertThatThrownBy(() -> backend.get("/none").send().close())
          .hasMessageContaining("no matching operation");
      assertThat(server.getRequestCount()).isEqualTo(1);
    }
  }

  @Test
  void backendsOfOkHttpAreCheckedToo() throws IOException {
    try (ManagedBackend backend = numbers(users())) {
      Request request = new Request.Builder().url(server.url("/none")).build();
      assertThatThrownBy(() -> backend.client().newCall(request).execute().close())
          .hasMessageContaining("no matching operation");
    }
  }

  @Test
  void explainTellsOfIt() {
    try (ManagedBackend backend =
        users().openapi(numbers().withIgnoreRequestViolations(true)).build()) {
      assertThat(backend.explain())
          .containsPattern("openapi.file +.*numbers.yaml")
          .containsPattern("openapi.ignore_request_violations +true")
          .doesNotContain("openapi.max_body_bytes")
          .contains("VERIFY");
    }
    try (ManagedBackend backend = users().build()) {
      assertThat(backend.explain()).doesNotContain("VERIFY").doesNotContain("openapi");
    }
  }

  // ---- opening

  @Test
  void documentsThatCannotBeReadAreFindings() {
    assertThatThrownBy(() -> byBuilder(ContractSpec.of(directory.resolve("none.yaml"))))
        .isInstanceOf(InvalidBackendException.class)
        .hasMessageContaining("openapi: open " + directory.resolve("none.yaml") + ": no such file");
    Path wrong = file(directory, "wrong.yaml", "swagger: '2.0'");
    assertThatThrownBy(() -> byBuilder(ContractSpec.of(wrong)))
        .isInstanceOf(InvalidBackendException.class)
        .hasMessageContaining("openapi: error loading openapi file: no version of OpenAPI");
    file(directory, "pets.yaml", "swagger: '2.0'");
    assertThatThrownBy(() -> byText(ContractSpec.of(Path.of("pets.yaml"))))
        .hasMessageContaining("'users': openapi: error loading openapi file");
  }
}
