package io.forebay.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatestTest {
  private final List<Integer> made = new ArrayList<>();
  private final Latest<Integer, String> latest = new Latest<>(2);

  private String get(int key) {
    return latest.get(
        key,
        k -> {
          made.add(k);
          return "v" + k;
        });
  }

  @Test
  void valueIsMadeOnceWhileItIsAmongTheLatest() {
    assertThat(get(1)).isEqualTo("v1").isSameAs(get(1));
    assertThat(made).containsExactly(1);
  }

  @Test
  void whatWasAskedForLongestAgoGoesFirst() {
    get(1);
    get(2);
    get(1);
    get(3);

    get(1);
    get(2);

    assertThat(made).containsExactly(1, 2, 3, 2);
  }
}
