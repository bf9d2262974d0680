package io.forebay.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeRequestTest {
  private static final String SECRET = "tell-nobody";

  private static ProbeRequest headed(Map<String, String> headers) {
    return ProbeRequest.DEFAULT.withHeaders(headers);
  }

  @Test
  void getOfTheRootIsTheDefault() {
    assertThat(ProbeRequest.DEFAULT)
        .isEqualTo(new ProbeRequest("GET", "/", Optional.empty(), OptionalInt.empty(), Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "POST", "PROPFIND", "X-CHECK_2"})
  void methodIsTaken(String method) {
    assertThat(ProbeRequest.DEFAULT.withMethod(method).method()).isEqualTo(method);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "get", "Get", "CONNECT", "GET ", "G T", "1", "GET\r\n", "\u00c4"})
  void methodThatIsNoneIsRefused(String method) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProbeRequest.DEFAULT.withMethod(method))
        .withMessage("method: expected capitals, such as GET, not CONNECT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a.b:8080", "127.0.0.1", "[::1]", "[::1]:1", "xn--a_b~", "a."})
  void hostIsTaken(String host) {
    assertThat(ProbeRequest.DEFAULT.withHost(host).host()).contains(host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a:b", "a/b", "me@a", "::1", "a:123456", "a\r\nX: 1"})
  void hostThatIsNoneIsRefused(String host) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProbeRequest.DEFAULT.withHost(host))
        .withMessage("host: expected a name or address, with or without a port");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 65536})
  void portThatIsNoneIsRefused(int port) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProbeRequest.DEFAULT.withPort(port))
        .withMessage("port: " + port + " (expected: 1-65535)");
    assertThat(ProbeRequest.DEFAULT.withPort(65535).port()).hasValue(65535);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host", "host", "content-length", "Transfer-Encoding"})
  void headerThatFollowsFromTheRestIsRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> headed(Map.of(name, "1")))
        .withMessage("headers: expected no " + name + ", which follows from the rest");
  }

  @ParameterizedTest
  @CsvSource({
    "'', /",
    "/, /",
    "healthz, /healthz",
    "/healthz, /healthz",
    "/a/b?c=d&e, /a/b?c=d&e",
    "/gsund??, /gsund??",
    "?q, /?q",
    "//a, //a",
    "/%20%23, /%20%23",
  })
  void pathGetsALeadingSlash(String given, String path) {
    assertThat(ProbeRequest.DEFAULT.withPath(given).path()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a#b", "#", "/a b", " ", "/a\r\nb", "/a\nb", "/a\tb", "/\0", "/\u007f"})
  void pathWithoutMeaningOnTheWireIsRefused(String path) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProbeRequest.DEFAULT.withPath(path))
        .withMessage(
            "path: expected a path with an optional query, without fragment, blanks or controls");
  }

  static Stream<Arguments> headersThatHttpCannotCarry() {
    return Stream.of(
        arguments("", SECRET),
        arguments("a b", SECRET),
        arguments("a\tb", SECRET),
        arguments("a:", SECRET),
        arguments("a\r\nb", SECRET),
        arguments("\u00e4", SECRET),
        arguments("X-Key", SECRET + "\r\nX-More: 1"),
        arguments("X-Key", SECRET + "\n"),
        arguments("X-Key", SECRET + "\0"),
        arguments("X-Key", SECRET + "\u0001"),
        arguments("X-Key", SECRET + "\u007f"),
        arguments("X-Key", SECRET + "\u00e4"),
        arguments("X-Key", SECRET + "\ud83d\ude00"));
  }

  @ParameterizedTest
  @MethodSource("headersThatHttpCannotCarry")
  void headerThatHttpCannotCarryIsRefusedWithoutItsValue(String name, String value) {
    assertThatThrownBy(() -> headed(Map.of("Accept", "*/*", name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("headers: expected ")
        .hasMessageNotContaining(SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a b", "a\tb", "!#$%&'*+-.^_`|~ (),/:;<=>?@[]{}\\\""})
  void everyVisibleValueIsAccepted(String value) {
    assertThat(headed(Map.of("X-Key", value)).headers()).isEqualTo(Map.of("X-Key", value));
  }

  @Test
  void textTellsNamesButNoValues() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("X-Key", SECRET);
    headers.put("Accept", "*/*");
    HealthSpec.Builder builder = new HealthSpec.Builder().path("/healthz");
    headers.forEach(builder::header);
    HealthSpec spec = builder.build();

    assertThat(spec.request()).hasToString("GET /healthz [X-Key, Accept]");
    assertThat(spec.request().withMethod("HEAD").withPort(81).withHost("a:80"))
        .hasToString("HEAD :81/healthz [Host: a:80] [X-Key, Accept]");
    assertThat(spec.toString()).contains("X-Key").doesNotContain(SECRET);
    assertThat(ProbeRequest.DEFAULT).hasToString("GET /");
  }

  @Test
  void laterChangesOfTheGivenMapDoNotCount() {
    Map<String, String> given = new LinkedHashMap<>(Map.of("A", "1"));
    ProbeRequest request = headed(given);
    given.put("B", "2");

    assertThat(request.headers()).isEqualTo(Map.of("A", "1"));
  }

  @Test
  void headersKeepTheirOrder() {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : new String[] {"Z", "A", "M"}) {
      headers.put(name, "1");
    }

    assertThat(headed(headers).headers().keySet()).containsExactly("Z", "A", "M");
  }
}
