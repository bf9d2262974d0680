package io.forebay.config.internal.fastly;

import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.Shown;
import io.forebay.health.HealthSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The healthchecks and conditions of a text, which backends refer to by name. Not thread-safe. */
final class Named {
  private final Report report;
  private final boolean allChecks;
  private final boolean allConditions;
  private final Map<String, Fields> names = new HashMap<>();
  private final Map<String, HealthSpec> checks = new HashMap<>();
  private final Map<String, Fields> conditions = new HashMap<>();
  private final Set<Fields> used = new HashSet<>();

  Named(Contents contents, Report report) {
    this.report = report;
    this.allChecks = contents.lists(Kind.HEALTHCHECK);
    this.allConditions = contents.lists(Kind.CONDITION);
    contents.of(Kind.HEALTHCHECK).forEach(this::addCheck);
    contents.of(Kind.CONDITION).forEach(this::addCondition);
  }

  private void addCheck(Node.Mapping mapping) {
    Fields fields = Fields.named(mapping, "healthcheck", report);
    Optional<String> name = fields.name();
    boolean unique = name.isPresent() && unique(name.get(), fields, names);
    Optional<HealthSpec> spec = new HealthReader(fields).read();
    if (unique && spec.isPresent()) {
      checks.put(name.get(), spec.get());
    }
  }

  private void addCondition(Node.Mapping mapping) {
    Fields fields = Fields.named(mapping, "condition", report);
    Optional<String> name = fields.name();
    fields.ignore("statement", "type", "priority", "comment", "deleted_at");
    fields.finish();
    name.ifPresent(text -> unique(text, fields, conditions));
  }

  private static boolean unique(String name, Fields fields, Map<String, Fields> known) {
    Fields first = known.putIfAbsent(name, fields);
    if (first != null) {
      fields.found(
          "name",
          "there is " + first.place() + " already, at " + first.at() + " (expected: another name)");
    }
    return first == null;
  }

  /** The check that a backend names; empty if it names none, or none that can be read. */
  Optional<HealthSpec> check(Fields backend) {
    Optional<String> name = backend.text("healthcheck");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Fields check = names.get(name.get());
    if (check != null) {
      used.add(check);
      return Optional.ofNullable(checks.get(name.get()));
    }
    String what = "'" + Shown.of(name.get()) + "' is not defined";
    if (allChecks) {
      backend.found("healthcheck", what + " (expected: the name of a healthcheck)");
    } else {
      backend.note("healthcheck", what + " in this text: the backend is not checked");
    }
    return Optional.empty();
  }

  /** Whether a backend is chosen by a condition, which becomes a note. */
  boolean condition(Fields backend) {
    Optional<String> name = backend.text("request_condition");
    if (name.isEmpty()) {
      return false;
    }
    String what = "'" + Shown.of(name.get()) + "'";
    Fields condition = conditions.get(name.get());
    if (condition == null && allConditions) {
      backend.found(
          "request_condition", what + " is not defined (expected: the name of a condition)");
      return true;
    }
    String says = "";
    if (condition != null) {
      used.add(condition);
      says = says(condition);
    }
    backend.note(
        "request_condition",
        what + says + ": left out: who calls chooses the backend by its label");
    return true;
  }

  private static String says(Fields condition) {
    String priority = condition.word("priority").orElse("100");
    return condition
        .text("statement")
        .map(text -> " (priority " + Shown.of(priority) + ": " + Shown.of(text) + ")")
        .orElse("");
  }

  /** Adds a note for what no backend refers to. */
  void finish() {
    noteUnused(names);
    noteUnused(conditions);
  }

  private void noteUnused(Map<String, Fields> known) {
    for (Fields fields : known.values()) {
      if (!used.contains(fields)) {
        report.note(fields.at(), fields.place() + ": left out: no backend refers to it");
      }
    }
  }
}
