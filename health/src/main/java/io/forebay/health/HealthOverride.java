package io.forebay.health;

import java.util.Locale;

/**
 * What people say of an origin, over what its probes say (Varnish {@code backend.set_health}).
 * Probes go on meanwhile, so that {@link #AUTO} puts an up-to-date verdict back in force.
 */
public enum HealthOverride {
  /** The probes decide. The default. */
  AUTO,
  /** In use whatever the probes find. */
  HEALTHY,
  /** Out of use whatever the probes find. */
  SICK;

  /** The word in lower case, as in commands and files. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The override of a word, in any case.
   *
   * @throws IllegalArgumentException if there is no such word
   */
  public static HealthOverride of(String word) {
    for (HealthOverride override : values()) {
      if (override.name().equalsIgnoreCase(word)) {
        return override;
      }
    }
    throw new IllegalArgumentException("health: '" + word + "' (expected: auto, healthy or sick)");
  }
}
