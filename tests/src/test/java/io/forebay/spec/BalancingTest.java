package io.forebay.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BalancingTest {
  @Test
  void defaultsAreCalmAboveHalf() {
    assertThat(Balancing.DEFAULT).isEqualTo(new Balancing(Balance.DEFAULT, 0, 50, 0));
  }

  @Test
  void eachPartIsReplacedAlone() {
    assertThat(
            Balancing.DEFAULT
                .withBy(new Balance.Random())
                .withQuorum(75)
                .withPanicThreshold(0)
                .withOverprovisioning(140))
        .isEqualTo(new Balancing(new Balance.Random(), 75, 0, 140));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 101})
  void whatIsNoPercentageIsRefused(int percent) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Balancing.DEFAULT.withQuorum(percent))
        .withMessage("quorum: " + percent + " (expected: 0-100)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Balancing.DEFAULT.withPanicThreshold(percent))
        .withMessage("panic_threshold: " + percent + " (expected: 0-100)");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1, 99, 1001})
  void overprovisioningThatTrustsLessThanAllIsRefused(int percent) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Balancing.DEFAULT.withOverprovisioning(percent))
        .withMessage("overprovisioning: " + percent + " (expected: 0 or 100-1000)");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 1000})
  void bordersAreAccepted(int percent) {
    assertThat(Balancing.DEFAULT.withOverprovisioning(percent).overprovisioning())
        .isEqualTo(percent);
  }
}
