package io.forebay;

import io.forebay.health.HealthOverride;
import io.forebay.internal.Doors;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Origin;
import io.forebay.spec.Refinement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * Backends by label, and the right to close them all. Thread-safe.
 *
 * <p>What it defines comes in versions, one of which is active. A {@link #draft} is edited and then
 * {@linkplain #activate(int) activated}, which replaces everything at once and fails no call: each
 * goes on with the version that it was made under.
 *
 * <p>A backend is opened by its first call; one with checks, or whose origins are found, at once.
 * See {@link Builder#eager}.
 */
public interface BackendRegistry extends AutoCloseable {

  /** Starts a registry. */
  static Builder builder() {
    return new Builder();
  }

  /**
   * The backend or named refinement with this label. It stays valid over activations: each call
   * goes by the version that is active when the call is made. While that lacks the label, calls are
   * refused and everything else throws {@link NoSuchElementException}.
   *
   * @throws NoSuchElementException if there is none; the message names near misses
   * @throws IllegalStateException if the registry is closed
   */
  Backend backend(String label);

  /** The labels of backends and refinements, in the order of their definition. */
  Set<String> labels();

  // ---- what people say

  /**
   * Says something over what the probes say of a backend, of every origin: sick and none is asked,
   * healthy and all are, or the probes count again. Probes go on meanwhile, and observers hear of
   * the change (Varnish {@code backend.set_health}). A backend that nobody has used yet is opened.
   *
   * <p>Lasts until something else is said; over every activation that keeps the backend, and not
   * over one that replaces it: there the probes count again, and after a roll-back too.
   *
   * @param label of a backend, or of a refinement, which has the health of its backend
   * @throws NoSuchElementException if there is none
   * @throws IllegalStateException if the registry is closed, or the backend cannot be opened
   */
  void overrideHealth(String label, HealthOverride said);

  /**
   * Says something over what the probes say of one origin; see {@link #overrideHealth(String,
   * HealthOverride)}.
   *
   * @throws NoSuchElementException if there is no such backend, or it has no such origin
   * @throws IllegalStateException if the registry is closed, or the backend cannot be opened
   */
  void overrideHealth(String label, Origin origin, HealthOverride said);

  // ---- versions

  /** An editable copy of the active version, comment included, under the next number. */
  default RegistryDraft draft() {
    return draft(active().number());
  }

  /**
   * An editable copy of a version, comment included, under the next number.
   *
   * @throws NoSuchElementException if the history does not hold it
   * @throws IllegalStateException if the registry is closed
   */
  RegistryDraft draft(int number);

  /** The version in force. */
  RegistryVersion active();

  /**
   * A version of the history.
   *
   * @throws NoSuchElementException if the history does not hold it
   */
  RegistryVersion version(int number);

  /** The last 100 versions, drafts included, by number; never without the active one. */
  List<RegistryVersion> versions();

  /**
   * Puts a version in force. Every backend that is new is checked first; then all calls that are
   * made from now on go by it. A backend whose transport, health, routing and breaker are the same
   * keeps its connections, verdicts and counts; the others are closed when their calls are over, at
   * the latest after their longest total limit (where there is none, after an hour). Activating the
   * active one does nothing.
   *
   * @return the version, which is active now
   * @throws InvalidVersionException with everything that was found; nothing has changed
   * @throws NoSuchElementException if the history does not hold it
   * @throws IllegalStateException if the registry is closed
   */
  RegistryVersion activate(int number);

  /** Puts a draft in force; see {@link #activate(int)}. */
  default RegistryVersion activate(RegistryDraft draft) {
    return activate(draft.number());
  }

  /**
   * Puts the version in force again that was so before the active one; again, the one before that.
   *
   * @throws IllegalStateException if none was, or the registry is closed
   * @throws InvalidVersionException if it cannot be opened any more; nothing has changed
   */
  RegistryVersion rollBack();

  /**
   * Follows files: what they say is activated, unless it is in force already, once they have been
   * quiet for a while, now and after each change.
   *
   * @throws IllegalStateException if the registry is closed
   */
  RegistryWatch watch(
      RegistryWatch.Plan plan, RegistryWatch.Reader reader, RegistryWatch.Listener listener);

  // ---- the end

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
    private final Map<String, RegistryContent.Named> refinements = new LinkedHashMap<>();
    private final List<String> findings = new ArrayList<>();
    private Environment environment = Environment.system();
    private boolean eager;

    private Builder() {}

    /** Adds a backend. */
    public Builder add(BackendSpec spec) {
      if (backends.putIfAbsent(spec.label(), spec) != null) {
        findings.add("'" + spec.label() + "': backend labels must be unique");
      }
      return this;
    }

    /** Adds a refinement of a backend or of another refinement. */
    public Builder refinement(String label, String of, Refinement manners) {
      if (refinements.putIfAbsent(label, new RegistryContent.Named(of, manners)) != null) {
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
     * Opens every backend at once, now and in every activation, so that no first call waits for it.
     * Default: a backend is opened by its first call, which costs that call a millisecond or less,
     * and more where certificates are read; until then it costs little more than its definition.
     * With {@code health}, or origins that have to be found, a backend is opened at once in any
     * case.
     *
     * <p>Whatever is wrong is found at once in both cases. What is read by a first call, it reads
     * as it is then: where a certificate that was checked cannot be used any more, calls fail with
     * {@link ErrorKind#CONFIGURATION} until it can, and each tries again.
     */
    public Builder eager() {
      eager = true;
      return this;
    }

    /**
     * Puts what was added in force as version 1; the caller closes the registry.
     *
     * @throws InvalidBackendException with everything that was found; nothing stays open
     */
    public BackendRegistry open() {
      return Doors.open(new RegistryContent(backends, refinements), findings, environment, eager);
    }
  }
}
