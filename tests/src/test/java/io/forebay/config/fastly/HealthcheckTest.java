package io.forebay.config.fastly;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.health.HealthSpec;
import io.forebay.health.ProbeRequest;
import io.forebay.health.ProbeSchedule;
import io.forebay.health.SlidingWindow;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a healthcheck means. */
class HealthcheckTest {

  private static HealthSpec check(String members) {
    return Api.backends(Api.checkedText(members)).get("b").health().orElseThrow();
  }

  @Test
  void whatIsNotGivenIsAsClientsSetIt() {
    HealthSpec spec = check("");

    assertThat(spec.request()).isEqualTo(ProbeRequest.DEFAULT.withMethod("HEAD"));
    assertThat(spec.expect().statuses()).hasToString("[200]");
    assertThat(spec.schedule())
        .isEqualTo(
            new ProbeSchedule(
                Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5), 0));
    assertThat(spec.policy()).isEqualTo(new SlidingWindow(5, 3, 3));
    assertThat(spec.shareKey()).isEmpty();
  }

  @Test
  void everyKeyIsRead() {
    HealthSpec spec = Api.file("version.json").backends().get("web-1").health().orElseThrow();

    assertThat(spec.request())
        .isEqualTo(
            new ProbeRequest(
                "HEAD",
                "/up?deep=0",
                Optional.of("www.shop.example"),
                OptionalInt.empty(),
                Map.of("X-Probe", "edge", "Accept", "*/*")));
    assertThat(spec.schedule())
        .isEqualTo(
            new ProbeSchedule(
                Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(2), 0));
    assertThat(spec.policy()).isEqualTo(new SlidingWindow(5, 3, 4));
    assertThat(spec.shareKey()).contains("web1");
  }

  @ParameterizedTest(name = "{0}: {1} is window {2}, threshold {3}, initial {4}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "V05,`\"window\": 64, \"threshold\": 64, \"initial\": 63`,64,64,63",
        "V11,`\"window\": 15, \"threshold\": 15, \"initial\": 15`,15,15,15",
        "10.2,`\"window\": 15, \"threshold\": 1, \"initial\": 15`,15,1,15",
        "10.4,`\"window\": 5000, \"threshold\": 10, \"initial\": 10`,64,10,10",
        "10.4,`\"window\": 5000, \"threshold\": 3000, \"initial\": 100`,64,64,64",
        "10.16,`\"window\": 0, \"threshold\": 0, \"initial\": 0`,5,3,0",
        "10.16,`\"window\": 2, \"threshold\": 0`,2,2,2",
        "P06,`\"window\": 3, \"threshold\": 2, \"initial\": 0`,3,2,0",
      })
  void windowIsRead(String row, String members, int window, int threshold, int initial) {
    assertThat(check(members).policy())
        .as(row)
        .isEqualTo(new SlidingWindow(window, threshold, initial));
  }

  @ParameterizedTest(name = "{0}: {1} is refused: {2}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "V03,`\"window\": 63, \"threshold\": 64`,`threshold: 64 (expected: at most the window,"
            + " 63)`",
        "V04,`\"expected_response\": 1000`,expected_response: 1000 (expected: 100-999)",
        "V13,`\"check_interval\": 999`,check_interval: 999 (expected: 1000-3600000)",
        "V13,`\"check_interval\": 3600001`,check_interval: 3600001 (expected: 1000-3600000)",
        "5.1,`\"http_version\": \"2\"`,http_version: '2' (expected: 1.0 or 1.1)",
        "5.1,`\"method\": \"get it\"`,`method: expected capitals, such as GET, not CONNECT`",
        "5.1,`\"path\": \"/a b\"`,`path: expected a path with an optional query, without fragment,"
            + " blanks or controls`",
        "5.1,`\"host\": \"a/b\"`,`host: expected a name or address, with or without a port`",
        "5.1,`\"headers\": [\"no colon\"]`,headers: a header without a colon (expected: such as"
            + " \"Name: value\")",
        "5.1,`\"headers\": [7]`,headers: expected text such as \"Name: value\"",
      })
  void fieldIsRefused(String row, String members, String problem) {
    assertThat(Api.findings(Api.checkedText(members)))
        .as(row)
        .singleElement()
        .asString()
        .endsWith("healthcheck 'h': " + problem);
  }

  @ParameterizedTest(name = "{0}: {1} becomes a note: {2}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "10.6,`\"timeout\": 499`,timeout: 499: read as 500 ms",
        "10.6,`\"timeout\": 0`,timeout: 0: read as 2000 ms",
        "10.6,`\"timeout\": 9000`,`timeout: 9000: read as 5000 ms, the interval`",
        "5.1,`\"http_version\": \"1.0\"`,http_version: 1.0: probes speak HTTP/1.1",
        "5.1,`\"headers\": [\"Host: x\"]`,headers: Host: left out: 'host' says it",
        "G13,`\"initial\": 1`,initial: 1 (below threshold 3: unhealthy until probes pass)",
        "10.4,`\"window\": 65`,window: 65: read as 64",
        "10.16,`\"threshold\": 0`,`threshold: 0: read as not given, 3`",
        "5.1,`\"comment\": \"c\"`,comment: left out: definitions have none",
      })
  void fieldBecomesNote(String row, String members, String note) {
    assertThat(Api.notes(Api.read(Api.checkedText(members))))
        .as(row)
        .containsExactly("healthcheck 'h': " + note);
  }

  @ParameterizedTest(name = "{0}: {1} is taken")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "V13,`\"check_interval\": 1000, \"timeout\": 1000`",
        "V13,`\"check_interval\": 3600000`",
        "V04,`\"expected_response\": 204`",
        "J08,`\"http_version\": \"1.1\"`",
        "J08,`\"http_version\": null`",
      })
  void fieldIsTaken(String row, String members) {
    assertThat(Api.notes(Api.read(Api.checkedText(members)))).as(row).isEmpty();
  }

  @Test
  void backendsOfOneServiceShareChecksAsInGeneratedVcl() {
    String text =
        Api.checkedText("").replace("\"healthcheck\"", "\"service_id\": \"abc\", \"healthcheck\"");

    assertThat(Api.backends(text).get("b").health().orElseThrow().shareKey()).contains("abc");
  }

  /** The API takes wider windows than what Compute makes while it runs, which is no text. */
  @Test
  void v11WindowOf15IsTakenAndAnIntervalBelowASecondRefused() {
    assertThat(check("\"window\": 15, \"threshold\": 15").policy())
        .isEqualTo(new SlidingWindow(15, 15, 15));
    assertThat(Api.findings(Api.checkedText("\"window\": 15, \"threshold\": 16")))
        .singleElement()
        .asString()
        .endsWith("threshold: 16 (expected: at most the window, 15)");
    assertThat(Api.findings(Api.checkedText("\"check_interval\": 999"))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"999,1", "1000,0", "3600000,0", "3600001,1"})
  void v13IntervalIsASecondToAnHour(long millis, int findings) {
    String text = Api.checkedText("\"check_interval\": " + millis);
    if (findings == 0) {
      assertThat(check("\"check_interval\": " + millis).schedule().interval())
          .isEqualTo(Duration.ofMillis(millis));
    } else {
      assertThat(Api.findings(text)).hasSize(findings);
    }
  }
}
