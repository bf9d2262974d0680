package io.forebay.config.internal.couper;

import io.forebay.spec.Labels;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Couper's rule for labels, and labels for what has none in Couper. Not thread-safe. */
final class BackendLabels {
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_]+");
  private static final int LONGEST = 110;

  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> counts = new HashMap<>();

  /** What Couper says against a label; empty: nothing. */
  static Optional<String> problem(String label) {
    if (label.isBlank()) {
      return Optional.of("label is empty");
    }
    if (!LABEL.matcher(label).matches()) {
      return Optional.of(
          "label contains invalid character(s), allowed are 'a-z', 'A-Z', '0-9' and '_'");
    }
    return Labels.problem(label);
  }

  /** Takes a label; false: it is taken already. */
  boolean take(String label) {
    return taken.add(label);
  }

  /** Takes a label that is like the given text: what fits, and unlike any taken before. */
  String derived(String text) {
    String start = text.startsWith("/") ? text.substring(1) : text;
    String fitting = start.replaceAll("[^A-Za-z0-9_.-]+", "\u0000").replaceAll("\u0000$", "");
    fitting = fitting.replace("\u0000_", "_");
    String label = fitting.replace('\u0000', '_');
    label = label.length() > LONGEST ? label.substring(0, LONGEST) : label;
    if (Labels.problem(label).isPresent()) {
      label = "couper_" + label;
    }
    String free = label;
    while (!taken.add(free)) {
      free = label + "_" + counts.merge(label, 1, (found, one) -> found + one);
    }
    return free;
  }
}
