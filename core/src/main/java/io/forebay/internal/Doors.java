package io.forebay.internal;

import io.forebay.Backend;
import io.forebay.BackendRegistry;
import io.forebay.Environment;
import io.forebay.InvalidBackendException;
import io.forebay.ManagedBackend;
import io.forebay.RegistryContent;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ExchangeAttribute;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.Refinement;
import io.forebay.spec.TokenNames;
import io.forebay.spec.TokenReferences;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Where the public doors lead. */
public final class Doors {
  private Doors() {}

  /** Opens a backend. */
  public static ManagedBackend open(BackendSpec spec, Environment environment) {
    check(spec);
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
  static void check(BackendSpec spec) {
    check(spec, spec.exchange(), ExchangeAttribute.all());
  }

  private static void check(
      BackendSpec spec, ExchangeSpec manners, Collection<ExchangeAttribute<?>> changed) {
    List<String> problems = new ArrayList<>(manners.problems());
    TokenNames.problems(manners, changed, spec.tokens())
        .forEach((attribute, problem) -> problems.add(attribute + ": " + problem));
    if (!problems.isEmpty()) {
      throw new InvalidBackendException(spec.label(), problems);
    }
  }

  /**
   * The manners that a refinement makes of those of a backend; what it says wrong, it says all at
   * once.
   *
   * @throws InvalidBackendException if no call could have them
   */
  static ExchangeSpec refined(BackendSpec spec, Refinement refinement) {
    ExchangeSpec refined;
    try {
      refined = refinement.appliedTo(spec.exchange());
    } catch (IllegalArgumentException e) {
      throw new InvalidBackendException(spec.label(), List.of(String.valueOf(e.getMessage())));
    }
    check(spec, refined, refinement.attributes());
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
