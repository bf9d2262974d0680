package io.forebay.config.internal.fastly;

import io.forebay.config.internal.tree.NearMiss;
import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.Node.Kind;
import io.forebay.config.internal.tree.Position;
import io.forebay.config.internal.tree.Shown;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The keys of one object, which clients and the API write in several types: a number may be text, a
 * boolean 0 or 1. Null, and empty text, are what is not given. Not thread-safe.
 */
final class Fields {
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");

  /** What the API adds to every object; it says nothing of what the object means. */
  private static final List<String> BOOKKEEPING =
      List.of("service_id", "version", "created_at", "updated_at", "locked", "id");

  /** Room for the keys of a backend, so that the set need not grow. */
  private static final int KEYS_OF_ALL = 128;

  private final Node.Mapping mapping;
  private final String place;
  private final Report report;
  private final Set<String> seen = new HashSet<>(KEYS_OF_ALL);

  /**
   * Refuses keys that are there twice.
   *
   * @param place what the object is called in messages
   */
  Fields(Node.Mapping mapping, String place, Report report) {
    this.mapping = mapping;
    this.place = place;
    this.report = report;
    seen.addAll(BOOKKEEPING);
    for (Node.Duplicate twice : mapping.duplicates()) {
      report.found(
          twice.at(),
          () ->
              place
                  + ": key '"
                  + Shown.of(twice.name())
                  + "' is there twice (first at "
                  + twice.first()
                  + ")");
    }
  }

  /**
   * An object, called by the name that it gives itself; {@link #name} complains if that is none.
   */
  static Fields named(Node.Mapping mapping, String kind, Report report) {
    String place = givenName(mapping).map(name -> kind + " '" + Shown.of(name) + "'").orElse(kind);
    return new Fields(mapping, place, report);
  }

  /** The name that an object gives itself, without a word if that is none. */
  static Optional<String> givenName(Node.Mapping mapping) {
    Node.Entry entry = mapping.entries().get("name");
    return entry != null && entry.value() instanceof Node.Scalar scalar && !isEmpty(scalar)
        ? Optional.of(scalar.text())
        : Optional.empty();
  }

  /** The object's name; without one, a finding. */
  Optional<String> name() {
    Optional<String> name = word("name");
    if (name.isEmpty() && !has("name")) {
      report.found(mapping.at(), () -> place + ": name: missing (expected: text)");
    }
    return name;
  }

  Report report() {
    return report;
  }

  String place() {
    return place;
  }

  Position at() {
    return mapping.at();
  }

  /** Where a key's value stands; the object, if it is not there. */
  Position at(String key) {
    Node.Entry entry = mapping.entries().get(key);
    return entry == null ? mapping.at() : entry.value().at();
  }

  /** Whether a key has a value that is neither null nor empty. */
  boolean has(String key) {
    return given(key).isPresent();
  }

  /** The value of a key, null included. */
  private Optional<Node> value(String key) {
    seen.add(key);
    return Optional.ofNullable(mapping.entries().get(key)).map(Node.Entry::value);
  }

  private Optional<Node> given(String key) {
    return value(key).filter(node -> !isEmpty(node));
  }

  static boolean isEmpty(Node node) {
    if (node instanceof Node.Scalar scalar) {
      return scalar.kind() == Kind.NULL || (scalar.kind() == Kind.TEXT && scalar.text().isEmpty());
    }
    return node instanceof Node.Sequence list
        ? list.items().isEmpty()
        : node instanceof Node.Mapping map && map.entries().isEmpty();
  }

  /** A text. */
  Optional<String> text(String key) {
    return text(key, false);
  }

  /** A text whose content must not be told. */
  Optional<String> secret(String key) {
    return text(key, true);
  }

  private Optional<String> text(String key, boolean secret) {
    return scalar(key, "text", secret, Kind.TEXT).map(Node.Scalar::text);
  }

  /** A text, or a number that a client did not quote. */
  Optional<String> word(String key) {
    return scalar(key, "text", false, Kind.TEXT, Kind.NUMBER).map(Node.Scalar::text);
  }

  /** A whole number, perhaps as text. */
  Optional<Long> number(String key, long least, long most) {
    Optional<Node.Scalar> scalar = scalar(key, "a whole number", false, Kind.NUMBER, Kind.TEXT);
    if (scalar.isEmpty()) {
      return Optional.empty();
    }
    Node.Scalar given = scalar.get();
    if (!WHOLE.matcher(given.text()).matches()) {
      found(key, "expected a whole number but was " + given.described(false));
      return Optional.empty();
    }
    long number = Long.parseLong(given.text());
    if (number < least || number > most) {
      String range = most == Long.MAX_VALUE ? ">= " + least : least + "-" + most;
      found(key, number + " (expected: " + range + ")");
      return Optional.empty();
    }
    return Optional.of(number);
  }

  /** A count that fits our own. */
  Optional<Integer> count(String key, int least) {
    return number(key, least, Integer.MAX_VALUE).map(Long::intValue);
  }

  /** A boolean, perhaps as 0 or 1, perhaps as text. */
  Optional<Boolean> flag(String key) {
    String expected = "true or false";
    Optional<Node.Scalar> scalar =
        scalar(key, expected, false, Kind.BOOLEAN, Kind.NUMBER, Kind.TEXT);
    if (scalar.isEmpty()) {
      return Optional.empty();
    }
    switch (scalar.get().text()) {
      case "true", "1" -> {
        return Optional.of(true);
      }
      case "false", "0" -> {
        return Optional.of(false);
      }
      default -> {
        found(key, "expected " + expected + " but was " + scalar.get().described(false));
        return Optional.empty();
      }
    }
  }

  /** The items of a list; one value that is no list stands for itself. */
  List<Node> list(String key) {
    return given(key)
        .map(node -> node instanceof Node.Sequence list ? list.items() : List.of(node))
        .orElse(List.of());
  }

  private Optional<Node.Scalar> scalar(String key, String expected, boolean secret, Kind... kinds) {
    Optional<Node> given = given(key);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    if (given.get() instanceof Node.Scalar scalar) {
      if (scalar.kind() == Kind.REFUSED) {
        return Optional.empty();
      }
      if (List.of(kinds).contains(scalar.kind())) {
        return Optional.of(scalar);
      }
    }
    found(key, "expected " + expected + " but was " + given.get().described(secret));
    return Optional.empty();
  }

  /** Adds a finding about a key. */
  void found(String key, String problem) {
    report.found(at(key), () -> place + ": " + key + ": " + problem);
  }

  /** Adds a finding about an item of a key's list. */
  void found(Node item, String key, String problem) {
    report.found(item.at(), () -> place + ": " + key + ": " + problem);
  }

  /** Adds a note about a key. */
  void note(String key, String message) {
    report.note(at(key), place + ": " + key + ": " + message);
  }

  /** Adds a note if a key is given. */
  void leftOut(String key, String why) {
    if (has(key)) {
      note(key, "left out: " + why);
    }
  }

  /** Keys that say nothing here, whatever they hold. */
  void ignore(String... keys) {
    seen.addAll(List.of(keys));
  }

  /** Adds a note for each key that nobody asked for; what somebody asked for may be meant. */
  void finish() {
    for (Node.Entry entry : mapping.entries().values()) {
      String name = entry.name();
      if (!seen.contains(name)) {
        report.note(
            entry.at(),
            () ->
                place
                    + ": unknown key '"
                    + Shown.of(name)
                    + "': left out"
                    + NearMiss.hint(name, seen));
      }
    }
  }
}
