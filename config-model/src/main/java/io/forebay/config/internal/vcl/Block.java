package io.forebay.config.internal.vcl;

import io.forebay.config.internal.tree.Findings;
import io.forebay.config.internal.tree.NearMiss;
import io.forebay.config.internal.tree.Position;
import io.forebay.config.internal.tree.Shown;
import io.forebay.spec.Durations;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The properties between two braces, by name and with their types checked. Not thread-safe. */
final class Block {
  private static final Duration LONGEST = Duration.ofDays(365);
  private static final long MOST_UNSIGNED = 0xffff_ffffL;
  private static final Pattern WHOLE = Pattern.compile("-?([0-9]{1,64}|0[xX][0-9A-Fa-f]{1,64})");
  private static final Set<String> VARNISHS =
      Set.of(
          "path",
          "via",
          "authority",
          "proxy_header",
          "wait_limit",
          "wait_timeout",
          "preamble",
          "expect_close");

  private final String where;
  private final Position at;
  private final Findings findings;
  private final Map<String, Property> byName = new HashMap<>();
  private final Set<String> refused = new HashSet<>();

  /**
   * Looks for properties that are unknown or there twice.
   *
   * @param where how messages start
   * @param known the names that may stand here
   */
  Block(
      String where, Position at, List<Property> properties, Set<String> known, Findings findings) {
    this.where = where;
    this.at = at;
    this.findings = findings;
    for (Property property : properties) {
      if (!known.contains(property.name())) {
        unknown(property, known);
        continue;
      }
      Property first = byName.putIfAbsent(property.name(), property);
      if (first != null) {
        String earlier = "given before at " + first.at() + " (expected: once)";
        refuse(property.at(), property.name(), () -> earlier);
      }
    }
  }

  private void unknown(Property property, Set<String> known) {
    String name = property.name();
    refuse(
        property.at(),
        Shown.of(name),
        () ->
            VARNISHS.contains(name)
                ? "Varnish's, unknown to Fastly"
                : "unknown property" + NearMiss.hint(name, known));
  }

  /** How messages start. */
  String where() {
    return where;
  }

  /** Where it starts, for what is missing. */
  Position at() {
    return at;
  }

  boolean has(String name) {
    return byName.containsKey(name);
  }

  /** Where a property stands; the block, if it does not. */
  Position at(String name) {
    Property property = byName.get(name);
    return property == null ? at : property.at();
  }

  /** Adds a finding at a property. */
  void refuse(String name, String problem) {
    refuse(at(name), name, () -> problem);
  }

  /** Says one thing of each property: who looks at it twice would say it twice. */
  private void refuse(Position position, String name, Supplier<String> problem) {
    if (!refused.add(position + name)) {
      return;
    }
    findings.add(position, () -> where + ": ." + name + ": " + problem.get());
  }

  /** Tries what may refuse; its message becomes a finding at the property. */
  <T> Optional<T> trying(String name, Supplier<T> attempt) {
    try {
      return Optional.of(attempt.get());
    } catch (IllegalArgumentException e) {
      refuse(name, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** The value if it is of a type; else a finding that says what was expected. */
  private <T extends Given> Optional<T> given(String name, Class<T> type, String expected) {
    Property property = byName.get(name);
    if (property == null || property.given() instanceof Given.Refused) {
      return Optional.empty();
    }
    if (type.isInstance(property.given())) {
      return Optional.of(type.cast(property.given()));
    }
    return refused(name, property.given(), expected);
  }

  private <T> Optional<T> refused(String name, Given given, String expected) {
    refuse(given.at(), name, () -> given.shown() + " (expected: " + expected + ")");
    return Optional.empty();
  }

  Optional<String> text(String name) {
    return given(name, Given.Text.class, "a text in quotes").map(Given.Text::joined);
  }

  Optional<List<String>> lines(String name) {
    return given(name, Given.Text.class, "texts in quotes, one for each line")
        .map(Given.Text::lines);
  }

  /** One of some bare words. */
  Optional<String> word(String name, List<String> words) {
    String expected = String.join(" or ", words) + ", without quotes";
    return given(name, Given.Word.class, expected)
        .flatMap(
            word ->
                words.contains(word.text())
                    ? Optional.of(word.text())
                    : refused(name, word, expected));
  }

  Optional<Boolean> truth(String name) {
    return word(name, List.of("true", "false")).map("true"::equals);
  }

  /** A bare word that names something else. */
  Optional<Given.Word> reference(String name) {
    return given(name, Given.Word.class, "the name of a backend, without quotes");
  }

  Optional<Given.Block> block(String name) {
    return given(name, Given.Block.class, "{ … }; a probe with a name of its own is Varnish's");
  }

  Optional<Integer> integer(String name, int least, int most) {
    String range = most == Integer.MAX_VALUE ? ">= " + least : least + "-" + most;
    return whole(name, "", "a whole number, " + range, least, most);
  }

  /** Checks a number of 32 bits, which nobody needs. */
  void unsigned(String name) {
    whole(name, "", "a whole number, 0-" + MOST_UNSIGNED, 0, MOST_UNSIGNED);
  }

  /** A percentage with its sign. */
  Optional<Integer> percent(String name) {
    return whole(name, "%", "a percentage with its sign, 0-100%", 0, 100);
  }

  private Optional<Integer> whole(
      String name, String unit, String expected, long least, long most) {
    return given(name, Given.Amount.class, expected + ", without quotes")
        .flatMap(
            number -> {
              long value = number.unit().equals(unit) ? value(number.text()) : Long.MIN_VALUE;
              return value >= least && value <= most
                  ? Optional.of((int) value)
                  : refused(name, number, expected);
            });
  }

  /** The value of a decimal or hexadecimal number; the least there is where it is none. */
  private static long value(String text) {
    if (!WHOLE.matcher(text).matches()) {
      return Long.MIN_VALUE;
    }
    boolean negative = text.startsWith("-");
    String digits = negative ? text.substring(1) : text;
    boolean hex = digits.startsWith("0x") || digits.startsWith("0X");
    try {
      return Long.parseLong((negative ? "-" : "") + digits.substring(hex ? 2 : 0), hex ? 16 : 10);
    } catch (NumberFormatException e) {
      return Long.MIN_VALUE;
    }
  }

  /** A duration up to a year, from the least that is meant. */
  Optional<Duration> duration(String name, Duration least) {
    return duration(name, least, LONGEST);
  }

  Optional<Duration> duration(String name, Duration least, Duration most) {
    return given(name, Given.Amount.class, Rtime.EXPECTED)
        .flatMap(
            number -> {
              Optional<Duration> value = Rtime.of(number);
              if (value.isEmpty()) {
                return refused(name, number, Rtime.EXPECTED);
              }
              boolean fits = value.get().compareTo(least) >= 0 && value.get().compareTo(most) <= 0;
              return fits ? value : refused(name, number, range(least, most));
            });
  }

  private static String range(Duration least, Duration most) {
    boolean positive = least.toNanos() == 1;
    return (positive ? "above 0" : "at least " + Durations.format(least))
        + ", at most "
        + Durations.format(most);
  }
}
