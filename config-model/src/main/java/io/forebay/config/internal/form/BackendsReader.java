package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.Shown;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ExchangeAttribute;
import io.forebay.spec.Labels;
import io.forebay.spec.Origins;
import io.forebay.spec.TokenNames;
import io.forebay.spec.TokenSources;
import io.forebay.spec.TransportSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the backends, and the defaults that hold for them. Used once, by one thread. */
final class BackendsReader {
  static final Place BACKENDS = Place.top("backends");
  static final Place DEFAULTS = Place.top("defaults");

  private final Scope scope;
  private final Bound defaults = new Bound();
  private final Set<Key<?, ?>> referring = new HashSet<>();
  private final Map<String, Origins> origins = new HashMap<>();
  private final Map<String, TokenSources> tokens = new HashMap<>();
  private final Sayings said;

  BackendsReader(Scope scope) {
    this.scope = scope;
    said = scope.sayings(defaults);
  }

  /** Reads what holds for every backend that does not say otherwise. */
  void readDefaults(Node node) {
    if (!(node instanceof Node.Mapping mapping)) {
      scope.wrong(node, DEFAULTS, "a mapping", true);
      return;
    }
    scope.duplicates(mapping, DEFAULTS, "duplicate key");
    for (Node.Entry entry : mapping.entries().values()) {
      Keys.BACKEND
          .find(entry.name())
          .ifPresentOrElse(
              key -> readDefault(key, entry),
              () -> scope.unknown(entry, DEFAULTS, Keys.BACKEND.names()));
    }
  }

  private void readDefault(Key<BackendSpec, ?> key, Node.Entry entry) {
    if (Keys.NOT_FOR_DEFAULTS.contains(key)) {
      scope.found(
          entry.at(), DEFAULTS, () -> "'" + key + "' is not permitted (expected: in each backend)");
      return;
    }
    defaults.read(key, entry, DEFAULTS, scope);
    if (scope.referring().isWithin(DEFAULTS.child(key.name()))) {
      referring.add(key);
    }
  }

  /** Reads the backends; those with findings are left out. */
  Map<String, BackendSpec> read(Node.Mapping mapping) {
    scope.duplicates(mapping, BACKENDS, "backend labels must be unique:");
    Map<String, BackendSpec> backends = new LinkedHashMap<>();
    for (Node.Entry entry : mapping.entries().values()) {
      boolean named = checkLabel(entry, BACKENDS, scope);
      backend(entry, named).ifPresent(spec -> backends.put(entry.name(), spec));
    }
    return backends;
  }

  /** The origins of the backends that were read, also of those with other findings. */
  Map<String, Origins> origins() {
    return origins;
  }

  /** The tokens of the backends that were read, where they can be read themselves. */
  Map<String, TokenSources> tokens() {
    return tokens;
  }

  /** Where each value of a backend is said. */
  Sayings said() {
    return said;
  }

  /** Whether an entry is named by a label; if it is not, that is a finding. */
  static boolean checkLabel(Node.Entry entry, Place place, Scope scope) {
    Optional<String> problem = Labels.problem(entry.name());
    if (problem.isPresent()) {
      scope.found(entry.at(), place, () -> "'" + Shown.of(entry.name()) + "': " + problem.get());
    }
    return problem.isEmpty();
  }

  private Optional<BackendSpec> backend(Node.Entry entry, boolean named) {
    Place place = BACKENDS.child(entry.name());
    if (!(entry.value() instanceof Node.Mapping mapping)) {
      scope.wrong(entry.value(), place, "a mapping", true);
      return Optional.empty();
    }
    Bound bound = Keys.BACKEND.read(mapping, place, scope);
    Optional<Origins> found = origins(bound, entry, place);
    found.ifPresent(some -> origins.put(entry.name(), some));
    inherit(bound, place);
    said.backend(entry.name(), bound);
    TransportSpec transport =
        found.map(TransportSpec::of).orElse(Setting.USUAL); // Its findings count all the same.
    List<Key<BackendSpec, ?>> keys = bound.said(Keys.BACKEND.keys());
    for (Key<BackendSpec, ?> key : keys) {
      transport = with(transport, key, bound, entry);
    }
    if (found.isEmpty() || !named) {
      return Optional.empty();
    }
    BackendSpec spec = Keys.backend(entry.name(), keys, bound, transport);
    if (!unread(Keys.OAUTH2, bound) && !unread(Keys.TOKEN_REQUEST, bound)) {
      tokens.put(entry.name(), spec.tokens());
      checkTokens(spec, keys, bound, entry);
    }
    return Optional.of(spec);
  }

  private boolean unread(Key<?, ?> key, Bound bound) {
    return (bound.given(key) || defaults.given(key)) && !bound.says(key);
  }

  /** What nobody says names no token. */
  private void checkTokens(
      BackendSpec spec, List<Key<BackendSpec, ?>> said, Bound bound, Node.Entry entry) {
    Place place = BACKENDS.child(entry.name());
    List<ExchangeAttribute<?>> attributes = new ArrayList<>(said.size());
    for (Key<BackendSpec, ?> key : said) {
      key.attribute().ifPresent(attributes::add);
    }
    TokenNames.problems(spec.exchange(), attributes, spec.tokens())
        .forEach(
            (attribute, problem) ->
                scope.found(
                    bound.at(attribute, defaults.at(attribute, entry.at())),
                    place.child(attribute.key()),
                    () -> problem));
  }

  private Optional<Origins> origins(Bound bound, Node.Entry entry, Place place) {
    if (bound.given(Keys.ORIGINS) && bound.given(Keys.ORIGIN)) {
      scope.found(
          bound.at(Keys.ORIGINS, entry.at()),
          place,
          () -> "origins: along with origin (expected: one of them)");
      return Optional.empty();
    }
    if (!bound.given(Keys.ORIGINS) && !bound.given(Keys.ORIGIN)) {
      scope.found(entry.at(), place, () -> "origin: missing (expected: an absolute URL)");
    }
    return bound.get(Keys.ORIGIN).map(Origins::only).or(() -> bound.get(Keys.ORIGINS));
  }

  private <T> TransportSpec with(
      TransportSpec transport, Key<BackendSpec, T> key, Bound bound, Node.Entry entry) {
    try {
      return key.replacedIn(transport, bound.get(key).orElseThrow());
    } catch (IllegalArgumentException e) {
      scope.found(
          bound.at(key, entry.at()),
          BACKENDS.child(entry.name()),
          () -> String.valueOf(e.getMessage()));
      return transport;
    }
  }

  private void inherit(Bound bound, Place place) {
    for (Key<?, ?> key : defaults.given()) {
      if (!bound.given(key)) {
        bound.inherit(key, defaults);
        if (referring.contains(key)) {
          scope.referring().inherit(place.child(key.name()), DEFAULTS.child(key.name()));
        }
      }
    }
  }
}
