package io.forebay.config.internal.form;

import io.forebay.config.NamedRefinement;
import io.forebay.config.internal.tree.NearMiss;
import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.Position;
import io.forebay.config.internal.tree.Shown;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ExchangeAttribute;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.Origin;
import io.forebay.spec.Origins;
import io.forebay.spec.Refinement;
import io.forebay.spec.TokenNames;
import io.forebay.spec.TokenSources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the refinements, with Couper's words for what they may not do. Used once, by one thread.
 */
final class RefinementsReader {
  static final Place REFINEMENTS = Place.top("refinements");
  static final String BACKEND = "backend";

  private final Scope scope;
  private final Set<String> backendLabels;
  private final Map<String, Origins> origins;
  private final Map<String, Draft> drafts = new LinkedHashMap<>();
  private final Map<String, String> roots = new HashMap<>();
  private final Sayings said;

  /** A refinement whose reference is not followed yet; {@code written} is the reference's text. */
  private record Draft(
      String of,
      String written,
      Position ofAt,
      Refinement manners,
      Optional<Pin> pin,
      Bound said) {}

  /** An origin that a refinement repeats. */
  private record Pin(Origin origin, Position at) {}

  /**
   * Starts with what is defined.
   *
   * @param backendLabels the labels of all backends, also of those with findings
   * @param origins the origins of those where it can be read
   * @param said is told where the values of refinements are said
   */
  RefinementsReader(
      Scope scope, Set<String> backendLabels, Map<String, Origins> origins, Sayings said) {
    this.scope = scope;
    this.backendLabels = backendLabels;
    this.origins = origins;
    this.said = said;
  }

  /** Reads the refinements. */
  Map<String, NamedRefinement> read(Node.Mapping mapping) {
    scope.duplicates(mapping, REFINEMENTS, "backend labels must be unique:");
    for (Node.Entry entry : mapping.entries().values()) {
      BackendsReader.checkLabel(entry, REFINEMENTS, scope);
      if (backendLabels.contains(entry.name())) {
        scope.found(
            entry.at(),
            REFINEMENTS,
            () -> "backend labels must be unique: '" + Shown.of(entry.name()) + "' is a backend");
      }
      draft(entry);
    }
    drafts.keySet().removeAll(backendLabels);
    drafts.keySet().forEach(label -> check(label, mapping));
    Map<String, NamedRefinement> refinements = new LinkedHashMap<>();
    drafts.forEach(
        (label, draft) -> refinements.put(label, new NamedRefinement(draft.of(), draft.manners())));
    return refinements;
  }

  /**
   * Finds tokens that are named and that the refined backend does not have.
   *
   * @param tokens those of the backends where they can be read
   */
  void checkTokens(Map<String, TokenSources> tokens) {
    drafts.forEach(
        (label, draft) -> {
          TokenSources known = tokens.get(roots.getOrDefault(label, label));
          if (known != null) {
            checkTokens(label, draft, known);
          }
        });
  }

  private void checkTokens(String label, Draft draft, TokenSources tokens) {
    Refinement manners = draft.manners();
    TokenNames.problems(manners.appliedTo(ExchangeSpec.DEFAULT), manners.attributes(), tokens)
        .forEach(
            (attribute, problem) ->
                scope.found(
                    draft.said().at(attribute, draft.ofAt()),
                    REFINEMENTS.child(label).child(attribute.key()),
                    () -> problem));
  }

  private void draft(Node.Entry entry) {
    Place place = REFINEMENTS.child(entry.name());
    if (!(entry.value() instanceof Node.Mapping mapping)) {
      scope.wrong(entry.value(), place, "a mapping", true);
      return;
    }
    scope.duplicates(mapping, place, "duplicate key");
    Bound bound = new Bound();
    mapping.without(BACKEND).entries().values().forEach(key -> bind(key, place, bound));
    said.refinement(entry.name(), bound);
    Node.Entry of = mapping.entries().get(BACKEND);
    if (of == null) {
      scope.found(
          entry.at(),
          place,
          () -> "backend: missing (expected: the label of a backend or refinement)");
      return;
    }
    Shapes.LABEL
        .read(of.value(), place.child(BACKEND), scope)
        .ifPresent(label -> drafts.put(entry.name(), draft(label, of.value(), bound)));
  }

