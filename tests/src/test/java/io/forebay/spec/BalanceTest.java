package io.forebay.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BalanceTest {
  private static final Value LATE = Value.template("{backend_response.status}");

  @Test
  void defaultIsInTurn() {
    assertThat(Balance.DEFAULT).isEqualTo(new Balance.RoundRobin());
    assertThat(Balance.LeastRequests.DEFAULT.choices()).isEqualTo(2);
    assertThat(Balance.Ewma.DEFAULT.decay()).isEqualTo(Duration.ofSeconds(10));
    assertThat(Balance.Ring.of(Value.of("k")).vnodes()).isEqualTo(256);
    assertThat(Balance.Client.DEFAULT.key().variables()).containsExactly("client_identity");
  }

  @Test
  void eachHasItsWord() {
    Value key = Value.of("k");
    assertThat(
            new Balance[] {
              new Balance.RoundRobin(),
              new Balance.Weighted(),
              new Balance.Random(),
              Balance.LeastRequests.DEFAULT,
              Balance.Ewma.DEFAULT,
              new Balance.Fallback(),
              new Balance.Hash(key),
              new Balance.Client(key),
              Balance.Ring.of(key)
            })
        .extracting(Balance::text)
        .containsExactly(
            "round_robin",
            "weighted",
            "random",
            "least_requests",
            "ewma",
            "fallback",
            "hash",
            "client",
            "ring");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1})
  void noChoiceIsRefused(int choices) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Balance.LeastRequests(choices))
        .withMessage("balance.least_requests.choices: " + choices + " (expected: >= 2)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT1H0.000000001S"})
  void decayOutOfRangeIsRefused(Duration decay) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Balance.Ewma(decay))
        .withMessageMatching("balance.ewma.decay: .+ \\(expected: above zero, at most 1h\\)");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 8_388_609})
  void vnodesOutOfRangeAreRefused(int vnodes) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Balance.Ring(Value.of("k"), vnodes))
        .withMessage("balance.ring.vnodes: " + vnodes + " (expected: 1-8388608)");
    assertThat(new Balance.Ring(Value.of("k"), 8_388_608).vnodes()).isEqualTo(8_388_608);
  }

  @Test
  void keyOfTheResponseIsRefused() {
    String message = ".key: " + LATE + " is not known before the response";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Balance.Hash(LATE))
        .withMessage("balance.hash" + message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Balance.Client(LATE))
        .withMessage("balance.client" + message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Balance.Ring.of(LATE))
        .withMessage("balance.ring" + message);
  }
}
