package io.forebay.config.internal.krakend;

import io.forebay.config.internal.tree.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Gives each backend a label that no other has. Not thread-safe. */
final class Labels {
  /** The key of a backend, a comment for KrakenD, that names its label. */
  static final String KEY = "@label";

  private static final int LONGEST = 100;
  private static final Pattern BRACES = Pattern.compile("[{}]");
  private static final Pattern FOREIGN = Pattern.compile("[^A-Za-z0-9_.-]");

  private final Report report;
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  Labels(Report report) {
    this.report = report;
  }

  /** What the endpoint's path makes of it, whether it is taken or not. */
  String derived(String path, String method, int index, int count) {
    StringBuilder label = new StringBuilder(fromPath(path));
    if (!method.equalsIgnoreCase("GET")) {
      label.append('.').append(method.toLowerCase(Locale.ROOT));
    }
    if (count > 1) {
      label.append('.').append(index + 1);
    }
    return label.toString();
  }

  /** What a path alone makes of it. */
  static String fromPath(String path) {
    int start = path.startsWith("/") ? 1 : 0;
    int end = path.endsWith("/") && path.length() > 1 ? path.length() - 1 : path.length();
    String inner = BRACES.matcher(path.substring(start, Math.max(start, end))).replaceAll("");
    String label = FOREIGN.matcher(inner).replaceAll("_");
    if (label.isEmpty()) {
      return "root";
    }
    if (label.startsWith(".") || label.startsWith("-") || label.startsWith("anonymous_")) {
      label = "_" + label;
    }
    return label.length() > LONGEST ? label.substring(0, LONGEST) : label;
  }

  /** The label of a backend: the one that it names, else the derived one; made unique. */
  String of(Node.Mapping backend, String place, String derived) {
    Node.Entry entry = backend.entries().get(KEY);
    String wanted = derived;
    if (entry != null && entry.value() instanceof Node.Scalar scalar) {
      if (io.forebay.spec.Labels.problem(scalar.text()).isEmpty()) {
        wanted = scalar.text();
      } else {
        report.note(entry.at(), place + "." + KEY, "no label; it is '" + derived + "'");
      }
    }
    String label = unique(wanted);
    if (!label.equals(wanted)) {
      report.note(backend.at(), place, "label '" + wanted + "' is taken; it is '" + label + "'");
    }
    return label;
  }

  private String unique(String wanted) {
    String label = wanted;
    while (!taken.add(label)) {
      String suffix = "-" + numbers.merge(wanted, 2, (number, two) -> number + 1);
      // With the suffix it may be no longer than a label can be.
      label = wanted.substring(0, Math.min(wanted.length(), 128 - suffix.length())) + suffix;
    }
    return label;
  }
}
