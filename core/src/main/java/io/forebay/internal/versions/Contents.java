package io.forebay.internal.versions;

import io.forebay.RegistryContent;
import io.forebay.RegistryContent.Named;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Labels;
import io.forebay.spec.Refinement;
import io.forebay.spec.TokenReferences;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Edits of what a version defines: from one value to the next. Pure. */
public final class Contents {
  private Contents() {}

  /** The labels of backends and refinements. */
  public static Set<String> labels(RegistryContent content) {
    Set<String> labels = new LinkedHashSet<>(content.backends().keySet());
    labels.addAll(content.refinements().keySet());
    return labels;
  }

  /**
   * The same, with what another content defines alike in place of its equals: versions of one text
   * that was read again and again share what did not change.
   */
  static RegistryContent sharing(RegistryContent content, RegistryContent before) {
    Map<String, BackendSpec> backends = new LinkedHashMap<>(content.backends());
    backends.replaceAll((label, spec) -> shared(spec, before.backends().get(label)));
    Map<String, Named> refinements = new LinkedHashMap<>(content.refinements());
    refinements.replaceAll((label, named) -> shared(named, before.refinements().get(label)));
    return new RegistryContent(backends, refinements);
  }

  private static <T> T shared(T one, @Nullable T before) {
    return before != null && before.equals(one) ? before : one;
  }

  /** Who asks whom for tokens. */
  public static TokenReferences tokenReferences(RegistryContent content) {
    Map<String, String> refinements = new LinkedHashMap<>();
    content.refinements().forEach((label, named) -> refinements.put(label, named.of()));
    return new TokenReferences(content.backends(), refinements);
  }

  /** With one more backend. */
  static RegistryContent with(RegistryContent content, BackendSpec spec, int version) {
    requireFree(content, spec.label(), version);
    Map<String, BackendSpec> more = new LinkedHashMap<>(content.backends());
    more.put(spec.label(), spec);
    return new RegistryContent(more, content.refinements());
  }

  /** With one more refinement. */
  static RegistryContent with(RegistryContent content, String label, Named named, int version) {
    Labels.problem(label)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException("refinement '" + label + "': " + problem);
            });
    requireFree(content, label, version);
    Map<String, Named> more = new LinkedHashMap<>(content.refinements());
    more.put(label, named);
    return new RegistryContent(content.backends(), more);
  }

  private static void requireFree(RegistryContent content, String label, int version) {
    if (labels(content).contains(label)) {
      throw new IllegalStateException(
          "Duplicate record: version "
              + version
              + " already has a backend or refinement '"
              + label
              + "'");
    }
  }

  /** With a backend defined otherwise, at the same place. */
  static RegistryContent changed(
      RegistryContent content, String label, UnaryOperator<BackendSpec> change, int version) {
    BackendSpec before = content.backends().get(label);
    if (before == null) {
      throw History.notFound("backend", label, version);
    }
    BackendSpec after = change.apply(before);
    if (!after.label().equals(label)) {
      requireFree(content, after.label(), version);
    }
    Map<String, BackendSpec> backends = new LinkedHashMap<>();
    content
        .backends()
        .forEach(
            (each, spec) -> {
              BackendSpec kept = each.equals(label) ? after : spec;
              backends.put(kept.label(), kept);
            });
    return new RegistryContent(backends, content.refinements());
  }

  /** With some manners replaced in a backend or a refinement. */
  static RegistryContent changed(
      RegistryContent content, String label, Refinement given, int version) {
    Named named = content.refinements().get(label);
    if (named == null) {
      return changed(
          content, label, spec -> spec.withExchange(given.appliedTo(spec.exchange())), version);
    }
    Map<String, Named> refinements = new LinkedHashMap<>(content.refinements());
    refinements.put(label, new Named(named.of(), named.manners().then(given)));
    return new RegistryContent(content.backends(), refinements);
  }

  /** Without a backend or a refinement. */
  static RegistryContent without(RegistryContent content, String label, int version) {
    Map<String, BackendSpec> backends = new LinkedHashMap<>(content.backends());
    Map<String, Named> refinements = new LinkedHashMap<>(content.refinements());
    BackendSpec backend = backends.remove(label);
    Named refinement = refinements.remove(label);
    if (backend == null && refinement == null) {
      throw History.notFound("backend or refinement", label, version);
    }
    return new RegistryContent(backends, refinements);
  }

  /**
   * The refinements, each after what it refines. One whose base is nowhere, or that refines itself
   * in a circle, is left out and told.
   */
  public static Map<String, Named> ordered(RegistryContent content, List<String> findings) {
    Map<String, Named> ordered = new LinkedHashMap<>();
    for (String label : content.refinements().keySet()) {
      if (!ordered.containsKey(label)) {
        place(content, label, ordered, findings);
      }
    }
    return ordered;
  }

  private static void place(
      RegistryContent content, String label, Map<String, Named> ordered, List<String> findings) {
    List<String> chain = new ArrayList<>();
    String next = label;
    do {
      chain.add(0, next);
      next = refinement(content, next).of();
    } while (onlyRefinement(content, next) && !ordered.containsKey(next) && !chain.contains(next));
    if (content.backends().containsKey(next) || ordered.containsKey(next)) {
      chain.forEach(each -> ordered.put(each, refinement(content, each)));
    } else if (chain.contains(next)) {
      findings.add("'" + label + "': refines itself, by way of " + chain);
    } else if (chain.size() == 1) {
      findings.add("'" + label + "': referenced backend \"" + next + "\" is not defined");
    } else {
      findings.add("'" + label + "': refines '" + chain.get(0) + "', whose base is not defined");
    }
  }

  private static boolean onlyRefinement(RegistryContent content, String label) {
    return content.refinements().containsKey(label) && !content.backends().containsKey(label);
  }

  private static Named refinement(RegistryContent content, String label) {
    Named named = content.refinements().get(label);
    if (named == null) {
      throw new IllegalStateException("'" + label + "' was found a moment ago");
    }
    return named;
  }
}
