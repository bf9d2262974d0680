package io.forebay.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 0",
    "500, 0.001",
    "1234567, 1.235",
    "1000000, 1",
    "1500000, 1.5",
    "100000000, 100",
    "123456000000000000, 123456000000"
  })
  void millisecondsHaveAtMostThreeDecimals(long nanos, String expected) {
    assertThat(Json.line(Map.of("ms", Json.millis(Duration.ofNanos(nanos)))))
        .isEqualTo("{\"ms\":" + expected + "}");
  }
}
