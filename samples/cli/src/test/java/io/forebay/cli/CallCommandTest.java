package io.forebay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.cli.Shell.Run;
import io.forebay.testing.Behaviour;
import io.forebay.testing.LeakCheck;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.ReceivedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@ExtendWith(LeakCheck.class)
class CallCommandTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir Path directory;
  private MisbehavingOrigin origin;
  private String file;

  @BeforeEach
  void start() throws IOException {
    origin = MisbehavingOrigin.start();
    file =
        Shell.definition(
            directory,
            "backends:",
            "  users:",
            "    origin: " + origin.url(),
            "    health: { path: /healthz }",
            "  tenants:",
            "    origin: " + origin.url(),
            "    set_request_headers: { X-Tenant: '{tenant}' }",
            "refinements:",
            "  users_admin: { backend: users, path: '/admin/**' }");
  }

  @AfterEach
  void stop() {
    origin.close();
  }

  @Test
  void bodyComesByteForByte() {
    byte[] body = new byte[256];
    for (int i = 0; i < body.length; i++) {
      body[i] = (byte) i;
    }
    origin.respond(Behaviour.ok(body));

    Run run = Shell.run("call", file, "users", "/x");

    assertThat(run.code()).isZero();
    assertThat(run.bytes()).isEqualTo(ByteString.of(body));
    assertThat(run.err()).isEmpty();
  }

  @Test
  void requestsAndResponsesAreHeldAgainstTheContract() throws IOException {
    Files.writeString(
        directory.resolve("users.yaml"),
        """
        openapi: 3.1.0
        info: { title: users, version: "1" }
        paths:
          /users:
            get:
              responses:
                "200":
                  description: all
                  content: { application/json: { schema: { type: array } } }
        """);
    String checked =
        Shell.definition(
            directory,
            "backends:",
            "  users:",
            "    origin: " + origin.url(),
            "    openapi: { file: users.yaml }");
    origin.respond(Behaviour.status(200, "{}", "Content-Type: application/json"));

    Run unknown = Shell.run("call", checked, "users", "/nowhere");
    Run wrong = Shell.run("call", checked, "users", "/users");

    assertThat(unknown.code()).isNotZero();
    assertThat(unknown.err()).contains("no matching operation was found");
    assertThat(wrong.code()).isNotZero();
    assertThat(wrong.err()).contains("object found, array expected");
    assertThat(origin.requests()).extracting(ReceivedRequest::target).containsExactly("/users");
  }

  @Test
  void singleCallAsksForNothingElse() {
    Shell.run("call", file, "users", "/x?y=1");

    assertThat(origin.requests()).extracting(ReceivedRequest::target).containsExactly("/x?y=1");
  }

  @Test
  void statusOfAnErrorIsAResponse() {
    origin.respond(Behaviour.status(503, "no"));

    Run run = Shell.run("call", file, "users", "/x");

    assertThat(run.code()).isZero();
    assertThat(run.out()).isEqualTo("no");
  }

  @Test
  void singleCallFindsItsWayAsTheDefinitionSays() throws IOException {
    String nobody = "http://127.0.0.1:1";
    String routed =
        Shell.definition(
            directory,
            "backends:",
            "  users:",
            "    balance: { hash: { key: e } }", // The second of two.
            "    retries: { attempts: 1 }",
            "    origins: [ '" + nobody + "', '" + origin.url() + "' ]");

    Run run = Shell.run("call", routed, "users", "/x");

    assertThat(run.code()).isZero();
    assertThat(origin.requestCount()).isEqualTo(1);
  }

  @Test
  void dataMeansPost() {
    Run run = Shell.run("call", file, "users", "/x", "-d", "häß");

    ReceivedRequest request = origin.takeRequest(LIMIT);
    assertThat(run.code()).isZero();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.bodyText()).isEqualTo("häß");
    assertThat(request.header("Content-Type")).isEmpty();
  }

  @Test
  void methodHeadersAndVariablesAreSent() {
    Run run =
        Shell.run(
            "call",
            file,
            "tenants",
            "PUT",
            "/{id}",
            "-H",
            "A: 1",
            "-H",
            "a:2",
            "--var",
            "id=a/b",
            "--var",
            "tenant=x=y");

    ReceivedRequest request = origin.takeRequest(LIMIT);
    assertThat(run.code()).isZero();
    assertThat(request.method()).isEqualTo("PUT");
    assertThat(request.target()).isEqualTo("/a%2Fb");
    assertThat(request.header("X-Tenant")).contains("x=y");
    assertThat(request.headers("A")).containsExactly("1", "2");
  }

  @Test
  void fileIsSentAsItIs() throws IOException {
    Path data = Files.writeString(directory.resolve("data"), "a\r\nb\n");

    Shell.run("call", file, "users", "/x", "-d", "@" + data);

    assertThat(origin.takeRequest(LIMIT).bodyText()).isEqualTo("a\r\nb\n");
  }

  @Test
  void namedRefinementIsALabelToo() {
    Shell.run("call", file, "users_admin", "/x");

    assertThat(origin.takeRequest(LIMIT).target()).isEqualTo("/admin/x");
  }

  @Test
  void failedExchangeIsExplained() {
    origin.respond(Behaviour.readThenClose());

    Run run = Shell.run("call", file, "users", "/x");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("backend 'users': ").doesNotContain("\tat ");
  }

  @Test
  void bodyThatBreaksOffIsAFailure() {
    origin.respond(Behaviour.truncatedBody(100, 50));

    Run run = Shell.run("call", file, "users", "/x");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.bytes().size()).isEqualTo(50);
    assertThat(run.err()).contains("the response broke off");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "user /x                           | did you mean [users",
        "users x                           | a leading slash",
        "users /{id}                       | variable {id} has no value",
        "users /x --var id                 | name=value",
        "users /x -H id                    | 'name: value'",
        "users /x -H ä:1                   | header name",
        "users /x -d @nowhere              | nowhere: no such file",
        "users GET /x -d a                 | must not have a request body",
        "users                             | FILE LABEL [METHOD] PATH",
        "users GET /x /y                   | call --help",
        "users /x --concurrency 2          | --concurrency is for --batch",
        "users /x --batch                  | --batch takes requests from standard input",
        "--batch --concurrency 0           | expected: 1-256",
        "users /x --nonsense               | --nonsense"
      })
  void mistakeIsSaidAndNothingIsSent(String arguments, String message) {
    Run run = Shell.run(("call " + file + " " + arguments.strip()).split(" +"));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(message).doesNotContain("\tat ");
    assertThat(run.out()).isEmpty();
    assertThat(origin.requestCount()).isZero();
  }

  @Test
  void resultHasTheseKeysInThisOrder() {
    origin.respond(Behaviour.status(200, "häß", "X-A: 1", "x-a: 2"));

    Run run = Shell.run("call", file, "users", "/x", "--json");

    JsonNode result = run.result();
    assertThat(run.code()).isZero();
    assertThat(result.propertyNames())
        .containsExactly(
            "status",
            "headers",
            "body",
            "error",
            "backend",
            "origin",
            "attempts",
            "timings",
            "log");
    assertThat(result.path("status").intValue()).isEqualTo(200);
    assertThat(result.path("headers").path("x-a").toString()).isEqualTo("[\"1\",\"2\"]");
    assertThat(result.path("body").stringValue()).isEqualTo("häß");
    assertThat(result.path("error").isNull()).isTrue();
    assertThat(result.path("origin").stringValue()).isEqualTo(origin.url());
    assertThat(result.path("attempts").intValue()).isEqualTo(1);
    assertThat(result.path("timings").propertyNames())
        .containsExactly("total_ms", "permit_ms", "dns_ms", "connect_ms", "tls_ms", "ttfb_ms");
    assertThat(result.path("log").toString()).isEqualTo("{}");
  }

  @Test
  void bodyThatIsNoTextComesInBase64() {
    origin.respond(Behaviour.ok(new byte[] {(byte) 0xff, 0}));

    JsonNode result = Shell.run("call", file, "users", "/x", "--json").result();

    assertThat(result.path("body").stringValue()).isEmpty();
    assertThat(result.path("body_base64").stringValue()).isEqualTo("/wA=");
  }

  @Test
  void resultOfABrokenBodyKeepsWhatCame() {
    origin.respond(Behaviour.truncatedBody(100, 50));

    Run run = Shell.run("call", file, "users", "/x", "--json");

    JsonNode result = run.result();
    assertThat(run.code()).isEqualTo(1);
    assertThat(result.path("status").intValue()).isEqualTo(200);
    assertThat(result.path("body").stringValue()).hasSize(50);
    assertThat(result.path("error").path("phase").stringValue()).isEqualTo("body");
  }

  @Test
  void resultOfAFailureSaysWhatIsKnown() {
    origin.respond(Behaviour.readThenClose());

    Run run = Shell.run("call", file, "users", "/x", "--json");

    JsonNode error = run.result().path("error");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    assertThat(run.result().path("status").intValue()).isZero();
    assertThat(error.propertyNames())
        .containsExactly("kind", "status", "phase", "message", "processed");
    assertThat(error.path("kind").stringValue()).isEqualTo("backend");
    assertThat(error.path("status").intValue()).isEqualTo(502);
    assertThat(error.path("phase").stringValue()).isEqualTo("wait");
    assertThat(error.path("processed").stringValue()).isEqualTo("maybe");
  }

  @Test
  void resultIsPrintedEvenIfNothingCanBeTried() {
    Run run = Shell.run("call", file + ".none", "users", "/x", "--json");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.result().path("error").path("kind").stringValue()).isEqualTo("configuration");
    assertThat(run.result().path("error").path("message").stringValue()).contains("no such file");
  }

  @Test
  void bodyBeyondTheLimitIsAFailure() {
    origin.respond(Behaviour.ok(new byte[(10 << 20) + 1]));

    Run run = Shell.run("call", file, "users", "/x", "--json");

    JsonNode error = run.result().path("error");
    assertThat(run.code()).isEqualTo(1);
    assertThat(error.path("kind").stringValue()).isEqualTo("backend_response_too_large");
    assertThat(error.path("message").stringValue()).contains("larger than 10 MiB");
  }

  @Test
  void helpSaysTheExitCodes() {
    Run run = Shell.run("call", "--help");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("Exit codes:", "  0  ", "  1  ", "  2  ");
  }
}
