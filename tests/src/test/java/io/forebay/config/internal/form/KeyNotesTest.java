package io.forebay.config.internal.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KeyNotesTest {

  /** A key that is gone, or misspelt in the table of lines; one without a line fails every use. */
  @Test
  void everyLineIsAboutAKey() {
    assertThat(FormSchema.unusedNotes()).isEmpty();
  }

  @Test
  void keyWithoutALineIsNamed() {
    assertThatThrownBy(() -> KeyNotes.read().of("backend.nothing"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "nothing says what the key 'backend.nothing' is (expected: a line in keys.properties)");
  }

  @Test
  void rangesAreFoundByAsking() {
    CheckedShapes.Check<Integer> twoRanges =
        n -> {
          if (n != 0 && (n < 100 || n > 1000)) {
            throw new IllegalArgumentException("no");
          }
          return n;
        };

    assertThat(Ranges.of(twoRanges))
        .containsExactly(new Ranges.Range(0, 0), new Ranges.Range(100, 1000));
    assertThat(Ranges.of(n -> n))
        .containsExactly(new Ranges.Range(Integer.MIN_VALUE, Integer.MAX_VALUE));
  }
}
