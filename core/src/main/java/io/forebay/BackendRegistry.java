package io.forebay;

import io.forebay.internal.Doors;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Refinement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/** Backends by label, and the right to close them all. Thread-safe. */
public interface BackendRegistry extends AutoCloseable {

  /** Starts a registry. */
  static Builder builder() {
    return new Builder();
  }

  /**
   * The backend or named refinement with this label.
   *
   * @throws NoSuchElementException if there is none; the message names near misses
   * @throws IllegalStateException if the registry is closed
   */
  Backend backend(String label);

  /** The labels of backends and refinements, in the order of their definition. */
  Set<String> labels();

  /** Closes with five seconds of patience; see {@link #close(Duration)}. */
  @Override
  default void close() {
    close(Duration.ofSeconds(5));
  }

  /**
   * Closes every backend, all at the same time; see {@link ManagedBackend#close(Duration)}.
   *
   * @param patience how long exchanges under way may take altogether
   */
  void close(Duration patience);

  /** Collects backends and refinements. Not thread-safe. */
  final class Builder {
    private final Map<String, BackendSpec> backends = new LinkedHashMap<>();
    private final Map<String, Named> refinements = new LinkedHashMap<>();
    private final List<String> findings = new ArrayList<>();
    private Environment environment = Environment.system();

    private Builder() {}

    /**
     * A refinement under a label of its own.
     *
     * @param of the label of the backend, or of an earlier refinement, that it refines
     * @param manners what it replaces
     */
    public record Named(String of, Refinement manners) {}

    /** Adds a backend. */
    public Builder add(BackendSpec spec) {
      if (backends.putIfAbsent(spec.label(), spec) != null) {
        findings.add("'" + spec.label() + "': backend labels must be unique");
      }
      return this;
    }

    /** Adds a refinement of a backend, or of a refinement that was added before. */
    public Builder refinement(String label, String of, Refinement manners) {
      if (refinements.putIfAbsent(label, new Named(of, manners)) != null) {
        findings.add("'" + label + "': refinement labels must be unique");
      }
      return this;
    }

    /** What the backends use. Default: {@link Environment#system()}. */
    public Builder environment(Environment other) {
      environment = other;
      return this;
    }

    /**
     * Opens every backend; the caller closes the registry.
     *
     * @throws InvalidBackendException with everything that was found; nothing stays open
     */
    public BackendRegistry open() {
      return Doors.open(backends, refinements, findings, environment);
    }
  }
}
