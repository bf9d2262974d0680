package io.forebay.internal;

import io.forebay.BackendRegistry;
import io.forebay.Environment;
import io.forebay.InvalidBackendException;
import io.forebay.ManagedBackend;
import io.forebay.RegistryContent;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ExchangeSpec;
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

  /** Opens a registry. */
  public static BackendRegistry open(
      RegistryContent content, List<String> findings, Environment environment) {
    return OpenRegistry.open(content, findings, environment);
  }
}
