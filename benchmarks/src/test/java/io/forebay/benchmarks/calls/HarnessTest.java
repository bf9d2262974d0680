package io.forebay.benchmarks.calls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.forebay.benchmarks.calls.clients.Catalog;
import io.forebay.benchmarks.calls.clients.Client;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The harness counts what happens, no more and no less. */
class HarnessTest {
  private static final Cell CELL = new Cell(Work.GET, 16);

  @Test
  void messagesHaveTheirSizes() {
    assertThat(Answer.ITEM.body()).hasSize(100);
    assertThat(Work.ORDER).hasSize(1024);
  }

  @ParameterizedTest
  @EnumSource(names = {"GET", "ASYNC_POST"})
  void callersCallThroughTheWindow(Work work) throws Exception {
    try (PlainServer origin = new PlainServer(0, head -> {});
        Client client = Catalog.OKHTTP.open(origin.url())) {
      Window window = new Load(client, work, 3).run(Duration.ofMillis(50), Duration.ofMillis(200));

      assertThat(window.calls()).isPositive();
      assertThat(window.errors()).isZero();
      assertThat(window.bytes()).isPositive();
      assertThat(window.p50()).isPositive().isLessThanOrEqualTo(window.p99());
    }
  }

  @Test
  void processesMeasureEachOther(@TempDir Path folder) throws Exception {
    String choice =
        "--clients raw,jdk --works get,async-get --callers 2 --rounds 1 --tries 1 "
            + "--window 0.1 --warm-up 0.1 --patience 0.1";
    Options options = Options.of(choice.split(" ", -1));
    try (Origin origin = Origin.start(folder, Optional.empty())) {
      List<Sample> samples = new Rounds(options, origin).run(folder);

      assertThat(samples)
          .extracting(Sample::client)
          .containsExactly(Catalog.RAW, Catalog.JDK, Catalog.JDK);
      assertThat(samples)
          .extracting(Sample::window)
          .allSatisfy(window -> assertThat(window.errors()).isZero())
          .allSatisfy(window -> assertThat(window.calls()).isPositive());
    }
  }

  @Test
  void wrongAnswersAreErrors() throws Exception {
    Client liar = new Fixed("{}");
    Window window = new Load(liar, Work.GET, 2).run(Duration.ZERO, Duration.ofMillis(50));

    assertThat(window.calls()).isZero();
    assertThat(window.errors()).isEqualTo(100);
    assertThat(Window.ofLine(window.toLine()).failure()).isEqualTo("a wrong answer of 2 bytes");
  }

  private record Fixed(String body) implements Client {
    @Override
    public byte[] get(String path) {
      return body.getBytes(US_ASCII);
    }

    @Override
    public byte[] post(String path, byte[] json) {
      return body.getBytes(US_ASCII);
    }

    @Override
    public void close() {}
  }

  @Test
  void histogramKnowsItsQuantiles() {
    Histogram histogram = new Histogram();
    for (int i = 1; i <= 1_000; i++) {
      histogram.add(i * 1_000L);
    }

    assertThat(histogram.micros(0.5)).isCloseTo(500, within(8.0));
    assertThat(histogram.micros(0.99)).isCloseTo(990, within(16.0));
    histogram.add(Long.MAX_VALUE);
    assertThat(histogram.total()).isEqualTo(1_001);
  }

  @Test
  void reportSaysWhatWasMeasured(@TempDir Path docs) throws Exception {
    Options options =
        Options.of("--clients", "raw,okhttp,forebay", "--works", "get", "--callers", "16");
    List<Sample> samples = new ArrayList<>();
    for (double cpu : new double[] {10, 12, 11, 10, 30}) {
      samples.add(sample(Catalog.RAW, cpu, 0, true));
      samples.add(sample(Catalog.OKHTTP, 2 * cpu, 0, true));
    }
    samples.add(sample(Catalog.RAW, 1_000, 0, false));
    samples.add(sample(Catalog.FOREBAY, 33, 2, false));
    Report report = new Report(options, samples);
    Path file = docs.resolve("performance.md");
    Files.writeString(file, "a\n<!-- measured: begin -->\nold\n<!-- measured: end -->\nz\n");

    Report.replace(file, report.markdown("Measured."));

    assertThat(file)
        .content()
        .startsWith("a\n<!-- measured: begin -->\nMeasured.\n\n### GET, blocking, 16 callers\n")
        .contains("| raw sockets | 11.0 | 0.50 | 1.00 | 182 % | 900 | 1 | 2 | 5,000 | 5 | 0 |")
        .contains("| OkHttp | 22.0 | 1.00 | 2.00 |")
        .contains("| 1, **none clean** | **2**: no luck |")
        .endsWith("<!-- measured: end -->\nz\n")
        .doesNotContain("old");
    assertThat(Chart.svg(CELL, report.rows(CELL)))
        .startsWith("<svg ")
        .contains("Forebay, defaults", "× 1.50")
        .endsWith("</svg>\n");
  }

  private static Sample sample(Catalog client, double cpu, int errors, boolean clean) {
    String failure = errors == 0 ? "" : "no\n| luck";
    Window window = new Window(10_000, errors, failure, 5_000, cpu, 900, 1, 2);
    return new Sample(client, CELL, Window.ofLine(window.toLine()), 0, clean);
  }

  @Test
  void optionsAreChecked() {
    assertThat(Options.of("--quick", "--rounds", "3").rounds()).isEqualTo(3);
    assertThat(Options.of("--quick").write()).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.of("--clients", "okhtp"))
        .withMessageContaining("okhttp");
    assertThatIllegalArgumentException().isThrownBy(() -> Options.of("--window", "0"));
    assertThatIllegalArgumentException().isThrownBy(() -> Options.of("--rounds"));
  }
}
