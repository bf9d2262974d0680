package io.forebay.internal;

import io.forebay.Environment;
import io.forebay.InvalidBackendException;
import io.forebay.RegistryContent;
import io.forebay.internal.versions.Contents;
import io.forebay.spec.BackendSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a version needs, being made beside what is in force: nothing of it is seen by anybody before
 * it is complete, and all of it can be thrown away.
 */
final class Opening {
  private final Era before;
  private final Environment environment;
  private final List<String> findings = new ArrayList<>();
  private final Map<String, BackendView> views = new LinkedHashMap<>();
  private final Map<String, BackendCore> cores = new LinkedHashMap<>();
  private final List<BackendCore> fresh = new ArrayList<>();

  /**
   * Makes all that is not in force already.
   *
   * @param before what is in force
   */
  Opening(RegistryContent content, Era before, Environment environment) {
    this.before = before;
    this.environment = environment;
    content.backends().values().forEach(this::backend);
    Contents.ordered(content, findings).forEach(this::refinement);
  }

  /** Everything that speaks against it, with the label; empty if nothing does. */
  List<String> findings() {
    return findings;
  }

  private void backend(BackendSpec spec) {
    try {
      Doors.check(spec.label(), spec.exchange());
      BackendCore core = core(spec);
      cores.put(spec.label(), core);
      views.put(spec.label(), known(spec.label(), new BackendView(core, spec.exchange())));
    } catch (IllegalArgumentException e) {
      found(spec.label(), e);
    }
  }

  private BackendCore core(BackendSpec spec) {
    BackendCore known = before.core(spec.label());
    if (known != null && known.serves(spec)) {
      return known;
    }
    BackendCore made = new BackendCore(spec, environment);
    fresh.add(made);
    return made;
  }

  private void refinement(String label, RegistryContent.Named named) {
    BackendView base = views.get(named.of());
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
  private BackendView known(String label, BackendView made) {
    BackendView old = before.view(label);
    if (old == null || old.core() != made.core() || !old.spec().equals(made.spec())) {
      return made;
    }
    return old;
  }

  private void found(String label, IllegalArgumentException e) {
    List<String> found =
        e instanceof InvalidBackendException all
            ? all.findings()
            : List.of(String.valueOf(e.getMessage()));
    found.forEach(finding -> findings.add("'" + label + "': " + finding));
  }

  /** Lets the checks of what is new start. */
  Era open(int number) {
    fresh.forEach(BackendCore::open);
    return new Era(number, views, cores);
  }

  /** Closes what is new; what is in force stays as it is. */
  void discard() {
    fresh.forEach(core -> core.close(Duration.ZERO));
  }
}
