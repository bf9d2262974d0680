package io.forebay.internal;

import io.forebay.Backend;
import io.forebay.BackendRegistry;
import io.forebay.Environment;
import io.forebay.InvalidBackendException;
import io.forebay.ManagedBackend;
import io.forebay.internal.threads.Workers;
import io.forebay.spec.BackendSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Backends and refinements by label; immutable but for being closed. */
final class OpenRegistry implements BackendRegistry {
  private final List<ManagedBackend> owned;
  private final Map<String, Backend> byLabel;
  private final AtomicBoolean closed = new AtomicBoolean();

  private OpenRegistry(List<ManagedBackend> owned, Map<String, Backend> byLabel) {
    this.owned = List.copyOf(owned);
    this.byLabel = Collections.unmodifiableMap(byLabel);
  }

  static BackendRegistry open(
      Map<String, BackendSpec> backends,
      Map<String, Builder.Named> refinements,
      List<String> earlierFindings,
      Environment environment) {
    List<String> findings = new ArrayList<>(earlierFindings);
    List<ManagedBackend> owned = new ArrayList<>();
    Map<String, Backend> byLabel = new LinkedHashMap<>();
    for (BackendSpec spec : backends.values()) {
      try {
        ManagedBackend opened = Doors.open(spec, environment);
        owned.add(opened);
        byLabel.put(spec.label(), opened);
      } catch (InvalidBackendException e) {
        e.findings().forEach(finding -> findings.add("'" + spec.label() + "': " + finding));
      }
    }
    refinements.forEach((label, named) -> refine(label, named, byLabel, findings));
    if (!findings.isEmpty()) {
      owned.forEach(backend -> backend.close(Duration.ZERO));
      throw new InvalidBackendException("registry", findings);
    }
    return new OpenRegistry(owned, byLabel);
  }

  private static void refine(
      String label, Builder.Named named, Map<String, Backend> byLabel, List<String> findings) {
    Backend base = byLabel.get(named.of());
    if (base == null) {
      findings.add("'" + label + "': referenced backend \"" + named.of() + "\" is not defined");
      return;
    }
    try {
      if (byLabel.putIfAbsent(label, base.refine(named.manners())) != null) {
        findings.add("'" + label + "': labels of backends and refinements must be unique");
      }
    } catch (InvalidBackendException e) {
      e.findings().forEach(finding -> findings.add("'" + label + "': " + finding));
    }
  }

  @Override
  public Backend backend(String label) {
    if (closed.get()) {
      throw new IllegalStateException("the registry is closed");
    }
    Backend backend = byLabel.get(label);
    if (backend == null) {
      throw new NoSuchElementException(missing(label));
    }
    return backend;
  }

  private String missing(String label) {
    List<String> near = NearMisses.of(label, byLabel.keySet());
    return "no backend '"
        + label
        + "' ("
        + (near.isEmpty() ? "known: " + byLabel.keySet() : "did you mean " + near + "?")
        + ")";
  }

  @Override
  public Set<String> labels() {
    return byLabel.keySet();
  }

  @Override
  public void close(Duration patience) {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    CompletableFuture<?>[] closing =
        owned.stream()
            .map(
                backend ->
                    CompletableFuture.runAsync(() -> backend.close(patience), Workers.executor()))
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(closing).join();
  }
}
