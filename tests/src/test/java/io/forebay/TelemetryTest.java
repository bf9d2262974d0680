package io.forebay;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.forebay.spec.BreakerSpec;
import io.forebay.spec.ContractSpec;
import io.forebay.spec.Origin;
import io.forebay.spi.Contract;
import io.forebay.spi.Contract.RequestHead;
import io.forebay.spi.Contract.ResponseHead;
import io.forebay.spi.Contract.Rules;
import io.forebay.spi.Contract.Verdict;
import io.forebay.spi.Telemetry;
import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.ReceivedRequest;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Headers;
import okhttp3.Protocol;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Telemetry is told of each attempt, once how it ends, and cannot harm an exchange. */
class TelemetryTest {
  private final MisbehavingOrigin origin = MisbehavingOrigin.start().respond(Behaviour.ok("hello"));
  private final Followed followed = new Followed();

  @AfterEach
  void closeOrigin() {
    origin.close();
  }

  /** Keeps what it is told. */
  private static final class Followed implements Telemetry {
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final List<Thread> began = new CopyOnWriteArrayList<>();
    private final List<Integer> departed = new CopyOnWriteArrayList<>();
    private final List<Ending> endings = new CopyOnWriteArrayList<>();
    private final List<Refusal> refusals = new CopyOnWriteArrayList<>();

    @Override
    public ExchangeTrail begin(String label, String method) {
      began.add(Thread.currentThread());
      return new ExchangeTrail() {
        @Override
        public AttemptTrail attempt(Departure departure) {
          departed.add(departure.number());
          return new AttemptTrail() {
            @Override
            public Map<String, String> headers() {
              return headers;
            }

            @Override
            public void ended(Ending ending) {
              endings.add(ending);
            }
          };
        }

        @Override
        public void refused(Refusal refusal) {
          refusals.add(refusal);
        }
      };
    }

    IOException failure() {
      assertThat(endings).hasSize(1);
      return endings.get(0).failure().orElseThrow();
    }
  }

  private BackendBuilder users(String... origins) {
    return followed(Backend.builder("users"), followed, origins);
  }

  private static BackendBuilder followed(
      BackendBuilder builder, Telemetry telemetry, String... origins) {
    BackendBuilder at = origins.length == 1 ? builder.origin(origins[0]) : builder.origins(origins);
    return at.environment(Environment.system().withTelemetry(telemetry));
  }

  private ReceivedRequest last() {
    return origin.requests().get(origin.requestCount() - 1);
  }

  private static BackendException failure(Backend backend) {
    return catchThrowableOfType(BackendException.class, () -> backend.get("/x").send().close());
  }

  // ---- what it is told

  @Test
  void attemptEndsOnceWithTheHeadOfItsResponse() throws IOException {
    try (ManagedBackend backend = users(origin.url()).responseStatus(201).build();
        Response response = backend.get("/x").send()) {
      assertThat(response.code()).isEqualTo(201);
      assertThat(followed.endings)
          .singleElement()
          .satisfies(
              ending -> {
                assertThat(ending.answer()).contains(new Telemetry.Answer(200, Protocol.HTTP_1_1));
                assertThat(ending.failure()).isEmpty();
              });
    }
    assertThat(followed.endings).hasSize(1);
    assertThat(followed.refusals).isEmpty();
  }

  @Test
  void exchangeBeginsOnTheThreadThatStartsIt() throws Exception {
    try (ManagedBackend backend = users(origin.url()).build()) {
      Futures.get(backend.get("/x").sendAsync()).close();
      backend.get("/x").send().close();
    }
    assertThat(followed.began).hasSize(2).containsOnly(Thread.currentThread());
  }

