package io.forebay.authorization;

import static io.forebay.authorization.SpringServer.BASIC;
import static io.forebay.authorization.SpringServer.BASIC_SECRET;
import static io.forebay.authorization.SpringServer.POST;
import static io.forebay.authorization.SpringServer.POST_SECRET;
import static io.forebay.authorization.SpringServer.SHARED;
import static io.forebay.authorization.SpringServer.SHARED_SECRET;
import static io.forebay.authorization.SpringServer.SIGNED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.forebay.Backend;
import io.forebay.BackendException;
import io.forebay.BackendRegistry;
import io.forebay.BackendRequest;
import io.forebay.ErrorKind;
import io.forebay.ManagedBackend;
import io.forebay.config.Definitions;
import io.forebay.spec.JwtAlgorithm;
import io.forebay.spec.JwtSigningProfile;
import io.forebay.spec.Material;
import io.forebay.spec.OAuth2Builder;
import io.forebay.testing.LeakCheck;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens of a real authorization server, and an origin that asks it whether they hold. */
@ExtendWith(LeakCheck.class)
class RealServerTest {
  private static final MockWebServer keys = new MockWebServer();
  private static RSAKey key;
  private static SpringServer server;

  private final ConcurrentLinkedQueue<String> tokens = new ConcurrentLinkedQueue<>();
  private MockWebServer origin;
  private ManagedBackend judge;

  /** A way for a client to show who it is. */
  private record Way(String name, Consumer<OAuth2Builder> attributes) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  static void startServer() throws IOException, JOSEException {
    key = new RSAKeyGenerator(2048).keyID("k1").generate();
    keys.setDispatcher(answering(request -> alone(new JWKSet(key.toPublicJWK()).toString())));
    keys.start();
    server = SpringServer.start(keys.url("/keys").toString());
  }

  @AfterAll
  static void closeServer() {
    server.close();
    keys.close();
  }

  @BeforeEach
  void startOrigin() throws IOException {
    judge =
        Backend.builder("judge")
            .origin(server.url(""))
            .basicAuth(encoded(BASIC), encoded(BASIC_SECRET))
            .build();
    origin = new MockWebServer();
    origin.setDispatcher(answering(this::judged));
    origin.start();
  }

  @AfterEach
  void closeOrigin() {
    origin.close();
    judge.close();
  }

  /** RFC 6749 section 2.3.1. */
  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Answers a request. */
  private interface Answer {
    MockResponse to(RecordedRequest request) throws IOException;
  }

  private static Dispatcher answering(Answer answer) {
    return new Dispatcher() {
      @Override
      public MockResponse dispatch(RecordedRequest request) {
        try {
          return answer.to(request);
        } catch (IOException e) {
          return status(500);
        }
      }
    };
  }

  private static MockResponse status(int code) {
    return new MockResponse.Builder().code(code).build();
  }

  /** On a connection of its own: the server would keep it for longer than a test. */
  private static MockResponse alone(String body) {
    return json(body).newBuilder().setHeader("Connection", "close").build();
  }

  private static MockResponse json(String body) {
    return new MockResponse.Builder()
        .addHeader("Content-Type", "application/json")
        .body(body)
        .build();
  }

  /** 200 where the authorization server knows the token, else 401. */
  private MockResponse judged(RecordedRequest request) throws IOException {
    String header = request.getHeaders().get("Authorization");
    String token = header == null ? "" : header.replaceFirst("^Bearer ", "");
    tokens.add(token);
    try (Response answer = form("/oauth2/introspect", token).send()) {
      boolean active = answer.body().string().contains("\"active\":true");
      return status(active ? 200 : 401);
    }
  }

  private BackendRequest form(String path, String token) {
    return judge.post(path).body("application/x-www-form-urlencoded", "token=" + encoded(token));
  }

  private ManagedBackend backend(Consumer<OAuth2Builder> attributes) {
    return Backend.builder("users")
        .origin(origin.url("/").toString())
        .oauth2(
            oauth2 ->
                attributes.accept(
                    oauth2
                        .grantType("client_credentials")
                        .tokenEndpoint(server.url("/oauth2/token"))))
        .build();
  }

  private static int status(Backend backend) throws IOException {
    try (Response response = backend.get("/users").send()) {
      return response.code();
    }
  }

