package io.forebay.internal;

import io.forebay.BackendStats;
import io.forebay.InvalidBackendException;
import io.forebay.OriginStatus;
import io.forebay.health.HealthState;
import io.forebay.internal.versions.Holds;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Refinement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has a label in a version of a registry: manners over a slot. The view is made when it is
 * first used, which opens the slot; until then the definition answers. Thread-safe.
 */
final class LazyView {
  private final Slot slot;
  private final BackendSpec spec;
  private volatile @Nullable BackendView view;

  /**
   * Manners over a slot.
   *
   * @param spec the definition that the slot serves, with these manners
   */
  LazyView(Slot slot, BackendSpec spec) {
    this.slot = slot;
    this.spec = spec;
  }

  Slot slot() {
    return slot;
  }

  Holds holds() {
    return slot.holds();
  }

  String label() {
    return spec.label();
  }

  BackendSpec spec() {
    return spec;
  }

  Paths paths() {
    return slot.paths();
  }

  /**
   * Other manners over the same slot.
   *
   * @throws InvalidBackendException if no call could have them
   */
  LazyView refine(Refinement refinement) {
    return refinement.isEmpty()
        ? this
        : new LazyView(slot, spec.withExchange(Doors.refined(spec, refinement)));
  }

  /**
   * The view, for who holds the slot. Two who ask at once may get two, which do the same over one
   * core.
   *
   * @return null: the slot was closed before anybody used it
   * @throws SlotException if the slot cannot be opened; see {@link Slot#core}
   */
  @Nullable BackendView view() {
    BackendView known = view;
    if (known != null) {
      return known;
    }
    BackendCore core = slot.core();
    if (core == null) {
      return null;
    }
    BackendView made = new BackendView(core, spec.exchange());
    view = made;
    return made;
  }

  // ---- what is told, opened or not

  HealthState health() {
    BackendCore core = slot.opened();
    return core == null ? HealthState.unprobed() : core.health();
  }

  List<OriginStatus> origins() {
    BackendCore core = slot.opened();
    return core == null ? Unopened.origins(spec.transport()) : core.origins();
  }

  BackendStats stats() {
    BackendCore core = slot.opened();
    return core == null ? Unopened.stats(spec.transport()) : core.stats();
  }

  /** Label and origin. */
  @Override
  public String toString() {
    return "backend '" + label() + "' (" + spec.transport().origins() + ")";
  }
}