  @Test
  void callerGetsTheVeryFailureThatWasTold() {
    origin.respond(Behaviour.readThenClose());
    List<BackendBuilder> shapes =
        List.of(
            users(origin.url()),
            users(origin.url()).circuitBreaker(BreakerSpec.DEFAULT),
            users(origin.url()).maxConcurrent(5),
            users(origin.url(), "http://127.0.0.1:1").retries(r -> r.withAttempts(1)));
    for (BackendBuilder shape : shapes) {
      followed.endings.clear();
      try (ManagedBackend backend = shape.build()) {
        assertThat(failure(backend)).isSameAs(followed.failure());
      }
    }
  }

  @Test
  void refusedExchangeIsToldOnceAndHasNoAttempt() {
    ManagedBackend backend = users(origin.url()).build();
    backend.close();

    BackendException failure = failure(backend);
    assertThat(followed.refusals).containsExactly(new Telemetry.Refusal(failure, refusedServer()));
    assertThat(followed.departed).isEmpty();
    assertThat(followed.endings).isEmpty();
  }

  private Optional<Origin> refusedServer() {
    return Optional.of(Origin.of(origin.url()));
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void attemptThatWaitsForAConnectionOfOthersIsOne(Wire wire) throws Exception {
    int calls = 20;
    MockResponse[] answers = new MockResponse[calls];
    Arrays.fill(answers, new MockResponse.Builder().body("x").build());
    try (MockWebServer server = wire.start(answers);
        ManagedBackend backend =
            wire.backend(server)
                .environment(Environment.system().withTelemetry(followed))
                .maxConnections(4)
                .build()) {
      List<CompletableFuture<Response>> made = new ArrayList<>();
      for (int i = 0; i < calls; i++) {
        made.add(backend.get("/x").sendAsync());
      }
      for (CompletableFuture<Response> one : made) {
        Futures.get(one).close();
      }
      Waiting.until("all ended", () -> followed.endings.size() == calls);
    }
    assertThat(followed.departed).hasSize(calls).containsOnly(1);
    assertThat(followed.endings).allMatch(ending -> ending.failure().isEmpty());
  }

  @Test
  void attemptThatWaitsForAConnectionInVainEndsOnce() {
    origin.respond(Behaviour.acceptThenSilence());
    try (ManagedBackend backend =
        users("https://127.0.0.1:" + origin.port()).connectTimeout(ofMillis(200)).build()) {
      List<CompletableFuture<Response>> made = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        made.add(backend.get("/x").sendAsync());
      }
      for (CompletableFuture<Response> one : made) {
        assertThat(catchThrowableOfType(BackendException.class, () -> Futures.get(one)))
            .isNotNull();
      }
    }
    assertThat(followed.departed).containsExactly(1, 1, 1);
    assertThat(followed.endings).hasSize(3).allMatch(ending -> ending.failure().isPresent());
    assertThat(followed.refusals).isEmpty();
  }

  // ---- what it adds

  @Test
  void headersAreAddedAfterTheEdits() throws IOException {
    followed.headers.put("trace", "ours");
    try (ManagedBackend backend =
        users(origin.url()).requestHeaders(h -> h.set("trace", "edited")).build()) {
      backend.get("/x").header("Trace", "the caller's").send().close();
    }
    assertThat(last().headers("trace")).containsExactly("ours");
  }

  @Test
  void headersThatNobodyMaySendAreLeftOut() throws IOException {
    followed.headers.put("Host", "elsewhere");
    followed.headers.put("Content-Length", "7");
    followed.headers.put("Connection", "x");
    followed.headers.put("no token", "x");
    followed.headers.put("line", "a\r\nb: c");
    followed.headers.put("letter", "\u00e4");
    followed.headers.put("fine", "yes");
    try (ManagedBackend backend = users(origin.url()).build()) {
      backend.get("/x").send().close();
    }
    assertThat(last().header("fine")).contains("yes");
    assertThat(last().header("host")).contains("127.0.0.1:" + origin.port());
    assertThat(last().headers())
        .extracting(ReceivedRequest.Header::name)
        .doesNotContain("Content-Length", "no token", "line", "b", "letter");
    assertThat(last().header("connection")).isNotEqualTo("x");
  }

  // ---- beside a contract