  static Stream<Way> ways() throws JOSEException {
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(key.toPrivateKey().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    return Stream.of(
        new Way("client_secret_basic", basic()),
        new Way(
            "client_secret_post",
            oauth2 ->
                oauth2.authMethod("client_secret_post").clientId(POST).clientSecret(POST_SECRET)),
        new Way(
            "client_secret_jwt",
            oauth2 ->
                oauth2
                    .authMethod("client_secret_jwt")
                    .clientId(SHARED)
                    .clientSecret(SHARED_SECRET)
                    .signing(profile(JwtAlgorithm.HS256, Optional.empty()))),
        new Way(
            "private_key_jwt",
            oauth2 ->
                oauth2
                    .authMethod("private_key_jwt")
                    .clientId(SIGNED)
                    .signing(profile(JwtAlgorithm.RS256, Optional.of(Material.inline(pem))))));
  }

  private static Consumer<OAuth2Builder> basic() {
    return oauth2 -> oauth2.clientId(BASIC).clientSecret(BASIC_SECRET);
  }

  private static JwtSigningProfile profile(JwtAlgorithm algorithm, Optional<Material> key) {
    return new JwtSigningProfile(algorithm, Duration.ofMinutes(1), key, Map.of(), Map.of());
  }

  @ParameterizedTest
  @MethodSource("ways")
  void tokenIsHadAndHolds(Way way) throws IOException {
    try (ManagedBackend users = backend(way.attributes().andThen(o -> o.scope("read write")))) {
      assertThat(status(users)).isEqualTo(200);
      assertThat(status(users)).isEqualTo(200);

      assertThat(List.copyOf(tokens)).hasSize(2).allMatch(token -> token.equals(tokens.peek()));
    }
  }

  @Test
  void revokedTokenIsReplacedAndTheRequestMadeAgain() throws IOException {
    try (ManagedBackend users = backend(basic())) {
      assertThat(status(users)).isEqualTo(200);
      try (Response revoked = form("/oauth2/revoke", tokens.peek()).send()) {
        assertThat(revoked.code()).isEqualTo(200);
      }

      assertThat(status(users)).isEqualTo(200);

      List<String> seen = List.copyOf(tokens);
      assertThat(seen).hasSize(3);
      assertThat(seen.get(1)).isEqualTo(seen.get(0));
      assertThat(seen.get(2)).isNotEqualTo(seen.get(0));
    }
  }

  @Test
  void manyCallersShareOneToken() {
    try (ManagedBackend users = backend(basic())) {
      List<CompletableFuture<Integer>> calls =
          IntStream.range(0, 50)
              .mapToObj(i -> users.get("/users").sendAsync().thenApply(RealServerTest::closed))
              .toList();

      assertThat(calls).allMatch(call -> call.join() == 200);
      assertThat(tokens).hasSize(50).allMatch(token -> token.equals(tokens.peek()));
    }
  }

  private static int closed(Response response) {
    try (response) {
      return response.code();
    }
  }

  @Test
  void whatTheServerRefusesIsTold() throws IOException {
    try (ManagedBackend users = backend(o -> o.clientId(POST).clientSecret("wrong"))) {
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> status(users))
          .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.BACKEND_TOKEN_REQUEST))
          .withMessageContaining("users.oauth2")
          .withMessageContaining("401")
          .withMessageContaining("invalid_client")
          .withMessageNotContaining("wrong");
    }
    try (ManagedBackend users = backend(basic().andThen(o -> o.scope("admin")))) {
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> status(users))
          .withMessageContaining("400")
          .withMessageContaining("invalid_scope");
    }
    assertThat(tokens).isEmpty();
  }

  @Test
  void definitionAsksByLabel() throws IOException {
    Definitions definitions =
        Definitions.read(
            """
            backends:
              users:
                origin: %s
                oauth2:
                  grant_type: client_credentials
                  backend: login
                  token_endpoint: /oauth2/token
                  client_id: %s
                  client_secret: %s
                  token_endpoint_auth_method: client_secret_post
              login: { origin: "%s", timeout: 20s }
            """
                .formatted(origin.url("/"), POST, POST_SECRET, server.url("")));
    try (BackendRegistry registry = definitions.open()) {
      assertThat(status(registry.backend("users"))).isEqualTo(200);
      assertThat(tokens).hasSize(1);
    }
  }
}
