package io.forebay.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import okhttp3.Headers;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionHeadersTest {

  private static Request request(String lines) {
    return new Request.Builder().url("http://users/").headers(headers(lines)).build();
  }

  private static Response response(int status, String lines) {
    return new Response.Builder()
        .request(request(""))
        .protocol(Protocol.HTTP_1_1)
        .code(status)
        .message("")
        .headers(headers(lines))
        .build();
  }

  private static Headers headers(String lines) {
    Headers.Builder headers = new Headers.Builder();
    for (String line : lines.split("\\|", -1)) {
      if (!line.isBlank()) {
        headers.add(line.strip());
      }
    }
    return headers.build();
  }

  private static String lines(Headers headers) {
    List<String> lines = new ArrayList<>();
    headers.forEach(header -> lines.add(header.getFirst() + ": " + header.getSecond()));
    return String.join("|", lines);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          named; Connection: X-A, close ,x-b|X-A: 1|X-B: 2|x-a: 3|X-C: 4; X-C: 4
          named later; X-A: 1|X-C: 4|connection: x-a; X-C: 4
          named twice; Connection: X-A|Connection: X-B|X-A: 1|X-B: 2|X-C: 4; X-C: 4
          odd list; Connection: ,, X-A ,|X-A: 1|X-C: 4; X-C: 4
          always; Keep-Alive: timeout=5|Proxy-Connection: x|Trailer: a|Upgrade: h2c|X-C: 4; X-C: 4
          always too; Transfer-Encoding: chunked|Proxy-Authenticate: a|X-C: 4; X-C: 4
          any case; KEEP-ALIVE: 1|proxy-authorization: a|X-C: 4; X-C: 4
          TE; TE: gzip|te: trailers, deflate|X-C: 4; X-C: 4
          """)
  void whatBelongsToAConnectionGoesNoFurtherEitherWay(String what, String given, String left) {
    assertThat(lines(ConnectionHeaders.stripped(request(given)).headers())).isEqualTo(left);
    assertThat(lines(ConnectionHeaders.ofResponse(response(200, given)))).isEqualTo(left);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "X-C: 4",
        "TE: trailers",
        "Accept-Encoding: gzip",
        "X-Connection: close|Upgrades: 1|Trailers: 2|Connections: 3|Keep-Alives: 4",
      })
  void messageWithoutAnyOfThemIsTheSameObject(String lines) {
    Request request = request(lines);
    Response response = response(200, lines);

    assertThat(ConnectionHeaders.stripped(request)).isSameAs(request);
    assertThat(ConnectionHeaders.ofResponse(response)).isSameAs(response.headers());
  }

  /** The length that a caller names is not that of what is sent; an origin's may be of use. */
  @Test
  void lengthIsDroppedFromARequestAndKeptInAResponse() {
    assertThat(lines(ConnectionHeaders.stripped(request("content-length: 5|A: 1")).headers()))
        .isEqualTo("A: 1");
    assertThat(
            lines(ConnectionHeaders.ofResponse(response(200, "Content-Length: 5|Keep-Alive: 1"))))
        .isEqualTo("Content-Length: 5");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          Accept-Encoding: gzip; Accept-Encoding: gzip
          accept-encoding: GZIP; Accept-Encoding: gzip
          'Accept-Encoding: br, gzip;q=0.5, *'; Accept-Encoding: gzip
          Accept-Encoding: x-gzip; Accept-Encoding: gzip
          Accept-Encoding: br; ''
          Accept-Encoding: identity; ''
          Accept-Encoding:; ''
          Accept-Encoding: br|Accept-Encoding: gzip; Accept-Encoding: gzip
          Accept-Encoding: gzip|Accept-Encoding: br; Accept-Encoding: gzip
          Accept-Encoding: br|Accept-Encoding: deflate; ''
          """)
  void encodingThatIsAskedForIsGzipOrNone(String given, String left) {
    assertThat(lines(ConnectionHeaders.stripped(request(given)).headers())).isEqualTo(left);
  }

  @Test
  void encodingOfAResponseIsNotTouched() {
    Response response = response(200, "Content-Encoding: br|Accept-Encoding: br");

    assertThat(ConnectionHeaders.ofResponse(response)).isSameAs(response.headers());
  }

  @Test
  void webSocketKeepsWhatItNeeds() {
    Request socket =
        request(
            "Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Key: k|Sec-WebSocket-Version: 13");

    assertThat(ConnectionHeaders.stripped(socket)).isSameAs(socket);
  }

  /** Who forwards an upgrade must not be able to say where its message ends. */
  @Test
  void webSocketKeepsNothingElse() {
    Request socket =
        request(
            "Upgrade: WebSocket|Connection: keep-alive, upgrade, X-A|Sec-WebSocket-Key: k|X-A: 1"
                + "|Transfer-Encoding: chunked|Content-Length: 5|Accept-Encoding: br|X-B: 2");

    assertThat(lines(ConnectionHeaders.stripped(socket).headers()))
        .isEqualTo("Upgrade: WebSocket|Sec-WebSocket-Key: k|X-B: 2|Connection: Upgrade");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Upgrade: websocket|Connection: Upgrade",
        "Upgrade: h2c|Connection: Upgrade|Sec-WebSocket-Key: k",
        "Connection: Upgrade|Sec-WebSocket-Key: k"
      })
  void otherUpgradesAreNotAskedFor(String lines) {
    Headers left = ConnectionHeaders.stripped(request(lines)).headers();

    assertThat(left.get("Upgrade")).isNull();
    assertThat(left.get("Connection")).isNull();
  }

  @Test
  void answerToAnUpgradeIsNotTouched() {
    Response switching = response(101, "Connection: Upgrade|Upgrade: websocket|Trailer: a");

    assertThat(ConnectionHeaders.ofResponse(switching)).isSameAs(switching.headers());
  }
}
