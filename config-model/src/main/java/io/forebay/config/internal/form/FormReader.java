package io.forebay.config.internal.form;

import io.forebay.config.DefinitionException;
import io.forebay.config.NamedRefinement;
import io.forebay.config.internal.tree.Findings;
import io.forebay.config.internal.tree.Layers;
import io.forebay.config.internal.tree.NearMiss;
import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.Position;
import io.forebay.config.internal.tree.Shown;
import io.forebay.config.internal.tree.Source;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.TokenReferences;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads a definition in our own form. Used once, by one thread. */
public final class FormReader {
  static final String DEFAULTS = "defaults";
  private static final String VERSION = "1";
  private static final Pattern FILE_NAME = Pattern.compile("\\.(json|ya?ml)\\z");
  private static final Node.Mapping NOTHING = new Node.Mapping(Position.START, Map.of(), List.of());

  private final Findings findings;
  private final Scope scope;

  private FormReader(Findings findings, Scope scope) {
    this.findings = findings;
    this.scope = scope;
  }

  /**
   * Reads a text.
   *
   * @param environment what <code>${env:NAME}</code> stands for
   * @throws io.forebay.config.DefinitionException with everything that is wrong with it
   */
  public static Form read(Source source, Function<String, Optional<String>> environment) {
    return read(List.of(source), environment);
  }

  /**
   * Reads texts, each laid over those before it.
   *
   * @param environment what <code>${env:NAME}</code> stands for
   * @throws io.forebay.config.DefinitionException with everything that is wrong with them
   */
  public static Form read(List<Source> layers, Function<String, Optional<String>> environment) {
    Findings findings = new Findings(layers.stream().map(Source::name).toList());
    Optional<Node> root = Optional.empty();
    boolean broken = false;
    for (int i = 0; i < layers.size(); i++) {
      try {
        Optional<Node> layer = Layers.read(i, layers.get(i), findings);
        root =
            root.isPresent() && layer.isPresent()
                ? Optional.of(Layering.over(root.get(), layer.get()))
                : root.or(() -> layer);
      } catch (DefinitionException e) {
        broken = true; // It says what was found so far; the other texts are looked at all the same.
      }
    }
    if (broken) {
      findings.throwIfAny();
    }
    List<References> references =
        layers.stream().map(layer -> new References(environment, layer.directory())).toList();
    return new FormReader(findings, new Scope(findings, references)).read(root);
  }

  private Form read(Optional<Node> root) {
    Node.Mapping top = top(root);
    top.entries().values().forEach(this::checkTop);
    BackendsReader backendsReader = new BackendsReader(scope);
    Node.Entry defaults = top.entries().get(DEFAULTS);
    if (defaults != null) {
      backendsReader.readDefaults(defaults.value());
    }
    Node.Mapping backendNodes = mapping(top, BackendsReader.BACKENDS);
    Map<String, BackendSpec> backends = backendsReader.read(backendNodes);
    Set<String> labels = backendNodes.entries().keySet();
    RefinementsReader refinementsReader =
        new RefinementsReader(scope, labels, backendsReader.origins(), backendsReader.said());
    Map<String, NamedRefinement> refinements =
        refinementsReader.read(mapping(top, RefinementsReader.REFINEMENTS));
    refinementsReader.checkTokens(backendsReader.tokens());
    checkTokens(backends, refinements, backendNodes);
    findings.throwIfAny();
    return new Form(backends, refinements, scope.referring(), backendsReader.said());
  }

  /** Who is asked for tokens has to be there; one with other findings is. */
  private void checkTokens(
      Map<String, BackendSpec> backends,
      Map<String, NamedRefinement> refinements,
      Node.Mapping nodes) {
    if (!backends.keySet().equals(nodes.entries().keySet())) {
      return;
    }
    Map<String, String> of = new HashMap<>();
    refinements.forEach((label, named) -> of.put(label, named.of()));
    TokenReferences references = new TokenReferences(backends, of);
    backends.forEach(
        (label, spec) ->
            references
                .problems(spec)
                .forEach(
                    problem ->
                        scope.found(
                            Objects.requireNonNull(nodes.entries().get(label)).at(),
                            BackendsReader.BACKENDS.child(label),
                            () -> problem)));
  }

  private Node.Mapping top(Optional<Node> root) {
    if (root.isEmpty()) {
      findings.throwIfAny();
      throw findings.fatal(Position.START, "nothing is defined (expected: backends)");
    }
    if (Scope.is(root.get(), Node.Kind.REFUSED)) {
      findings.throwIfAny();
    }
    if (!(root.get() instanceof Node.Mapping mapping)) {
      throw findings.fatal(
          root.get().at(),
          "expected a mapping with backends but was "
              + root.get().described(true)
              + (isFileName(root.get()) ? " (to read a file: read(Path))" : ""));
    }
    for (Node.Duplicate duplicate : mapping.duplicates()) {
      findings.add(
          duplicate.at(),
          () -> "duplicate key '" + duplicate.name() + "' (first at " + duplicate.first() + ")");
    }
    if (isNothing(mapping, "backends") && isNothing(mapping, "refinements")) {
      findings.add(mapping.at(), () -> "nothing is defined (expected: backends)");
    }
    return mapping;
  }

  private static boolean isFileName(Node node) {
    return node instanceof Node.Scalar scalar && FILE_NAME.matcher(scalar.text()).find();
  }

  private static boolean isNothing(Node.Mapping mapping, String key) {
    Node.Entry entry = mapping.entries().get(key);
    return entry == null || Scope.is(entry.value(), Node.Kind.NULL);
  }

  private void checkTop(Node.Entry entry) {
    if (!Keys.TOP.contains(entry.name())) {
      findings.add(
          entry.at(),
          () ->
              "unknown key '"
                  + Shown.of(entry.name())
                  + "'"
                  + NearMiss.hint(entry.name(), Keys.TOP));
      return;
    }
    if (entry.name().equals("forebay") && !isVersion(entry.value())) {
      scope.wrong(entry.value(), Place.top("forebay"), "version " + VERSION, false);
    }
  }

  private static boolean isVersion(Node node) {
    return node instanceof Node.Scalar scalar
        && scalar.kind() == Node.Kind.NUMBER
        && scalar.text().equals(VERSION);
  }

  private Node.Mapping mapping(Node.Mapping top, Place place) {
    Node.Entry entry = top.entries().get(place.name());
    if (entry == null || Scope.is(entry.value(), Node.Kind.NULL)) {
      return NOTHING;
    }
    if (entry.value() instanceof Node.Mapping mapping) {
      return mapping;
    }
    scope.wrong(entry.value(), place, "a mapping", true);
    return NOTHING;
  }
}
