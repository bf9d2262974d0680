package io.forebay.internal.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.forebay.internal.balance.Plan.Use;
import io.forebay.spec.Balance;
import io.forebay.spec.Balancing;
import io.forebay.spec.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTest {

  /** Text such as {@code 2/4 4/4}: how many of how many are up, priority after priority. */
  private static List<Tier> tiers(String text) {
    List<Tier> tiers = new ArrayList<>();
    int number = 0;
    for (String tier : text.split(" ", -1)) {
      int up = Integer.parseInt(tier.substring(0, tier.indexOf('/')));
      int size = Integer.parseInt(tier.substring(tier.indexOf('/') + 1));
      List<Seat> seats = new ArrayList<>();
      for (int i = 0; i < size; i++, number++) {
        String id = "s" + number;
        seats.add(new Seat(new Candidate.Single(number, id, 1, tiers.size(), i < up, Load.IDLE)));
      }
      tiers.add(new Tier(tiers.size(), seats));
    }
    return tiers;
  }

  /** A number for each priority that is used: its percentage, and an exclamation mark for panic. */
  private static String shown(List<Use> uses) {
    return uses.stream()
        .map(
            use ->
                use.tier().priority()
                    + ":"
                    + Math.round(use.share() * 100)
                    + (use.panic() ? "!" : ""))
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "4/4 4/4, 50, 0:100 1:0",
    "1/4 4/4, 50, 0:100 1:0", // Panic is for when no priority is well.
    "0/4 4/4, 50, 1:100",
    "0/4 1/1 1/1, 50, 1:100 2:0",
    "2/4, 50, 0:100",
    "1/4, 50, 0:100!",
    "1/4, 0, 0:100",
    "1/4 0/4, 50, 0:100! 1:0!",
    "0/4 1/4, 50, 1:100! 0:0!",
    "0/4 1/4, 0, 1:100",
    "0/4 0/4, 50, 0:100! 1:0!",
    "1/1 0/1, 100, 0:100",
  })
  void firstHealthyPriorityServes(String health, int panic, String expected) {
    assertThat(shown(Plan.of(tiers(health), panic, 0))).isEqualTo(expected);
  }

  /** The numbers of Envoy's documentation on priority levels, with a factor of 140. */
  @ParameterizedTest
  @CsvSource({
    "100/100 100/100, 50, 0:100 1:0",
    "72/100 72/100, 50, 0:100 1:0",
    "71/100 71/100, 50, 0:99 1:1",
    "50/100 50/100, 50, 0:70 1:30",
    "25/100 100/100, 50, 0:35 1:65",
    "0/100 100/100, 50, 1:100",
    "25/100 25/100, 50, 0:50! 1:50!",
    "25/100 25/100, 0, 0:50 1:50",
    "5/100 65/100, 50, 0:7! 1:93",
    "0/100 35/100, 50, 0:0! 1:100!",
    "0/100 35/100, 0, 1:100",
    "0/3 0/1, 50, 0:75! 1:25!",
  })
  void whatAPriorityCannotBearSpillsOver(String health, int panic, String expected) {
    assertThat(shown(Plan.of(tiers(health), panic, 140))).isEqualTo(expected);
  }

  @Property
  void sharesAreWholeAndNobodyDownIsUsedInCalm(
      @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 24) Integer> health,
      @ForAll @IntRange(max = 100) int panic,
      @ForAll boolean spill) {
    String text =
        health.stream()
            .map(n -> Math.min(n % 5, 1 + n / 5) + "/" + (1 + n / 5))
            .collect(Collectors.joining(" "));
    List<Tier> tiers = tiers(text);
    boolean anyUp = tiers.stream().anyMatch(tier -> tier.reaches(0));

    List<Use> uses = Plan.of(tiers, panic, spill ? 140 : 0);

    assertThat(uses.stream().mapToDouble(Use::share).sum()).isEqualTo(1, within(1e-9));
    for (Use use : uses) {
      assertThat(use.usable()).isNotEmpty();
      assertThat(use.panic() || use.usable().stream().allMatch(Seat::up)).isTrue();
      assertThat(use.panic() && anyUp && panic == 0).isFalse();
      assertThat(use.panic() && use.tier().reaches(Math.max(1, panic))).isFalse();
    }
  }

  private static Origins spilling(Balance by) {
    Origins origins =
        Origins.of(Balancing.DEFAULT.withBy(by).withOverprovisioning(140), 1, 1, 1, 1);
    return origins.priority(3, 1).priority(4, 1).down(1);
  }

  @Test
  void trafficSpillsOverInTheseShares() {
    Map<String, Double> shares = spilling(new Balance.RoundRobin()).shares(10_000);

    assertThat(shares).containsOnlyKeys("s2", "s3", "s4");
    assertThat(shares.get("s2")).isEqualTo(70, within(2.0));
    assertThat(shares.get("s3")).isEqualTo(15, within(2.0));
  }

  @Test
  void keysSpillOverAndStay() {
    Origins origins = spilling(new Balance.Hash(Value.of("")));
    int first = 0;
    for (int i = 0; i < 2_000; i++) {
      String chosen = origins.key("k" + i).next();
      assertThat(origins.next()).isEqualTo(chosen);
      first += chosen.equals("s2") ? 1 : 0;
    }

    assertThat(first / 20.0).isEqualTo(70, within(4.0));
  }
}
