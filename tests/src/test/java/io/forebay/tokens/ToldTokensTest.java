package io.forebay.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.Backend;
import io.forebay.BackendBuilder;
import io.forebay.BackendException;
import io.forebay.BackendObserver;
import io.forebay.ExchangeEntry;
import io.forebay.ManagedBackend;
import io.forebay.UpstreamLog;
import io.forebay.spec.TokenEndpoint;
import io.forebay.spec.TokenRequestSpec;
import io.forebay.spec.Value;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A token is told nowhere, whatever a definition makes of it: a canary among them is looked for.
 */
class ToldTokensTest {
  private static final String CANARY = "c4n+ry/t0k=";
  private static final Value TOKEN = Value.template("{token.default}");

  @RegisterExtension
  private final AuthorizationServer as =
      AuthorizationServer.answering(
          n -> AuthorizationServer.json(200, "{\"token\":\"" + CANARY + "\",\"ttl\":30}"));

  @RegisterExtension
  private final AuthorizationServer resource =
      AuthorizationServer.answering(n -> AuthorizationServer.status(200));

  private final List<ExchangeEntry> all = new CopyOnWriteArrayList<>();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger logger = Logger.getLogger("io.forebay");
  private final Handler listening = handler();

  private Handler handler() {
    return new Handler() {
      @Override
      public void publish(LogRecord record) {
        lines.add(new SimpleFormatter().format(record));
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  @BeforeEach
  void listen() {
    logger.setLevel(Level.ALL);
    logger.addHandler(listening);
  }

  @AfterEach
  void close() {
    logger.removeHandler(listening);
    logger.setLevel(null);
  }

  private BackendBuilder builder() {
    return Backend.builder("be")
        .origin(resource.origin())
        .tokenRequests(TokenRequestSpec.of(TokenEndpoint.of(as.endpoint()), "/token", "/ttl"))
        .observer(UpstreamLog.create())
        .observer(
            new BackendObserver() {
              @Override
              public void exchangeEnded(ExchangeEntry entry) {
                all.add(entry);
              }
            });
  }

  /** Calls, and looks for the canary in all that was told. */
  private ExchangeEntry called(BackendBuilder builder) throws Exception {
    try (ManagedBackend backend = builder.build()) {
      assertUntold(backend.explain());
      backend.get("/x").send().close();
      List<ExchangeEntry> ours =
          all.stream().filter(entry -> entry.report().label().equals("be")).toList();
      assertThat(ours).hasSize(1);
      return ours.get(0);
    } finally {
      assertAllUntold();
    }
  }

  private BackendException failed(BackendBuilder builder) {
    try (ManagedBackend backend = builder.build()) {
      BackendException failure =
          catchThrowableOfType(BackendException.class, () -> backend.get("/x").send().close());
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace, true));
      assertUntold(trace.toString());
      assertAllUntold();
      return failure;
    }
  }

  private void assertAllUntold() {
    all.forEach(entry -> assertUntold(entry + " " + entry.fields()));
    lines.forEach(ToldTokensTest::assertUntold);
  }

  private static void assertUntold(String text) {
    assertThat(text).doesNotContain(CANARY).doesNotContain("c4n%2Bry").doesNotContain("c4n+ry");
  }

  // ---- log fields

  @Test
  void logFieldsThatMeetATokenHaveStars() throws Exception {
    ExchangeEntry entry =
        called(
            builder()
                .requestHeaders(edits -> edits.set("X-Key", Value.template("k{token.default}")))
                .queryParams(edits -> edits.set("key", TOKEN))
                .customLogFields(
                    fields ->
                        fields
                            .field("header", Value.template("{backend_request.headers.x-key}"))
                            .field("param", Value.template("{backend_request.query.key}"))
                            .field("query", Value.template("{backend_request.query}"))
                            .field("java", Value.computed(call -> call.token("default").orElse("")))
                            .field(
                                "list",
                                Value.computed(
                                    call -> List.of(5, call.token("default").orElseThrow())))
                            .field(
                                "thrown",
                                Value.computed(
                                    call -> {
                                      throw new IllegalStateException(call.token("default").get());
                                    }))));
    assertThat(entry.report().logFields())
        .isEqualTo(
            Map.of(
                "header", "***",
                "param", "***",
                "query", "key=***",
                "java", "***",
                "list", List.of(5, "***")));
  }

  @Test
  void logFieldOfALoginThatHoldsATokenHasStars() throws Exception {
    ExchangeEntry entry =
        called(
            builder()
                .basicAuth(Value.template("joe:{token.default}"))
                .customLogFields(
                    fields ->
                        fields.field(
                            "login", Value.template("{backend_request.headers.authorization}"))));
    assertThat(resource.headers("Authorization").get(0)).startsWith("Basic am9lOmM0b");
    assertThat(entry.report().logFields()).isEqualTo(Map.of("login", "***"));
    assertThat(entry.request().user()).contains("joe");
  }

  // ---- where a request went

  @Test
  void pathThatHoldsATokenIsShownAsTheCallerGaveIt() throws Exception {
    ExchangeEntry entry = called(builder().path(Value.template("/a/{token.default}/b")));
    assertThat(resource.request(0).getUrl().encodedPath()).isEqualTo("/a/c4n%2Bry%2Ft0k%3D/b");
    assertThat(entry.request().path()).isEqualTo("/x");
  }

  @Test
  void pathPrefixThatHoldsATokenIsNotShown() throws Exception {
    assertThat(called(builder().pathPrefix(TOKEN)).request().path()).isEqualTo("/x");
  }

  @Test
  void pathAndHeadersOfFunctionsHaveStars() throws Exception {
    ExchangeEntry entry =
        called(
            builder()
                .path(Value.computed(call -> "/a/" + call.token("default").orElseThrow()))
                .requestHeaders(
                    edits ->
                        edits.set(
                            "User-Agent", Value.computed(c -> c.token("default").orElse("none"))))
                .basicAuth(Value.template("{token.default}:x")));
    assertThat(resource.headers("User-Agent")).containsExactly(CANARY);
    assertThat(entry.request().path()).isEqualTo("/a/***");
    assertThat(entry.request().headers()).containsEntry("user-agent", "***");
    assertThat(entry.request().user()).contains("***");
  }

  @Test
  void queryAndHeadersThatHoldATokenAreHidden() throws Exception {
    ExchangeEntry entry =
        called(
            builder()
                .queryParams(edits -> edits.set("key", TOKEN).add("b", "1"))
                .requestHeaders(edits -> edits.set("Referer", TOKEN)));
    assertThat(resource.headers("Referer")).containsExactly(CANARY);
    assertThat(entry.request().path()).isEqualTo("/x?b=1&key=***");
    assertThat(entry.request().headers()).doesNotContainKey("referer");
  }

  @Test
  void responseThatRepeatsATokenIsToldWithStars() throws Exception {
    resource.answer(
        n ->
            new MockResponse.Builder()
                .code(302)
                .addHeader("Location", "/next?key=c4n%2Bry%2ft0k%3D")
                .build());
    ExchangeEntry entry = called(builder().queryParams(edits -> edits.set("key", TOKEN)));
    assertThat(entry.response().orElseThrow().headers()).containsEntry("location", "/next?key=***");
  }

  // ---- failures

  @Test
  void messageOfAValueThatCannotBeAppliedHasStars() {
    assertThat(failed(builder().responseStatus(TOKEN)))
        .hasMessageContaining("invalid http status code: ***");
    assertThat(failed(builder().path(Value.computed(c -> "/a?" + c.token("default").get()))))
        .hasMessageContaining("invalid query string found in \"/a?***\"");
    assertThat(
            failed(
                builder()
                    .requestHeaders(
                        edits ->
                            edits.remove(
                                Value.computed(call -> "a " + call.token("default").get())))))
        .hasMessageContaining("not a header name");
  }

  @Test
  void ttlThatIsNoneDoesNotRepeatTheAnswer() {
    BackendException failure =
        failed(
            Backend.builder("be")
                .origin(resource.origin())
                .tokenRequests(
                    TokenRequestSpec.of(TokenEndpoint.of(as.endpoint()), "/token", "/token")));
    assertThat(failure).hasMessageContaining("ttl: time: invalid duration (expected: such as 30s)");
  }
}
