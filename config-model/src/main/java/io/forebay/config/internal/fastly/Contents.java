package io.forebay.config.internal.fastly;

import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.Shown;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a text by their kind: of a single object, a list of them, a version of a service,
 * or a service with its version. Filled by one thread, then never changed.
 */
final class Contents {
  /** What a version and a service say of themselves. */
  private static final Set<String> OF_A_VERSION =
      Set.of(
          "active",
          "created_at",
          "customer_id",
          "deleted_at",
          "deployed",
          "environments",
          "id",
          "locked",
          "name",
          "number",
          "publish_key",
          "service_id",
          "staging",
          "testing",
          "type",
          "updated_at",
          "version",
          "versions");

  private static final String EXPECTED =
      " (expected: a backend, healthcheck, director or condition, a list of them, or a version)";

  private final Report report;
  private final Map<Kind, List<Node.Mapping>> objects = new EnumMap<>(Kind.class);
  private final Set<Kind> listed = EnumSet.noneOf(Kind.class);

  private Contents(Report report) {
    this.report = report;
    for (Kind kind : Kind.values()) {
      objects.put(kind, new ArrayList<>());
    }
  }

  static Contents of(Node root, Report report) {
    Contents contents = new Contents(report);
    if (root instanceof Node.Sequence list) {
      list.items().forEach(contents::addItem);
    } else if (root instanceof Node.Mapping mapping) {
      contents.addRoot(mapping);
    } else {
      report.found(root.at(), () -> root.described(true) + EXPECTED);
    }
    return contents;
  }

  /** The objects of a kind, in order. */
  List<Node.Mapping> of(Kind kind) {
    return objects.getOrDefault(kind, List.of());
  }

  /** Whether the text claims to hold every object of a kind, so that a missing one is an error. */
  boolean lists(Kind kind) {
    return listed.contains(kind);
  }

  private void addItem(Node item) {
    if (item instanceof Node.Mapping mapping) {
      addObject(mapping);
    } else {
      report.found(item.at(), () -> item.described(true) + EXPECTED);
    }
  }

  private void addRoot(Node.Mapping root) {
    if (!Kind.isDirector(root)) {
      if (isVersion(root)) {
        addVersion(root);
        return;
      }
      Optional<String> inner = inner(root, "active_version").or(() -> inner(root, "version"));
      if (inner.isPresent()) {
        addService(root, inner.get());
        return;
      }
    }
    addObject(root);
  }

  private static Optional<String> inner(Node.Mapping root, String key) {
    return value(root, key) instanceof Node.Mapping version && isVersion(version)
        ? Optional.of(key)
        : Optional.empty();
  }

  private static @Nullable Node value(Node.Mapping mapping, String key) {
    Node.Entry entry = mapping.entries().get(key);
    return entry == null ? null : entry.value();
  }

  private static boolean isVersion(Node.Mapping mapping) {
    return mapping.entries().values().stream()
        .anyMatch(
            entry -> Kind.under(entry.name()) != null && !(entry.value() instanceof Node.Scalar));
  }

  /** A service shows the version in force and the one asked for; the first is what counts. */
  private void addService(Node.Mapping root, String key) {
    refuseTwice(root);
    if (value(root, key) instanceof Node.Mapping version) {
      addVersion(version);
    }
    for (Node.Entry entry : root.entries().values()) {
      if (!entry.name().equals(key)) {
        leaveOut(entry);
      }
    }
  }

  private void addVersion(Node.Mapping version) {
    refuseTwice(version);
    for (Node.Entry entry : version.entries().values()) {
      Kind kind = Kind.under(entry.name());
      if (kind == null) {
        leaveOut(entry);
      } else {
        listed.add(kind);
        addAll(kind, entry);
      }
    }
  }

  private void refuseTwice(Node.Mapping mapping) {
    mapping
        .duplicates()
        .forEach(
            twice ->
                report.found(
                    twice.at(),
                    () ->
                        "key '"
                            + Shown.of(twice.name())
                            + "' is there twice (first at "
                            + twice.first()
                            + ")"));
  }

  private void addAll(Kind kind, Node.Entry entry) {
    if (Fields.isEmpty(entry.value())) {
      return;
    }
    List<Node> items =
        entry.value() instanceof Node.Sequence list ? list.items() : List.of(entry.value());
    for (Node item : items) {
      if (item instanceof Node.Mapping mapping) {
        of(kind).add(mapping);
      } else {
        report.found(
            item.at(),
            () -> Shown.of(entry.name()) + ": expected an object but was " + item.described(true));
      }
    }
  }

  private void leaveOut(Node.Entry entry) {
    boolean scalar = entry.value() instanceof Node.Scalar;
    boolean silent = OF_A_VERSION.contains(entry.name());
    if (Fields.isEmpty(entry.value()) || (silent && (scalar || entry.name().equals("versions")))) {
      return;
    }
    String what =
        entry.value() instanceof Node.Sequence list ? " (" + list.items().size() + " entries)" : "";
    report.note(
        entry.at(), "'" + Shown.of(entry.name()) + "'" + what + ": left out: not about backends");
  }

  private void addObject(Node.Mapping object) {
    Kind kind = Kind.of(object);
    if (kind == Kind.OTHER) {
      report.note(object.at(), "an object that is not about backends: left out");
      return;
    }
    if (kind == Kind.BACKEND && isReply(object)) {
      String words = said(object, "msg", said(object, "title", "no reason"));
      String detail = said(object, "detail", "");
      report.found(
          object.at(),
          () ->
              "an error of the API: "
                  + Shown.of(words)
                  + (detail.isEmpty() ? "" : ": " + Shown.of(detail))
                  + EXPECTED);
      return;
    }
    of(kind).add(object);
  }

  /** What is said in place of an object: an error, or that something is done. */
  private static boolean isReply(Node.Mapping object) {
    Set<String> keys = object.entries().keySet();
    return !keys.contains("name") && (keys.contains("msg") || keys.contains("title"));
  }

  private static String said(Node.Mapping object, String key, String otherwise) {
    return value(object, key) instanceof Node.Scalar scalar && !scalar.text().isEmpty()
        ? scalar.text()
        : otherwise;
  }
}