  private ManagedBackend checked(Consumer<Headers> seen, Verdict ofResponse) {
    Rules rules =
        new Rules() {
          @Override
          public Verdict request() {
            return Verdict.FINE;
          }

          @Override
          public List<String> requestBody(byte[] body) {
            return List.of();
          }

          @Override
          public Verdict response(ResponseHead response) {
            return ofResponse;
          }

          @Override
          public List<String> responseBody(ResponseHead response, byte[] body) {
            return List.of();
          }
        };
    Contract contract =
        (RequestHead request) -> {
          seen.accept(request.headers());
          return rules;
        };
    return users(origin.url())
        .environment(Environment.system().withTelemetry(followed).withContracts(file -> contract))
        .openapi(ContractSpec.of(Path.of("any.yaml")))
        .build();
  }

  @Test
  void contractSeesWhatIsAdded() throws IOException {
    followed.headers.put("trace", "ours");
    List<String> seen = new ArrayList<>();
    try (ManagedBackend backend = checked(h -> seen.add(h.get("trace")), Verdict.FINE)) {
      backend.get("/x").send().close();
    }
    assertThat(seen).containsExactly("ours");
  }

  @Test
  void responseThatTheContractRefusesHasAStatusAndAFailure() {
    try (ManagedBackend backend =
        checked(headers -> {}, new Verdict(List.of("no such status"), false))) {
      BackendException failure = failure(backend);
      assertThat(failure.kind()).isEqualTo(ErrorKind.BACKEND_OPENAPI_RESPONSE);
      assertThat(followed.failure()).isSameAs(failure);
      assertThat(followed.endings.get(0).answer())
          .contains(new Telemetry.Answer(200, Protocol.HTTP_1_1));
    }
  }

  // ---- what it cannot do

  private static final class Broken extends IllegalStateException {
    private static final long serialVersionUID = 1L;
  }

  private static final Telemetry BEGINS_BADLY =
      (label, method) -> {
        throw new Broken();
      };

  private static Telemetry broken(boolean attempts, boolean headers) {
    return (label, method) ->
        new Telemetry.ExchangeTrail() {
          @Override
          public Telemetry.AttemptTrail attempt(Telemetry.Departure departure) {
            if (attempts) {
              throw new Broken();
            }
            return new Telemetry.AttemptTrail() {
              @Override
              public Map<String, String> headers() {
                if (headers) {
                  throw new Broken();
                }
                return Collections.singletonMap("x", null);
              }

              @Override
              public void ended(Telemetry.Ending ending) {
                throw new Broken();
              }
            };
          }

          @Override
          public void refused(Telemetry.Refusal refusal) {
            throw new Broken();
          }
        };
  }

  @Test
  void whatThrowsHarmsNoExchange() throws Exception {
    for (Telemetry bad :
        List.of(BEGINS_BADLY, broken(true, true), broken(false, true), broken(false, false))) {
      ManagedBackend backend = followed(Backend.builder("users"), bad, origin.url()).build();
      try (backend) {
        origin.respond(Behaviour.ok("hello"));
        try (Response response = backend.get("/x").send()) {
          assertThat(response.body().string()).isEqualTo("hello");
        }
        try (Response response = Futures.get(backend.get("/x").sendAsync())) {
          assertThat(response.body().string()).isEqualTo("hello");
        }
        origin.respond(Behaviour.readThenClose());
        assertThat(failure(backend)).isInstanceOf(BackendTransferException.class);
        assertThat(backend.stats().leased()).isZero();
      }
      assertThat(failure(backend)).hasMessageContaining("the backend is closed");
    }
  }

  @Test
  void withoutTelemetryThereIsNoStepForIt() {
    try (ManagedBackend plain = Backend.builder("users").origin(origin.url()).build();
        ManagedBackend told = users(origin.url()).build()) {
      assertThat(plain.explain()).doesNotContain("telemetry");
      assertThat(told.explain()).contains("each attempt is told to telemetry");
    }
  }
}
