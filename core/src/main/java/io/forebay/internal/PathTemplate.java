package io.forebay.internal;

import io.forebay.internal.pipeline.Percent;
import io.forebay.spec.Reference;
import io.forebay.spec.Template;
import io.forebay.spec.UnboundVariableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The caller's path, whose variables are percent-encoded for where they stand. The text between
 * them is sent as it is written.
 */
record PathTemplate(List<Template.Part> parts) {

  static PathTemplate parse(String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("path: \"" + path + "\" (expected: a leading slash)");
    }
    List<Template.Part> parts = Template.parseParts(path);
    for (Template.Part part : parts) {
      if (part instanceof Reference reference) {
        throw new IllegalArgumentException("path: " + reference + " is no variable");
      }
    }
    return new PathTemplate(parts);
  }

  /** The variables in the order of their first place. */
  List<String> variables() {
    List<String> names = new ArrayList<>();
    for (Template.Part part : parts) {
      if (part instanceof Template.Variable variable && !names.contains(variable.name())) {
        names.add(variable.name());
      }
    }
    return names;
  }

  /**
   * Path and query with every variable in place.
   *
   * @throws UnboundVariableException if one has no value
   * @throws IllegalArgumentException if a path segment would become {@code .} or {@code ..}
   */
  String fill(Map<String, String> values) {
    StringBuilder filled = new StringBuilder();
    for (Template.Part part : parts) {
      if (part instanceof Template.Literal literal) {
        filled.append(literal.text());
      } else if (part instanceof Template.Variable variable) {
        filled.append(Percent.component(bound(variable.name(), values)));
      }
    }
    refuseDots(filled.toString());
    return filled.toString();
  }

  private static String bound(String name, Map<String, String> values) {
    String value = values.get(name);
    if (value == null) {
      throw new UnboundVariableException(name);
    }
    return value;
  }

  /** OkHttp would resolve them, and the request would go elsewhere than it says. */
  private static void refuseDots(String filled) {
    int query = filled.indexOf('?');
    String path = query < 0 ? filled : filled.substring(0, query);
    if (!path.contains("/.") && !path.contains("/%2")) {
      return;
    }
    for (String segment : path.split("/", -1)) {
      String plain = segment.replace("%2e", ".").replace("%2E", ".");
      if (plain.equals(".") || plain.equals("..")) {
        throw new IllegalArgumentException("path: holds a '" + segment + "' segment");
      }
    }
  }
}
