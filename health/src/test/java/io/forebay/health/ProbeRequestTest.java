package io.forebay.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeRequestTest {
  private static final String SECRET = "tell-nobody";

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
    assertThat(new ProbeRequest(given, Map.of()).path()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a#b", "#", "/a b", " ", "/a\r\nb", "/a\nb", "/a\tb", "/\0", "/\u007f"})
  void pathWithoutMeaningOnTheWireIsRefused(String path) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ProbeRequest(path, Map.of()))
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
    assertThatThrownBy(() -> new ProbeRequest("/", Map.of("Accept", "*/*", name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("headers: expected ")
        .hasMessageNotContaining(SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a b", "a\tb", "!#$%&'*+-.^_`|~ (),/:;<=>?@[]{}\\\""})
  void everyVisibleValueIsAccepted(String value) {
    assertThat(new ProbeRequest("/", Map.of("X-Key", value)).headers())
        .isEqualTo(Map.of("X-Key", value));
  }

  @Test
  void textTellsNamesButNoValues() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("X-Key", SECRET);
    headers.put("Accept", "*/*");
    HealthSpec spec =
        new HealthSpec(
            new ProbeRequest("/healthz", headers),
            Expectation.DEFAULT,
            HealthSpec.DEFAULT.interval(),
            HealthSpec.DEFAULT.timeout(),
            Consecutive.DEFAULT);

    assertThat(spec.request()).hasToString("GET /healthz [X-Key, Accept]");
    assertThat(spec.toString()).contains("X-Key").doesNotContain(SECRET);
    assertThat(ProbeRequest.DEFAULT).hasToString("GET /");
  }

  @Test
  void laterChangesOfTheGivenMapDoNotCount() {
    Map<String, String> given = new LinkedHashMap<>(Map.of("A", "1"));
    ProbeRequest request = new ProbeRequest("/", given);
    given.put("B", "2");

    assertThat(request.headers()).isEqualTo(Map.of("A", "1"));
  }

  @Test
  void headersKeepTheirOrder() {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : new String[] {"Z", "A", "M"}) {
      headers.put(name, "1");
    }

    assertThat(new ProbeRequest("/", headers).headers().keySet()).containsExactly("Z", "A", "M");
  }
}
