package io.forebay.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of {@code Retry-After} (RFC 9110 sections 10.2.3 and 5.6.7). */
class RetryAfterTest {
  private static final Instant THEN = Instant.parse("1994-11-06T08:49:30Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Sun, 06 Nov 1994 08:49:37 GMT | 7",
        "Sunday, 06-Nov-94 08:49:37 GMT | 7",
        "Sun Nov  6 08:49:37 1994 | 7",
        "Tue Nov 15 08:49:30 1994 | 777600",
        "Sunday, 06-Nov-93 08:49:37 GMT | -",
        "Sun, 06 Nov 1994 08:49:30 GMT | 0",
        "Sat, 05 Nov 1994 08:49:30 GMT | 0",
        "Tue, 05 Sep 1995 08:49:30 GMT | 26179200",
        "120 | 120",
        "007 | 7",
        "000000000000000000000000000001 | 1"
      })
  void formsAreRead(String text, String seconds) {
    if (seconds.equals("-")) {
      // A weekday that does not go with the date makes it none.
      assertThat(RetryAfter.nanos(text, THEN)).isEmpty();
    } else {
      assertThat(RetryAfter.nanos(text, THEN)).hasValue(Long.parseLong(seconds) * 1_000_000_000);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-5",
        "+5",
        "5s",
        "1.5",
        "1e3",
        "0x10",
        "٣",
        "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "1994-11-06T08:49:37Z",
        "120, 130",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void garbageIsIgnored(String text) {
    assertThat(RetryAfter.nanos(text, THEN)).isEmpty();
  }
}
