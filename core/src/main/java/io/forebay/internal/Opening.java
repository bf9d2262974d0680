package io.forebay.internal;

import io.forebay.Backend;
import io.forebay.Environment;
import io.forebay.InvalidBackendException;
import io.forebay.RegistryContent;
import io.forebay.internal.origins.FleetCheck;
import io.forebay.internal.versions.Contents;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.TokenReferences;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a version needs, being made beside what is in force: nothing of it is seen by anybody before
 * it is complete, and all of it can be thrown away. What is not opened yet is checked, so that all
 * that is wrong is found before any of it is in force.
 */
final class Opening {
  private final Era before;
  private final Terms terms;
  private final FleetCheck check;
  private final Function<String, Backend> peers;
  private final TokenReferences references;
  private final List<String> findings = new ArrayList<>();
  private final Map<String, LazyView> views = new LinkedHashMap<>();
  private final List<Slot> fresh = new ArrayList<>();
  private final List<Runnable> renewals = new ArrayList<>();

  /**
   * How backends are opened.
   *
   * @param environment what they use
   * @param eager whether each is opened at once
   */
  record Terms(Environment environment, boolean eager) {}

  /**
   * Makes all that is not in force already.
   *
   * @param before what is in force
   * @param peers finds a backend of the registry by its label, when it is asked
   */
  Opening(RegistryContent content, Era before, Terms terms, Function<String, Backend> peers) {
    this.before = before;
    this.terms = terms;
    this.peers = peers;
    check = new FleetCheck(terms.environment());
    references = Contents.tokenReferences(content);
    content.backends().values().forEach(this::backend);
    Contents.ordered(content, findings).forEach(this::refinement);
  }

  /** Everything that speaks against it, with the label; empty if nothing does. */
  List<String> findings() {
    return findings;
  }

  private void backend(BackendSpec spec) {
    references
        .problems(spec)
        .forEach(problem -> findings.add("'" + spec.label() + "': " + problem));
    try {
      Doors.check(spec);
      views.put(spec.label(), known(spec.label(), new LazyView(slot(spec), spec)));
    } catch (IllegalArgumentException e) {
      found(spec.label(), e);
    }
  }

  private Slot slot(BackendSpec spec) {
    Slot known = before.slot(spec.label());
    if (known != null && known.serves(spec)) {
      known.renewal().ifPresent(renewals::add);
      return known;
    }
    Slot made = new Slot(spec, terms.environment(), peers);
    if (terms.eager() || Slot.needsWarmth(spec)) {
      made.prepare();
    } else {
      BackendCore.check(spec, check);
    }
    fresh.add(made);
    return made;
  }

  private void refinement(String label, RegistryContent.Named named) {
    LazyView base = views.get(named.of());
    if (base == null) {
      return; // What is wrong with it has been found.
    }
    try {
      if (views.putIfAbsent(label, known(label, base.refine(named.manners()))) != null) {
        findings.add("'" + label + "': labels of backends and refinements must be unique");
      }
    } catch (InvalidBackendException e) {
      found(label, e);
    }
  }

  /** The view in force, where it is just the same: callers made others over it. */
  private LazyView known(String label, LazyView made) {
    LazyView old = before.view(label);
    return old == null || old.slot() != made.slot() || !old.spec().equals(made.spec()) ? made : old;
  }

  private void found(String label, IllegalArgumentException e) {
    List<String> found =
        e instanceof InvalidBackendException all
            ? all.findings()
            : List.of(String.valueOf(e.getMessage()));
    found.forEach(finding -> findings.add("'" + label + "': " + finding));
  }

  /** Lets the checks of what is new start, and what is kept have what it needs. */
  Era open(int number) {
    renewals.forEach(Runnable::run);
    fresh.forEach(Slot::start);
    return new Era(number, views);
  }

  /** Closes what is new; what is in force stays as it is. */
  void discard() {
    fresh.forEach(slot -> slot.close(Duration.ZERO));
  }
}
