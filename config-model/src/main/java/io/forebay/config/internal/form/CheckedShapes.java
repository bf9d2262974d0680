package io.forebay.config.internal.form;

import io.forebay.spec.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Shapes whose ranges are those of the records that the values go to: a record is asked at each
 * key, so that a finding stands where its value does.
 */
final class CheckedShapes {
  private static final Pattern DECIMAL =
      Pattern.compile("-?[0-9]{1,9}([.][0-9]{1,18})?([eE]-?[0-9]{1,3})?");

  // Records name what they check, sometimes in other words than the key; the place tells it anyway.
  private static final Pattern NAME = Pattern.compile("\\A[a-z_]+([.][a-z_]+)*: ");

  /** Asks a record whether it takes a value. */
  interface Check<T> {
    /**
     * What comes of the value, which nobody looks at.
     *
     * @throws IllegalArgumentException if it is not taken
     */
    Object of(T value);

    /** Whether a value is taken. */
    default boolean takes(T value) {
      try {
        of(value);
        return true;
      } catch (IllegalArgumentException e) {
        return false;
      }
    }
  }

  private CheckedShapes() {}

  /** A whole number that {@code check} takes. */
  static Shape<Integer> whole(Check<Integer> check) {
    return Shapes.scalar(
        "a whole number",
        text -> whole(text).map(n -> checked(n, check)),
        n -> n,
        Scalars.whole(check));
  }

  /** The whole number in a text; empty: it is none. */
  static Optional<Integer> whole(Text text) {
    return Shapes.whole(text.value(), Integer.MIN_VALUE, Integer.MAX_VALUE, ">= 0")
        .map(Long::intValue);
  }

  /** A number that {@code check} takes. */
  static Shape<Double> decimal(Check<Double> check) {
    return Shapes.scalar(
        "a number such as 0.1",
        text ->
            Optional.of(text.value())
                .filter(DECIMAL.asMatchPredicate())
                .map(Double::valueOf)
                .map(n -> checked(n, check)),
        n -> n,
        Scalars.numbers(() -> notNegative(check)));
  }

  private static Schema notNegative(Check<Double> check) {
    if (check.takes(-0.001)) {
      return Schema.ANY;
    }
    return Schema.of(check.takes(0.0) ? "minimum" : "exclusiveMinimum", 0);
  }

  /** A duration that {@code check} takes. */
  static Shape<Duration> duration(Check<Duration> check) {
    return Shapes.duration(text -> duration(text, check));
  }

  /** The duration in a text. */
  static Duration duration(Text text, Check<Duration> check) {
    return checked(Durations.parse(text.value()), check);
  }

  /** A text that {@code check} takes. */
  static Shape<String> text(String expected, Check<String> check) {
    return Shapes.scalar(
        expected,
        text -> Optional.of(checked(text.value(), check)),
        References::escaped,
        Scalars.TEXT);
  }

  /** The value, if nothing is wrong with it; the complaint does not say what it is of. */
  static <T> T checked(T value, Check<T> check) {
    try {
      check.of(value);
      return value;
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw new IllegalArgumentException(NAME.matcher(message).replaceFirst(""), e);
    }
  }

  /** The same, for a value that may contradict other keys; the complaint says which key it is. */
  static <T> void named(Key<?, T> key, T value, Check<T> check) {
    try {
      checked(value, check);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
    }
  }

  /** A mapping whose keys are all good before they are put together. */
  static <T> Shape<T> block(List<Key<T, ?>> keys, Function<Bound, T> value) {
    return block(keys, Together.ANY, value);
  }

  /** The same, with what the keys need of each other. */
  static <T> Shape<T> block(List<Key<T, ?>> keys, Together together, Function<Bound, T> value) {
    return new BlockShape<>(
        new KeyTable<>(keys),
        together,
        (bound, mapping, place, scope) ->
            // What cannot be read is a finding already: what then does not fit is none.
            bound.isIncomplete() ? Optional.empty() : Optional.of(value.apply(bound)));
  }

  /** What a key says that has to be there. */
  static <T> T required(Bound bound, Key<?, T> key) {
    return bound
        .get(key)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    key + ": missing (expected: " + key.shape().expected() + ")"));
  }
}
