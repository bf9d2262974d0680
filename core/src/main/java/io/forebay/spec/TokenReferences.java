package io.forebay.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which backends ask which others for tokens, and what is wrong with that. Pure. */
public final class TokenReferences {
  private final Map<String, BackendSpec> backends;
  private final Map<String, String> refinements;

  /**
   * Among these.
   *
   * @param backends by label
   * @param refinements what they refine, by label
   */
  public TokenReferences(Map<String, BackendSpec> backends, Map<String, String> refinements) {
    this.backends = Map.copyOf(backends);
    this.refinements = Map.copyOf(refinements);
  }

  /** What is wrong with where a backend gets its tokens; empty if nothing is. */
  public List<String> problems(BackendSpec spec) {
    if (spec.tokens().endpoints().isEmpty()) {
      return List.of();
    }
    List<String> problems = new ArrayList<>();
    for (String label : labels(spec)) {
      if (base(label).isEmpty()) {
        problems.add("referenced backend \"" + label + "\" is not defined");
      }
    }
    circle(spec, spec.label(), List.of(spec.label()))
        .ifPresent(way -> problems.add("circular reference: " + String.join(",", way)));
    return problems;
  }

  /** The labels of a backend, and of those that it opens for itself. */
  private static List<String> labels(BackendSpec spec) {
    List<String> labels = new ArrayList<>();
    for (TokenEndpoint endpoint : spec.tokens().endpoints()) {
      endpoint.label().ifPresent(labels::add);
      if (endpoint.via() instanceof TokenEndpoint.Own own) {
        labels.addAll(labels(own.backend()));
      }
    }
    return labels;
  }

  private Optional<BackendSpec> base(String label) {
    String at = label;
    for (int i = 0; i <= refinements.size(); i++) {
      BackendSpec spec = backends.get(at);
      String of = refinements.get(at);
      if (spec != null || of == null) {
        return Optional.ofNullable(spec);
      }
      at = of;
    }
    return Optional.empty(); // A refinement of itself, which is found elsewhere.
  }

  /** The way back to {@code start}; who is in a circle tells it, and nobody else. */
  private Optional<List<String>> circle(BackendSpec from, String start, List<String> way) {
    for (String label : labels(from)) {
      Optional<BackendSpec> next = base(label);
      if (next.isEmpty()) {
        continue;
      }
      List<String> longer = new ArrayList<>(way);
      longer.add(next.get().label());
      if (next.get().label().equals(start)) {
        return Optional.of(longer);
      }
      if (!way.contains(next.get().label())) {
        Optional<List<String>> found = circle(next.get(), start, longer);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }
}
