package io.forebay.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every disaster with everybody's manners. The table in {@code docs/simulation} is what this run
 * prints; {@code -Dforebay.simulation.write=true} writes it anew, and the pictures beside it.
 */
class SimulationTest {
  private static final Path DOCS = Path.of("..", "docs", "simulation");
  private static final String BEGIN = "<!-- table: begin -->\n";
  private static final String END = "<!-- table: end -->";
  private static final List<String> CAREFUL = List.of("round_robin", "least_requests", "ewma");
  private static final List<String> BARE = List.of("round_robin, bare", "least_requests, bare");

  private static Report report;

  @BeforeAll
  static void run() {
    report = Report.make();
  }

  @Test
  void tableInTheDocumentsIsTheOneOfThisRun() throws IOException {
    Path readme = DOCS.resolve("README.md");
    String text = Files.readString(readme);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    if (Boolean.getBoolean("forebay.simulation.write")) {
      text = text.substring(0, begin) + report.table() + text.substring(end);
      Files.writeString(readme, text);
      writePictures();
      return;
    }
    assertThat(text.substring(begin, end)).isEqualTo(report.table());
  }

  private static void writePictures() throws IOException {
    for (Disaster disaster : Disaster.values()) {
      String name = Report.name(disaster).replace(' ', '-') + ".svg";
      Files.writeString(DOCS.resolve(name), Plot.of(disaster, report.runs().get(disaster)));
    }
  }

  private static double success(Disaster disaster, String manners) {
    return report.seen(disaster, manners).successPercent(0, Disaster.SECONDS);
  }

  /** The floor of what the defaults are worth, whatever the way to choose. */
  @Test
  void defaultsBearEveryDisasterButThoseThatLeaveNobody() {
    for (Disaster disaster : Disaster.values()) {
      boolean survivable = disaster != Disaster.TOTAL_OUTAGE && disaster != Disaster.SPIKE;
      for (String manners : CAREFUL) {
        assertThat(success(disaster, manners))
            .as("%s, %s", disaster, manners)
            .isGreaterThan(survivable ? 99 : 70);
      }
    }
  }

  /**
   * But where there is too much for all: then whoever is ejected, and each retry, costs a little.
   */
  @Test
  void carefulIsNoWorseThanBare() {
    for (Disaster disaster : Disaster.values()) {
      double price = disaster == Disaster.SPIKE ? 2.5 : 0.1;
      for (String bare : BARE) {
        String careful = bare.replace(", bare", "");
        assertThat(success(disaster, careful))
            .as("%s, %s", disaster, careful)
            .isGreaterThan(success(disaster, bare) - price);
      }
    }
  }

  @Test
  void amplificationStaysWithinTheBudget() {
    for (Disaster disaster : Disaster.values()) {
      for (Manners manners : Manners.all()) {
        assertThat(report.seen(disaster, manners.name()).amplification(0, Disaster.SECONDS))
            .as("%s, %s", disaster, manners.name())
            .isLessThanOrEqualTo(1.1);
      }
    }
  }

  @Test
  void everybodyIsWellAgainTenSecondsAfterTheEnd() {
    List<String> ill = new ArrayList<>();
    for (Disaster disaster : Disaster.values()) {
      for (Manners manners : Manners.all()) {
        Seen seen = report.seen(disaster, manners.name());
        if (seen.successPercent(50, Disaster.SECONDS) < 99.9) {
          ill.add(disaster + ", " + manners.name());
        }
      }
    }
    assertThat(ill).isEmpty();
  }

  @Test
  void runIsTheSameEveryTime() {
    Manners manners = Manners.all().get(5);
    World again = Disaster.FLAPPING.strike(manners);
    Seen first = report.seen(Disaster.FLAPPING, manners.name());

    assertThat(again.seen.calls(0, Disaster.SECONDS)).isEqualTo(first.calls(0, Disaster.SECONDS));
    assertThat(again.seen.percentile(99, 0, Disaster.SECONDS))
        .isEqualTo(first.percentile(99, 0, Disaster.SECONDS));
  }
}
