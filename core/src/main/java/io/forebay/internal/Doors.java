package io.forebay.internal;

import io.forebay.BackendRegistry;
import io.forebay.Environment;
import io.forebay.InvalidBackendException;
import io.forebay.ManagedBackend;
import io.forebay.RegistryContent;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.Refinement;
import java.util.List;

/** Where the public doors lead. */
public final class Doors {
  private Doors() {}

  /** Opens a backend. */
  public static ManagedBackend open(BackendSpec spec, Environment environment) {
    check(spec.label(), spec.exchange());
    BackendCore core;
    try {
      core = new BackendCore(spec, environment);
    } catch (IllegalArgumentException e) {
      throw new InvalidBackendException(spec.label(), List.of(String.valueOf(e.getMessage())));
    }
    return new OpenBackend(core);
  }

  /** Refuses manners that no call could have. */
  static void check(String label, ExchangeSpec manners) {
    List<String> problems = manners.problems();
    if (!problems.isEmpty()) {
      throw new InvalidBackendException(label, problems);
    }
  }

  /**
   * The manners that a refinement makes of others; what it says wrong, it says all at once.
   *
   * @throws InvalidBackendException if no call could have them
   */
  static ExchangeSpec refined(String label, ExchangeSpec manners, Refinement refinement) {
    ExchangeSpec refined;
    try {
      refined = refinement.appliedTo(manners);
    } catch (IllegalArgumentException e) {
      throw new InvalidBackendException(label, List.of(String.valueOf(e.getMessage())));
    }
    check(label, refined);
    return refined;
  }

  /**
   * Opens a registry.
   *
   * @param findings what was found already
   * @param eager whether every backend is opened at once
   */
  public static BackendRegistry open(
      RegistryContent content, List<String> findings, Environment environment, boolean eager) {
    return OpenRegistry.open(content, findings, new Opening.Terms(environment, eager));
  }
}
