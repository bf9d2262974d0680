package io.forebay.config.vcl;

import static io.forebay.config.vcl.Vcl.backend;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.forebay.health.HealthSpec;
import io.forebay.health.SlidingWindow;
import io.forebay.health.StatusRange;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Probes: defaults, ranges and what is adjusted. */
class VclProbeTest {

  @Test
  void emptyProbeHasFastlysDefaults() {
    HealthSpec health = Vcl.health("");

    assertThat(health.request().toString()).isEqualTo("GET /");
    assertThat(health.expect().statuses()).containsExactly(StatusRange.of(200));
    assertThat(health.policy()).isEqualTo(new SlidingWindow(8, 3, 2));
    assertThat(health.schedule().interval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(health.schedule().recheck()).isEqualTo(Duration.ofSeconds(5));
    assertThat(health.schedule().timeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(health.schedule().jitter()).isZero();
    assertThat(health.dummy()).isFalse();
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments("V01", ".window = 32;", ".window: without .threshold"),
        arguments("V01 turned", ".threshold = 3;", ".threshold: without .window"),
        arguments(
            "V02",
            ".threshold = 65; .window = 64;",
            ".threshold: 65 (expected: a whole number, 0-64"),
        arguments("V02", ".window = 65; .threshold = 64;", ".window: 65"),
        arguments("V03", ".window = 63; .threshold = 64;", ".threshold: 64 (expected: 0-63"),
        arguments(
            "V04",
            ".expected_response = 1000;",
            ".expected_response: 1000 (expected: a whole number, 100-999"),
        arguments("V04", ".expected_response = 99;", ".expected_response: 99"),
        arguments("V07", ".interval = 0.4s;", ".interval: 0.4s (expected: at least 500ms"),
        arguments(
            "long timeout",
            ".timeout = 301s;",
            ".timeout: 301s (expected: at least 0s, at most 5m"),
        arguments("negative", ".initial = -1;", ".initial: -1"),
        arguments("Varnish's", ".expect_close = false;", ".expect_close: Varnish's"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("refused")
  void probesAreRefused(String row, String properties, String finding) {
    assertThat(Vcl.findings(backend(".host = \"a\";", ".probe = { " + properties + " }")))
        .as(row)
        .anyMatch(
            text -> text.contains("3:14: error: backend 'b': .probe: ") || text.contains(finding))
        .anyMatch(text -> text.contains(finding));
  }

  static Stream<Arguments> windows() {
    return Stream.of(
        arguments("G13", ".window = 8; .threshold = 5; .initial = 1;", new SlidingWindow(8, 5, 1)),
        arguments(
            "V05", ".window = 64; .threshold = 64; .initial = 63;", new SlidingWindow(64, 64, 63)),
        arguments("V08", ".window = 5; .threshold = 4;", new SlidingWindow(5, 4, 3)),
        arguments("V08", ".window = 5; .threshold = 0;", new SlidingWindow(5, 0, 0)),
        arguments(
            "generated",
            ".window = 1; .threshold = 1; .initial = 15;",
            new SlidingWindow(1, 1, 15)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("windows")
  void windowsAreTaken(String row, String properties, SlidingWindow window) {
    assertThat(Vcl.health(properties).policy()).as(row).isEqualTo(window);
  }

  static Stream<Arguments> timeouts() {
    return Stream.of(
        arguments(".timeout = 0s;", Duration.ofSeconds(2), 0),
        arguments(".timeout = 100ms;", Duration.ofMillis(500), 1),
        arguments(".timeout = 500ms;", Duration.ofMillis(500), 0),
        arguments(".timeout = 5m; .interval = 10m;", Duration.ofMinutes(5), 0),
        arguments(".timeout = 9s; .interval = 500ms;", Duration.ofMillis(500), 1));
  }

  @ParameterizedTest(name = "V07: {0}")
  @MethodSource("timeouts")
  void timeoutsAreAdjusted(String properties, Duration timeout, int notes) {
    assertThat(Vcl.health(properties).schedule().timeout()).isEqualTo(timeout);
    assertThat(Vcl.notes(backend(".host = \"a\";", ".probe = { " + properties + " }")))
        .hasSize(notes);
  }

  @Test
  void startingUnhealthyIsNoted_G13() {
    assertThat(
            Vcl.notes(
                backend(
                    ".host = \"a\";", ".probe = { .window = 8; .threshold = 5; .initial = 1; }")))
        .containsExactly(
            "t.vcl:3:43: note: backend 'b': .probe: .initial: 1 (below threshold 5: unhealthy until"
                + " probes pass)");
  }

  @Test
  void whatAProbeDoesNotSendIsNoted() {
    String lines =
        "\"GET / HTTP/1.0\" \"Content-Length: 0\" \"A: 1\" \"a: 2\" \"Host: a.exa\" + \"mple\"";
    String text = backend(".host = \"b\";", ".probe = { .request = " + lines + "; }");
    assertThat(Vcl.notes(text)).hasSize(3);
    assertThat(Vcl.only(text).health().orElseThrow().request().headers()).containsOnlyKeys("A");
    assertThat(Vcl.only(text).health().orElseThrow().request().host()).contains("a.example");
  }

  @Test
  void v07IntervalIsAtLeastHalfASecond() {
    assertThat(Vcl.findings(backend(".host = \"a\";", ".probe = { .interval = 0.4s; }")))
        .singleElement()
        .asString()
        .contains(".interval: 0.4s (expected: at least 500ms");
    assertThat(Vcl.health(".interval = 500ms;").schedule().interval())
        .isEqualTo(Duration.ofMillis(500));
  }
}
