package io.forebay.config.internal.fastly;

import io.forebay.spec.Labels;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Gives names their labels. A name may be any text; what no label may hold becomes {@code _}. Not
 * thread-safe.
 */
final class Labelling {
  private static final int MOST = 128;

  private final Map<String, Fields> taken = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();

  /** The label of a backend; empty if another one has it, which is a finding then. */
  Optional<String> backend(String name, Fields fields) {
    String label = label(name);
    Fields first = taken.putIfAbsent(label, fields);
    if (first != null) {
      fields.found("name", taken(name, label, first));
      return Optional.empty();
    }
    names.put(label, name);
    noteChange(name, label, fields);
    return Optional.of(label);
  }

  /** The label of a director, which may have the name of a backend. */
  Optional<String> director(String name, Fields fields) {
    String label = label(name);
    boolean ofBackend = names.containsKey(label);
    String own = ofBackend ? cut(label, MOST - 9) + "_director" : label;
    Fields first = taken.putIfAbsent(own, fields);
    if (first != null) {
      fields.found("name", taken(name, own, first));
      return Optional.empty();
    }
    noteChange(name, own, fields);
    return Optional.of(own);
  }

  private String taken(String name, String label, Fields first) {
    String known = names.getOrDefault(label, label);
    return known.equals(name) || label.equals(name)
        ? "there is " + first.place() + " already, at " + first.at() + " (expected: another name)"
        : "its label '"
            + label
            + "' is that of "
            + first.place()
            + " at "
            + first.at()
            + " (expected: names that differ in letters and digits)";
  }

  private static void noteChange(String name, String label, Fields fields) {
    if (!name.equals(label)) {
      fields.note("name", "called '" + label + "' here");
    }
  }

  /** A text as a label. */
  static String label(String name) {
    if (Labels.problem(name).isEmpty()) {
      return name;
    }
    String safe = cut(name, MOST).replaceAll("[^A-Za-z0-9_.-]", "_");
    boolean starts = safe.startsWith(".") || safe.startsWith("-");
    safe = starts ? "_" + safe.substring(1) : safe;
    return Labels.problem(safe).isEmpty() ? safe : cut("_" + safe, MOST);
  }

  private static String cut(String text, int most) {
    return text.length() > most ? text.substring(0, most) : text;
  }
}
