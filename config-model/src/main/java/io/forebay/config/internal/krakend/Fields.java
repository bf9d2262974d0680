package io.forebay.config.internal.krakend;

import io.forebay.config.internal.tree.NearMiss;
import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.Position;
import io.forebay.config.internal.tree.Shown;
import io.forebay.spec.Durations;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One object, read by the words of its place. What does not carry over is noted, and what is of
 * another type found, when this is made; what is asked for later fits. Not thread-safe.
 */
final class Fields {
  private static final Duration LONGEST = Duration.ofDays(3650);

  private final Node.Mapping mapping;
  private final String place;
  private final Report report;
  private final Map<String, Node.Entry> entries = new HashMap<>();
  private final Set<String> refused = new HashSet<>();

  private Fields(Node.Mapping mapping, String place, Report report) {
    this.mapping = mapping;
    this.place = place;
    this.report = report;
  }

  static Fields of(Node.Mapping mapping, String place, Map<String, Word> words, Report report) {
    Fields fields = new Fields(mapping, place, report);
    fields.refuseDuplicates();
    for (Node.Entry entry : mapping.entries().values()) {
      if (!isComment(entry.name())) {
        fields.take(entry, words);
      }
    }
    return fields;
  }

  /** Whether a key is one that KrakenD's schema leaves to comments. */
  static boolean isComment(String name) {
    return name.isEmpty() || "@$_#".indexOf(name.charAt(0)) >= 0;
  }

  private void refuseDuplicates() {
    for (Node.Duplicate duplicate : mapping.duplicates()) {
      report.found(
          duplicate.at(),
          place,
          () ->
              "duplicate key '"
                  + Shown.of(duplicate.name())
                  + "' (first at "
                  + duplicate.first()
                  + ")");
    }
  }

  private void take(Node.Entry entry, Map<String, Word> words) {
    // Go's decoder minds no case.
    String name = words.containsKey(entry.name()) ? entry.name() : lower(entry.name());
    Word word = words.get(name);
    if (word == null) {
      report.note(
          entry.at(),
          () ->
              placeOf(Shown.of(entry.name()))
                  + ": unknown key; ignored, as KrakenD does"
                  + NearMiss.hint(entry.name(), words.keySet()));
      return;
    }
    if (isNull(entry.value()) || !fits(entry, name, word)) {
      return;
    }
    if (!word.became().isEmpty()) {
      if (Word.says(entry.value())) {
        report.note(entry.at(), placeOf(name), word.became());
      }
      return;
    }
    Node.Entry other = entries.putIfAbsent(name, entry);
    if (other != null) {
      report.found(
          entry.at(), place, () -> "duplicate key '" + name + "' (first at " + other.at() + ")");
    }
  }

  private static String lower(String name) {
    return name.length() > 64 ? name : name.toLowerCase(Locale.ROOT);
  }

  private static boolean isNull(Node node) {
    return node instanceof Node.Scalar scalar
        && (scalar.kind() == Node.Kind.NULL || scalar.kind() == Node.Kind.REFUSED);
  }

  private boolean fits(Node.Entry entry, String name, Word word) {
    if (!word.type().fits(entry.value())) {
      report.wrong(entry.value(), placeOf(name), word.type().expected());
      refused.add(name);
      return false;
    }
    if (word.type() == Word.Type.TEXTS && entry.value() instanceof Node.Sequence list) {
      checkEach(list, placeOf(name));
    }
    return true;
  }

  private void checkEach(Node.Sequence list, String where) {
    for (int i = 0; i < list.items().size(); i++) {
      if (!Word.Type.TEXT.fits(list.items().get(i))) {
        report.wrong(list.items().get(i), where + "[" + i + "]", Word.Type.TEXT.expected());
      }
    }
  }

  /** Where the object starts. */
  Position at() {
    return mapping.at();
  }

  /** Where a key stands, else the object. */
  Position at(String name) {
    return entry(name).map(Node.Entry::at).orElse(mapping.at());
  }

  /** The names that lead here, such as {@code $.endpoints[0]}. */
  String place() {
    return place;
  }

  String placeOf(String name) {
    return place + "." + name;
  }

  Report report() {
    return report;
  }

  /** Says what is wrong with a key. */
  void found(String name, String what) {
    report.found(at(name), placeOf(name), () -> what);
  }

  /** Notes what became of a key. */
  void note(String name, String what) {
    report.note(at(name), placeOf(name), what);
  }

  /** Whether a key is there, be its value right or wrong; null is nothing. */
  boolean given(String name) {
    return entries.containsKey(name) || refused.contains(name);
  }

  Optional<Node.Entry> entry(String name) {
    return Optional.ofNullable(entries.get(name));
  }

  /** A text that is not empty. */
  Optional<String> text(String name) {
    return entry(name)
        .map(entry -> ((Node.Scalar) entry.value()).text())
        .filter(text -> !text.isEmpty());
  }

  /** Texts with their places; what is none is left out. */
  List<Node.Scalar> texts(String name) {
    List<Node.Scalar> texts = new ArrayList<>();
    for (Node item : items(name)) {
      if (item instanceof Node.Scalar text && Word.Type.TEXT.fits(text)) {
        texts.add(text);
      }
    }
    return texts;
  }

  List<Node> items(String name) {
    return entry(name).map(entry -> ((Node.Sequence) entry.value()).items()).orElse(List.of());
  }

  boolean flag(String name) {
    return text(name).filter("true"::equals).isPresent();
  }

  /** A whole number; zero if it is not there. */
  int number(String name) {
    return text(name).map(text -> new BigDecimal(text).intValue()).orElse(0);
  }

  /** A number; zero if it is not there. */
  double decimal(String name) {
    return text(name).map(Double::parseDouble).orElse(0.0);
  }

  Optional<Node.Mapping> object(String name) {
    return entry(name).map(entry -> (Node.Mapping) entry.value());
  }

  /** A duration above zero; KrakenD takes zero for "not said". */
  Optional<Duration> duration(String name) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      Duration time = Durations.parse(text.get());
      if (time.compareTo(LONGEST) <= 0) {
        return Optional.of(time).filter(given -> !given.isZero());
      }
      found(name, "longer than 10 years (expected: less)");
    } catch (IllegalArgumentException e) {
      found(name, e.getMessage() + " (expected: a duration such as 2s)");
    }
    return Optional.empty();
  }
}
