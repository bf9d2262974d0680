package io.forebay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.cli.Shell.Run;
import io.forebay.testing.Behaviour;
import io.forebay.testing.Gate;
import io.forebay.testing.LeakCheck;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.ReceivedRequest;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
class BatchTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir Path directory;
  private MisbehavingOrigin origin;
  private String file;

  @BeforeEach
  void start() throws IOException {
    origin = MisbehavingOrigin.start().respond(Behaviour.echo());
    file =
        Shell.definition(
            directory,
            "backends:",
            "  users: { origin: '" + origin.url() + "' }",
            "  orders: { origin: '" + origin.url() + "' }",
            "refinements:",
            "  users_admin: { backend: users, path: '/admin/**' }",
            "  users_root: { backend: users_admin, timeout: 5s }");
  }

  @AfterEach
  void stop() {
    origin.close();
  }

  @Test
  void resultsComeInTheOrderOfTheRequestsWhoeverAnswersFirst() {
    Gate gate = new Gate();
    origin.route("/0", Behaviour.hold(gate, Behaviour.echo()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CompletableFuture<Integer> code = start(lines(100), out, "--concurrency", "8");

    origin.awaitRequests(100, LIMIT); // All the others have been answered, or are just now.
    assertThat(out.size()).isZero();
    gate.open();

    assertThat(code).succeedsWithin(LIMIT).isEqualTo(0);
    List<JsonNode> results = new Run(0, ByteString.of(out.toByteArray()), "").results();
    assertThat(results)
        .extracting(result -> target(result))
        .containsExactlyElementsOf(IntStream.range(0, 100).mapToObj(i -> "/" + i).toList());
  }

  @Test
  void callsAreNoMoreThanAskedFor() {
    Gate gate = new Gate();
    origin.respond(Behaviour.hold(gate, Behaviour.ok("")));
    CompletableFuture<Integer> code =
        start(lines(20), new ByteArrayOutputStream(), "--concurrency", "3");

    gate.awaitArrivals(3, LIMIT);
    assertThat(gate.arrivals()).isEqualTo(3);
    gate.open();

    assertThat(code).succeedsWithin(LIMIT).isEqualTo(0);
    assertThat(origin.peakConnections()).isEqualTo(3);
  }

  @Test
  void oneAtATimeIsTheDefault() {
    Run run = Shell.runWith(lines(5), "call", file, "--batch");

    assertThat(run.results()).hasSize(5);
    assertThat(origin.peakConnections()).isEqualTo(1);
  }

  @Test
  void resultIsThereBeforeTheInputEnds() throws Exception {
    PipedInputStream input = new PipedInputStream();
    PipedInputStream output = new PipedInputStream();
    try (OutputStream asking = new PipedOutputStream(input);
        BufferedReader answers = new BufferedReader(new InputStreamReader(output, UTF_8))) {
      Console console =
          new Console(input, new PipedOutputStream(output), new ByteArrayOutputStream());
      CompletableFuture<Integer> code =
          CompletableFuture.supplyAsync(() -> Main.run(console, "call", file, "--batch"));

      asking.write(lines(1).getBytes(UTF_8));
      asking.flush();
      assertThat(answers.readLine()).contains("\"status\":200");

      asking.close();
      assertThat(code.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "nonsense                                             | not JSON at column 1",
        "{                                                    | not JSON",
        "[]                                                   | not a JSON object",
        "{\"backend\":\"users\",\"path\":\"/x\"} more         | not JSON",
        "{\"backend\":\"users\",\"backend\":\"users\",\"path\":\"/x\"} | Duplicate",
        "{\"backend\":\"users\"}                              | path: missing",
        "{\"path\":\"/x\"}                                    | backend: missing",
        "{\"backend\":1,\"path\":\"/x\"}                      | backend: number",
        "{\"backend\":\"users\",\"path\":\"/x\",\"hedaers\":{}} | unknown key \"hedaers\"",
        "{\"backend\":\"users\",\"path\":\"/x\",\"headers\":[]} | headers: array",
        "{\"backend\":\"users\",\"path\":\"/x\",\"headers\":{\"a\":[1]}} | headers.a: number",
        "{\"backend\":\"users\",\"path\":\"/x\",\"headers\":{\"a b\":\"1\"}} | header name",
        "{\"backend\":\"users\",\"path\":\"/x\",\"vars\":{\"a\":{}}} | vars.a: object",
        "{\"backend\":\"users\",\"path\":\"/x\",\"timeout\":5} | timeout: number",
        "{\"backend\":\"users\",\"path\":\"/x\",\"timeout\":\"-1s\"} | timeout: cannot be negative",
        "{\"backend\":\"users\",\"path\":\"/x\",\"body\":\"\\ud800\"} | surrogate",
        "{\"backend\":\"users\",\"path\":\"/{id}\"}           | variable {id} has no value",
        "{\"backend\":\"users\",\"path\":\"x\"}               | a leading slash",
        "{\"backend\":\"users\",\"path\":\"/x\",\"method\":\"G T\"} | method: not a token",
        "{\"backend\":\"user\",\"path\":\"/x\"}               | no backend 'user' (did you mean",
        "{\"backend\":\"users\",\"refine\":\"none\",\"path\":\"/x\"} | no backend 'none'",
        "{\"backend\":\"orders\",\"refine\":\"users_admin\",\"path\":\"/x\"} | no refinement of"
      })
  void lineThatIsNoRequestHasAResultAndStopsNothing(String line, String message) {
    Run run = Shell.runWith(lines(1) + line + "\n" + lines(1), "call", file, "--batch");

    assertThat(run.code()).isZero();
    assertThat(run.results()).hasSize(3);
    JsonNode error = run.results().get(1).path("error");
    assertThat(error.path("kind").stringValue()).isEqualTo("configuration");
    assertThat(error.path("processed").stringValue()).isEqualTo("no");
    assertThat(error.path("message").stringValue()).startsWith("line 2: ").contains(message);
    assertThat(target(run.results().get(2))).isEqualTo("/0");
  }

  @Test
  void deeplyNestedLineIsRefused() {
    Run run = Shell.runWith("[".repeat(100_000) + "\n" + lines(1), "call", file, "--batch");

    assertThat(run.results()).hasSize(2);
    assertThat(message(run.results().get(0))).contains("line 1: not JSON");
  }

  @Test
  void lineThatIsNotUtf8IsRefused() throws IOException {
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    input.write(new byte[] {'"', (byte) 0xff, '"', '\n'});
    input.write(lines(1).getBytes(UTF_8));

    Run run = Shell.runWith(input.toByteArray(), "call", file, "--batch");

    assertThat(run.results()).hasSize(2);
    assertThat(message(run.results().get(0))).isEqualTo("line 1: not UTF-8");
  }

  @Test
  void blankLinesHaveNoResultButANumber() {
    Run run = Shell.runWith("\n \t\r\n" + "nonsense", "call", file, "--batch");

    assertThat(run.results()).hasSize(1);
    assertThat(message(run.result())).startsWith("line 3: ");
  }

  @Test
  void lineOfFiveMegabytesIsSent() {
    String body = "x".repeat(5_000_000);

    Run run =
        Shell.runWith(
            "{\"backend\":\"users\",\"path\":\"/x\",\"body\":\"" + body + "\"}",
            "call",
            file,
            "--batch");

    assertThat(run.result().path("status").intValue()).isEqualTo(200);
    ReceivedRequest request = origin.takeRequest(LIMIT);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.header("Content-Length")).contains("5000000");
  }

  @Test
  void everyPartOfARequestCounts() {
    Shell.runWith(
        "{\"backend\":\"users\",\"refine\":\"users_root\",\"method\":\"PUT\",\"path\":\"/{a}/{b}\","
            + "\"headers\":{\"X\":[\"1\",\"2\"],\"Y\":\"3\"},\"body\":\"hä\","
            + "\"vars\":{\"a\":1.50,\"b\":true},\"timeout\":\"9s\"}",
        "call",
        file,
        "--batch");

    ReceivedRequest request = origin.takeRequest(LIMIT);
    assertThat(request.method()).isEqualTo("PUT");
    assertThat(request.target()).isEqualTo("/admin/1.50/true");
    assertThat(request.headers("X")).containsExactly("1", "2");
    assertThat(request.headers("Y")).containsExactly("3");
    assertThat(request.bodyText()).isEqualTo("hä");
  }

  @Test
  void optionalKeysMayBeNull() {
    Run run =
        Shell.runWith(
            "{\"backend\":\"users\",\"refine\":null,\"method\":null,\"path\":\"/x\",\"headers\":null,"
                + "\"body\":null,\"vars\":null,\"timeout\":null}",
            "call",
            file,
            "--batch");

    assertThat(run.result().path("status").intValue()).isEqualTo(200);
  }

  @Test
  void timeoutLimitsOneCallOnly() {
    origin.route("/slow", Behaviour.readThenSilence());

    Run run =
        Shell.runWith(
            "{\"backend\":\"users\",\"path\":\"/slow\",\"timeout\":\"200ms\"}\n" + lines(1),
            "call",
            file,
            "--batch");

    assertThat(message(run.results().get(0))).contains("timeout 200ms");
    assertThat(run.results().get(1).path("status").intValue()).isEqualTo(200);
  }

  @Test
  void outputThatIsClosedEndsTheBatch() {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };

    assertThat(start(lines(50), closed)).succeedsWithin(LIMIT).isEqualTo(1);
  }

  private CompletableFuture<Integer> start(String input, OutputStream out, String... options) {
    Console console =
        new Console(
            new ByteArrayInputStream(input.getBytes(UTF_8)), out, new ByteArrayOutputStream());
    String[] arguments = new String[3 + options.length];
    System.arraycopy(new String[] {"call", file, "--batch"}, 0, arguments, 0, 3);
    System.arraycopy(options, 0, arguments, 3, options.length);
    return CompletableFuture.supplyAsync(() -> Main.run(console, arguments));
  }

  private static String lines(int count) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append("{\"backend\":\"users\",\"path\":\"/").append(i).append("\"}\n");
    }
    return lines.toString();
  }

  private static String target(JsonNode result) {
    String body = result.path("body").stringValue();
    return body.replaceAll(".*\"target\":\"([^\"]*)\".*", "$1");
  }

  private static String message(JsonNode result) {
    return result.path("error").path("message").stringValue();
  }
}
