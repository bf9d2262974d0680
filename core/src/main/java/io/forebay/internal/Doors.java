package io.forebay.internal;

import io.forebay.Backend;
import io.forebay.BackendRegistry;
import io.forebay.Environment;
import io.forebay.InvalidBackendException;
import io.forebay.ManagedBackend;
import io.forebay.RegistryContent;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.Refinement;
import io.forebay.spec.TokenReferences;
import java.util.List;
import java.util.Map;

/** Where the public doors lead. */
public final class Doors {
  private Doors() {}

  /** Opens a backend. */
  public static ManagedBackend open(BackendSpec spec, Environment environment) {
    check(spec.label(), spec.exchange());
    List<String> problems = new TokenReferences(Map.of(), Map.of()).problems(spec);
    if (!problems.isEmpty()) {
      throw new InvalidBackendException(spec.label(), problems);
    }
    BackendCore core;
    try {
      core = new BackendCore(spec, environment, Doors::nobody);
    } catch (IllegalArgumentException e) {
      throw new InvalidBackendException(spec.label(), List.of(String.valueOf(e.getMessage())));
    }
    return new OpenBackend(core);
  }

  private static Backend nobody(String label) {
    throw new IllegalStateException("referenced backend \"" + label + "\" is not defined");
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
