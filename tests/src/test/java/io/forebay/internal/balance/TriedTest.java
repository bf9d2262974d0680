package io.forebay.internal.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TriedTest {
  @Property
  void remembersWhatWasAddedAndNothingElse(@ForAll Set<@IntRange(max = 300) Integer> numbers) {
    Tried tried = new Tried();
    numbers.forEach(tried::add);

    assertThat(tried.isEmpty()).isEqualTo(numbers.isEmpty());
    for (int number = 0; number <= 400; number++) {
      assertThat(tried.contains(number)).isEqualTo(numbers.contains(number));
    }
  }

  @Test
  void nobodyIsTriedAtFirst() {
    assertThat(new Tried().isEmpty()).isTrue();
    assertThat(Tried.NONE.isEmpty()).isTrue();
  }
}
