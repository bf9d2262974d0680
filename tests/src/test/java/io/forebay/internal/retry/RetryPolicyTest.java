package io.forebay.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.BackendTimeoutException.Limit;
import io.forebay.Outcome;
import io.forebay.internal.retry.Ending.Answered;
import io.forebay.internal.retry.Ending.Failed;
import io.forebay.spec.Backoff;
import io.forebay.spec.RetryOn;
import io.forebay.spec.RetrySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether and when an exchange is attempted again. */
class RetryPolicyTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final long MILLI = 1_000_000;
  private static final RetrySpec DEFAULT = RetrySpec.DEFAULT;
  private static final Ending REFUSED = new Failed(Outcome.NOT_SENT, null);

  private static Attempt get(Ending ending) {
    return new Attempt(1, "GET", true, true, ending);
  }

  private static Attempt post(Ending ending) {
    return new Attempt(1, "POST", false, true, ending);
  }

  private static OptionalLong pause(RetrySpec spec, Attempt attempt) {
    return new RetryPolicy(spec).pause(attempt, RetryPolicy.UNLIMITED, 0.5, NOON);
  }

  private static boolean retries(RetrySpec spec, Attempt attempt) {
    return pause(spec, attempt).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_SENT, true, true",
    "NOT_PROCESSED, true, true",
    "UNKNOWN, true, false",
    "TRUNCATED, false, false",
    "PROTOCOL, false, false",
    "LIMIT, false, false",
    "LOCAL_REFUSED, false, false",
    "CANCELLED, false, false",
    "CLOSED, false, false",
    "CONFIG, false, false",
    "RESPONSE, false, false"
  })
  void outcomeDecides(Outcome outcome, boolean idempotent, boolean other) {
    Failed failed = new Failed(outcome, null);

    assertThat(retries(DEFAULT, get(failed))).isEqualTo(idempotent);
    assertThat(retries(DEFAULT, post(failed))).isEqualTo(other);
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 503, 504})
  void gatewayErrorsAreRepeatedIfIdempotent(int status) {
    assertThat(retries(DEFAULT, get(new Answered(status, null)))).isTrue();
    assertThat(retries(DEFAULT, post(new Answered(status, null)))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 200, 301, 404, 408, 429, 500, 501, 505, 999})
  void otherResponsesAreHandedOn(int status) {
    assertThat(retries(DEFAULT, get(new Answered(status, null)))).isFalse();
    assertThat(new RetryPolicy(DEFAULT).minds(status)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = Limit.class,
      names = {"TTFB", "ATTEMPT", "BETWEEN_BYTES"})
  void limitsAreRepeatedOnlyWhenAskedFor(Limit limit) {
    Failed failed = new Failed(Outcome.UNKNOWN, limit);
    RetrySpec asked = DEFAULT.withOn(RetryOn.DEFAULT.withTimeLimits(true));

    assertThat(retries(DEFAULT, get(failed))).isFalse();
    assertThat(retries(asked, get(failed))).isTrue();
    assertThat(retries(asked, post(failed))).isFalse();
  }

  @Test
  void connectLimitIsAFailureToConnect() {
    assertThat(retries(DEFAULT, post(new Failed(Outcome.NOT_SENT, Limit.CONNECT)))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void nothingFollowsTheLimitInAll(Outcome outcome) {
    assertThat(retries(DEFAULT, get(new Failed(outcome, Limit.TOTAL)))).isFalse();
  }

  @Test
  void listedMethodsAreRepeatedLikeIdempotentOnes() {
    RetrySpec spec = DEFAULT.withOn(RetryOn.DEFAULT.withMethods(Set.of("POST")));

    assertThat(retries(spec, post(new Answered(503, null)))).isTrue();
    assertThat(retries(spec, post(new Failed(Outcome.UNKNOWN, null)))).isTrue();
    Attempt patch = new Attempt(1, "PATCH", false, true, new Answered(503, null));
    assertThat(retries(spec, patch)).isFalse();
  }

  @Test
  void reasonsCanBeSwitchedOff() {
    RetryOn nothing =
        RetryOn.DEFAULT.withUnprocessed(false).withLostConnection(false).withStatuses(Set.of());
    RetrySpec spec = DEFAULT.withOn(nothing);

    assertThat(retries(spec, get(REFUSED))).isFalse();
    assertThat(retries(spec, get(new Failed(Outcome.UNKNOWN, null)))).isFalse();
    assertThat(retries(spec, get(new Answered(503, null)))).isFalse();
  }

  @Test
  void attemptsEndWhereTheSpecSays() {
    RetrySpec three = DEFAULT.withAttempts(3);
    assertThat(retries(three, new Attempt(2, "GET", true, true, REFUSED))).isTrue();
    assertThat(retries(three, new Attempt(3, "GET", true, true, REFUSED))).isFalse();
    assertThat(retries(RetrySpec.NONE, get(REFUSED))).isFalse();
  }

  @Test
  void bodyThatCannotBeSentAgainIsNot() {
    assertThat(retries(DEFAULT, new Attempt(1, "PUT", true, false, REFUSED))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"1, 25", "2, 50", "3, 100", "4, 200", "5, 250", "6, 250", "9, 250"})
  void backoffDoublesUpToItsEndAndChanceShortensIt(int number, int most) {
    RetryPolicy policy = new RetryPolicy(DEFAULT.withAttempts(10));
    Attempt attempt = new Attempt(number, "GET", true, true, REFUSED);

    assertThat(policy.pause(attempt, RetryPolicy.UNLIMITED, 0, NOON)).hasValue(0);
    assertThat(policy.pause(attempt, RetryPolicy.UNLIMITED, 0.5, NOON)).hasValue(most * MILLI / 2);
    assertThat(policy.pause(attempt, RetryPolicy.UNLIMITED, Math.nextDown(1.0), NOON).getAsLong())
        .isBetween(most * MILLI - 1, most * MILLI);
  }

  @Test
  void noBaseMeansNoPause() {
    assertThat(pause(DEFAULT.withBackoff(Backoff.NONE), get(REFUSED))).hasValue(0);
    Backoff nothingYet = new Backoff(Duration.ZERO, Duration.ofSeconds(1));
    assertThat(pause(DEFAULT.withBackoff(nothingYet), get(REFUSED))).hasValue(0);
  }

  @Test
  void longestBackoffDoesNotOverflow() {
    Backoff hours = new Backoff(Duration.ofHours(1), Duration.ofHours(1));
    RetrySpec spec = DEFAULT.withAttempts(10).withBackoff(hours);
    assertThat(pause(spec, new Attempt(9, "GET", true, true, REFUSED)))
        .hasValue(Duration.ofMinutes(30).toNanos());
  }

  @Test
  void pauseFitsIntoWhatIsLeft() {
    RetryPolicy policy = new RetryPolicy(DEFAULT);
    long pause = 12_500_000;
    assertThat(policy.pause(get(REFUSED), pause + 1, 0.5, NOON)).hasValue(pause);
    assertThat(policy.pause(get(REFUSED), pause, 0.5, NOON)).isEmpty();
    assertThat(policy.pause(get(REFUSED), 0, 0, NOON)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "2, 2000",
    "' 3 ', 3000",
    "'10', 10000",
    "'Sun, 01 Mar 2026 12:00:05 GMT', 5000",
    "'Sun, 01 Mar 2026 11:59:00 GMT', 0",
    "-1, 0",
    "1.5, 0",
    "soon, 0",
    "'', 0"
  })
  void retryAfterComesBeforeTheBackoff(String header, long millis) {
    assertThat(pause(DEFAULT, get(new Answered(503, header))))
        .hasValue(millis * MILLI + 12_500_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "11",
        "99999999999999999999",
        "Sun, 01 Mar 2026 12:00:11 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT"
      })
  void longRetryAfterHandsTheResponseOn(String header) {
    assertThat(retries(DEFAULT, get(new Answered(503, header)))).isFalse();
    RetrySpec ignoring = DEFAULT.withRetryAfterCap(Duration.ZERO);
    assertThat(pause(ignoring, get(new Answered(503, header)))).hasValue(12_500_000);
  }
}
