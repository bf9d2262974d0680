package io.forebay.config.internal.couper;

import io.forebay.config.internal.tree.Shown;
import io.forebay.spec.Reference;
import io.forebay.spec.Template;
import io.forebay.spec.Template.Literal;
import io.forebay.spec.Template.Part;
import io.forebay.spec.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What Couper's variables stand for: the environment now, the call's data later. */
final class Variables {
  // What a template in text can name.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
  private static final String FIRST = "[0]";

  private final Function<String, Optional<String>> environment;
  private final Map<String, Template> defaults = new HashMap<>();
  private final Set<String> missing = new HashSet<>();
  private final Report report;

  Variables(Function<String, Optional<String>> environment, Report report) {
    this.environment = environment;
    this.report = report;
  }

  /** What an environment variable stands for where it is not set; a secret stays one. */
  void setDefault(String name, Template text) {
    defaults.put(name, text);
  }

  /** What a variable is in the backend of a label; empty: in none. */
  Known resolve(Expression.Variable variable, String label) {
    List<String> steps = variable.steps();
    return switch (variable.root()) {
      case "env" -> steps.size() == 1 ? environment(variable) : unsayable(variable);
      case "request", "backend_request" -> request(variable);
      case "backend_response" -> response(variable);
      case "backend" -> backend(variable, steps);
      case "backends" ->
          steps.size() > 1 && !label.isEmpty() && steps.get(0).equals(label)
              ? backend(variable, steps.subList(1, steps.size()))
              : unsayable(variable);
      default -> unsayable(variable);
    };
  }

  private Known environment(Expression.Variable variable) {
    String name = variable.steps().get(0);
    Optional<String> found = environment.apply(name);
    Template usual = defaults.get(name);
    if (found.isEmpty() && usual != null) {
      if (missing.add(name)) {
        report.note(variable.at(), variable(name) + " is not set: its default is taken as text");
      }
      return new Known.Single(variable.at(), usual);
    }
    if (found.isEmpty() && missing.add(name)) {
      report.note(variable.at(), variable(name) + " is not set: empty");
    }
    return single(variable, new Literal(found.orElse(""), "${env:" + name + "}"));
  }

  private static String variable(String name) {
    return "environment variable '" + Shown.of(name) + "'";
  }

  private Known request(Expression.Variable variable) {
    List<String> steps = variable.steps();
    String first = steps.isEmpty() ? "" : steps.get(0);
    String root = variable.root() + ".";
    if (steps.size() == 1 && (first.equals("method") || first.equals("path"))) {
      return reference(variable, root + first);
    }
    if (steps.size() == 2 && first.equals("headers")) {
      return named(variable, root + "headers.", steps.get(1));
    }
    if (first.equals("query") && (steps.size() == 2 || at(steps, 2).equals(FIRST))) {
      if (steps.size() == 2) {
        report.note(variable.at(), shown(variable) + " is a list: only its first value is taken");
      }
      return steps.size() <= 3
          ? named(variable, root + "query.", steps.get(1))
          : unsayable(variable);
    }
    boolean param = first.equals("path_params") && steps.size() == 2;
    return param && VARIABLE.matcher(steps.get(1)).matches() && root.equals("request.")
        ? single(variable, new Template.Variable(steps.get(1)))
        : unsayable(variable);
  }

  private static String at(List<String> steps, int index) {
    return index < steps.size() ? steps.get(index) : "";
  }

  private static Known response(Expression.Variable variable) {
    List<String> steps = variable.steps();
    if (steps.equals(List.of("status"))) {
      return reference(variable, "backend_response.status");
    }
    return steps.size() == 2 && steps.get(0).equals("headers")
        ? named(variable, "backend_response.headers.", steps.get(1))
        : unsayable(variable);
  }

  private static Known backend(Expression.Variable variable, List<String> steps) {
    return switch (String.join(".", steps)) {
      case "name", "origin", "health.healthy", "health.state", "health.error" ->
          reference(variable, "backend." + String.join(".", steps));
      case "beta_token" -> reference(variable, "token.default");
      default ->
          steps.size() == 2 && steps.get(0).equals("beta_tokens")
              ? named(variable, "token.", steps.get(1))
              : unsayable(variable);
    };
  }

  private static Known named(Expression.Variable variable, String prefix, String name) {
    return NAME.matcher(name).matches() ? reference(variable, prefix + name) : unsayable(variable);
  }

  private static Known reference(Expression.Variable variable, String name) {
    return single(variable, Reference.of(name));
  }

  private static Known single(Expression.Variable variable, Part part) {
    Value value = new Template(List.of(part));
    return new Known.Single(variable.at(), value);
  }

  private static Known unsayable(Expression.Variable variable) {
    return new Known.Unsayable(variable.at(), shown(variable));
  }

  private static String shown(Expression.Variable variable) {
    StringBuilder text = new StringBuilder(variable.root());
    variable.steps().forEach(step -> text.append(step.startsWith("[") ? "" : ".").append(step));
    return Shown.of(text.toString());
  }
}
