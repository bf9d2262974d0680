package io.forebay.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeHistoryTest {

  @Test
  void newestResultStandsInBitZero() {
    ProbeHistory history = ProbeHistory.NONE.after(true).after(false).after(true).after(true);

    assertThat(history.results()).isEqualTo(0b1011);
    assertThat(history.run()).isEqualTo(2);
    assertThat(history.successes()).isEqualTo(2);
    assertThat(history.failures()).isZero();
    assertThat(history.after(false).run()).isEqualTo(-1);
  }

  @Test
  void presumedResultsAreNoRun() {
    assertThat(ProbeHistory.presuming(3)).isEqualTo(new ProbeHistory(0b111, 0));
    assertThat(ProbeHistory.presuming(3).probed()).isFalse();
    assertThat(ProbeHistory.presuming(3).after(true)).isEqualTo(new ProbeHistory(0b1111, 1));
    assertThat(ProbeHistory.presuming(64).passedOf(64)).isEqualTo(64);
    assertThat(ProbeHistory.presuming(0)).isEqualTo(ProbeHistory.NONE);
  }

  @Test
  void runsDoNotOverflow() {
    int most = Integer.MAX_VALUE;

    assertThat(new ProbeHistory(-1, most).after(true)).isEqualTo(new ProbeHistory(-1, most));
    assertThat(new ProbeHistory(0, -most).after(false)).isEqualTo(new ProbeHistory(0, -most));
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, -1", "1, 2", "2, 1", "2, -2", "-1, -100", "0, 100", "0, -2147483648"})
  void runThatTheResultsDoNotShowIsRefused(long results, int run) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ProbeHistory(results, run))
        .withMessage("a run of " + run + " in " + Long.toBinaryString(results));
  }
}