  private static Draft draft(String label, Node of, Bound bound) {
    String written = of instanceof Node.Scalar scalar ? scalar.text() : label;
    return new Draft(label, written, of.at(), manners(bound), pin(bound), bound);
  }

  private void bind(Node.Entry entry, Place place, Bound bound) {
    Optional<Key<BackendSpec, ?>> key = Keys.BACKEND.find(entry.name());
    if (key.isEmpty()) {
      scope.unknown(entry, place, names());
    } else if (Keys.refinable(key.get())) {
      bound.read(key.get(), entry, place, scope);
    } else {
      scope.found(
          entry.at(),
          place,
          () -> "backend reference: refinement for \"" + entry.name() + "\" is not permitted");
    }
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>(Keys.BACKEND.names());
    names.add(BACKEND);
    return names;
  }

  private static Optional<Pin> pin(Bound bound) {
    return bound
        .get(Keys.ORIGIN)
        .map(origin -> new Pin(origin, bound.at(Keys.ORIGIN, Position.START)));
  }

  private static Refinement manners(Bound bound) {
    Refinement manners = Refinement.NONE;
    for (Key<BackendSpec, ?> key : Keys.BACKEND.keys()) {
      manners = with(manners, key, bound);
    }
    return manners;
  }

  private static <T> Refinement with(Refinement manners, Key<BackendSpec, T> key, Bound bound) {
    Optional<ExchangeAttribute<T>> attribute = key.attribute();
    Optional<T> value = bound.get(key);
    return attribute.isPresent() && value.isPresent()
        ? manners.with(attribute.get(), value.get())
        : manners;
  }

  /** Follows the references from one refinement to its backend; each is followed once. */
  private void check(String label, Node.Mapping mapping) {
    Set<String> chain = new LinkedHashSet<>();
    String next = label;
    Draft draft = drafts.get(label);
    while (draft != null && !roots.containsKey(next)) {
      if (!chain.add(next)) {
        foundCircle(next, draft, chain);
        break;
      }
      if (!isDefined(draft.of(), mapping)) {
        foundUndefined(next, draft, mapping);
      }
      next = draft.of();
      draft = drafts.get(next);
    }
    String root = roots.getOrDefault(next, next);
    chain.forEach(each -> roots.put(each, root));
    checkOrigin(label, origins.get(root));
  }

  private boolean isDefined(String label, Node.Mapping mapping) {
    return backendLabels.contains(label) || mapping.entries().containsKey(label);
  }

  private void foundUndefined(String label, Draft draft, Node.Mapping mapping) {
    scope.found(
        draft.ofAt(),
        REFINEMENTS.child(label),
        () ->
            "referenced backend \""
                + Shown.of(draft.written())
                + "\" is not defined"
                + NearMiss.hint(draft.written(), otherLabels(label, mapping)));
  }

  private Set<String> otherLabels(String label, Node.Mapping mapping) {
    Set<String> labels = new LinkedHashSet<>(backendLabels);
    labels.addAll(mapping.entries().keySet());
    labels.remove(label);
    return labels;
  }

  private void foundCircle(String label, Draft draft, Set<String> chain) {
    List<String> circle = new ArrayList<>(chain);
    circle.subList(0, circle.indexOf(label)).clear();
    circle.add(label);
    scope.found(
        draft.ofAt(),
        REFINEMENTS.child(label),
        () -> "circular reference: " + Shown.of(String.join(",", circle)));
  }

  private void checkOrigin(String label, @Nullable Origins origins) {
    Optional.ofNullable(drafts.get(label))
        .flatMap(Draft::pin)
        .filter(pin -> origins != null && !Origins.only(pin.origin()).equals(origins))
        .ifPresent(
            pin ->
                scope.found(
                    pin.at(),
                    REFINEMENTS.child(label),
                    () -> "backend reference: origin must be equal"));
  }
}
