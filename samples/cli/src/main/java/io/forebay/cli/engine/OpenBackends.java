package io.forebay.cli.engine;

import io.forebay.Backend;
import io.forebay.BackendRegistry;
import io.forebay.InvalidBackendException;
import io.forebay.ManagedBackend;
import io.forebay.cli.engine.CallRequest.Target;
import io.forebay.config.Definitions;
import io.forebay.config.NamedRefinement;
import io.forebay.spec.BackendSpec;
import java.util.Map;
import java.util.NoSuchElementException;

/** Backends that are open for the calls of a command. Whoever opens it closes it. */
public final class OpenBackends implements AutoCloseable {
  private final Caller caller;
  private final Runnable closing;

  private OpenBackends(Caller caller, Runnable closing) {
    this.caller = caller;
    this.closing = closing;
  }

  /**
   * Opens what a label stands for, and who it asks for tokens, without its health checks: their
   * first verdict would come too late for one call.
   *
   * @throws InputException if the label is unknown
   * @throws InvalidBackendException if a backend cannot be opened
   */
  public static OpenBackends forOneCall(Definitions definitions, String label)
      throws InputException {
    BackendSpec spec = Catalog.spec(definitions, label);
    ManagedBackend backend = Backend.open(Alone.of(spec, definitions));
    return new OpenBackends(new Caller(target -> backend), backend::close);
  }

  /**
   * Opens every backend; health checks start.
   *
   * @throws InvalidBackendException if one cannot be opened
   */
  public static OpenBackends forManyCalls(Definitions definitions) {
    return of(definitions, definitions.open());
  }

  /**
   * The backends of a registry that is open already; closing these closes it.
   *
   * @param definitions what the registry was opened from
   */
  public static OpenBackends of(Definitions definitions, BackendRegistry registry) {
    return new OpenBackends(
        new Caller(target -> find(definitions, registry, target)), registry::close);
  }

  private static Backend find(Definitions definitions, BackendRegistry registry, Target target)
      throws InputException {
    String label = target.refinement().orElse(target.backend());
    try {
      registry.backend(target.backend());
      Backend found = registry.backend(label);
      if (!refines(definitions.refinements(), label, target.backend())) {
        throw new InputException(
            "refine: '" + label + "' is no refinement of '" + target.backend() + "'");
      }
      return found;
    } catch (NoSuchElementException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Whether a label is a backend's own, or leads to it through refinements. */
  private static boolean refines(
      Map<String, NamedRefinement> refinements, String label, String backend) {
    if (label.equals(backend)) {
      return true;
    }
    NamedRefinement named = refinements.get(label);
    return named != null && refines(refinements, named.of(), backend);
  }

  /** Makes the calls. */
  public Caller caller() {
    return caller;
  }

  /** Closes the backends. */
  @Override
  public void close() {
    closing.run();
  }
}
