package io.forebay.internal.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.internal.discovery.SrvList.Entry;
import io.forebay.spec.WeightedOrigin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SrvListTest {

  private static List<String> origins(Entry... entries) {
    return SrvList.origins("http", List.of(entries)).stream()
        .map(WeightedOrigin::toString)
        .toList();
  }

  @Test
  void k029OnlyTheLowestPriorityCountsHeaviestFirst() {
    assertThat(
            origins(
                new Entry(1, 2, "foo", 90),
                new Entry(1, 2, "127.0.0.1", 90),
                new Entry(1, 2, "127.0.0.1", 80),
                new Entry(1, 4, "127.0.0.1", 81),
                new Entry(2, 10, "127.0.0.1", 82),
                new Entry(1, 0, "127.0.0.1", 83)))
        .containsExactly(
            "http://127.0.0.1:81 weight 2",
            "http://127.0.0.1",
            "http://127.0.0.1:90",
            "http://foo:90");
  }

  @Test
  void k033WeightsAreCompacted() {
    assertThat(SrvList.compact(List.of(25, 10_000, 1_000))).containsExactly(0, 10, 1);
    assertThat(SrvList.compact(List.of(25, 1_000, 10_000, 0, 65_535)))
        .containsExactly(0, 1, 13, 0, 85);
    assertThat(SrvList.compact(List.of(1, 65_535))).containsExactly(0, 1);
    assertThat(SrvList.compact(List.of())).isEmpty();
    assertThat(SrvList.compact(List.of(0, 0, 0, 0))).containsExactly(0, 0, 0, 0);
  }

  @Test
  void documentedWeightsKeepAboutTheirProportions() {
    assertThat(SrvList.compact(List.of(100, 500, 1_000))).containsExactly(6, 31, 62);
  }

  @Test
  void zeroesAloneWeighTheSame() {
    assertThat(origins(new Entry(0, 0, "b", 80), new Entry(0, 0, "a", 80)))
        .containsExactly("http://a", "http://b");
  }

  @Test
  void recordsOfOneTargetAndPortAreAddedUp() {
    assertThat(
            origins(new Entry(0, 1, "a", 81), new Entry(0, 3, "b", 80), new Entry(0, 2, "a", 81)))
        .containsExactly("http://b", "http://a:81");
  }

  @Test
  void whatNamesNoHostOrPortIsLeftOut() {
    assertThat(
            origins(
                new Entry(0, 1, "", 80),
                new Entry(0, 1, "a", 0),
                new Entry(0, 1, "a b", 80),
                new Entry(0, 1, "a\\046b", 80),
                new Entry(0, 1, "user@evil", 80),
                new Entry(0, 1, "good", 80)))
        .containsExactly("http://good");
  }

  @Test
  void everyListWithSomethingUsableGivesOriginsWhateverItsOrder() {
    Random random = new Random(7);
    for (int round = 0; round < 100; round++) {
      List<Entry> entries = new ArrayList<>();
      IntStream.range(0, 1 + random.nextInt(300))
          .forEach(i -> entries.add(new Entry(0, random.nextInt(65_536), "h" + i, 80)));
      List<WeightedOrigin> origins = SrvList.origins("http", entries);
      Collections.shuffle(entries, random);

      assertThat(origins).isNotEmpty().isEqualTo(SrvList.origins("http", entries));
      assertThat(origins.stream().mapToInt(WeightedOrigin::weight).sum())
          .isLessThanOrEqualTo(Math.max(100, entries.size()));
    }
  }
}
