package io.forebay.health;

import java.util.Locale;
import java.util.Objects;

/**
 * The verdict on one origin after some number of probes, and what people say over it. Immutable.
 *
 * @param verdict what the policy says of the probes; {@link #status} is what is in force
 * @param history the results so far
 * @param reason why the policy reached its verdict; empty while healthy. It is the reason of the
 *     transition and is kept while the verdict stays
 * @param override what people say over the verdict; default {@link HealthOverride#AUTO}, nothing
 */
public record HealthState(
    Status verdict, ProbeHistory history, String reason, HealthOverride override) {

  /** The three verdicts, with Couper's words. */
  public enum Status {
    /** The last probe passed, or none has reported yet. */
    HEALTHY,
    /** The last probe failed, but too few did to matter: traffic still flows. */
    FAILING,
    /** Too many probes failed, or too few have passed: traffic is refused. */
    UNHEALTHY;

    /** The status in lower case, as in logs and files. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String UNPROVEN = "too few probes have passed yet";
  private static final String BY_HAND = "taken out of use by hand";
  private static final HealthState UNPROBED = presumedHealthy(ProbeHistory.NONE);

  /**
   * Checks that the parts agree.
   *
   * @throws IllegalArgumentException if the verdict contradicts the newest result or the reason
   */
  public HealthState {
    Objects.requireNonNull(override, "override");
    int failures = history.failures();
    boolean contradicts =
        switch (verdict) {
          case HEALTHY -> failures > 0;
          case FAILING -> failures == 0;
          case UNHEALTHY -> false;
        };
    if (contradicts) {
      throw new IllegalArgumentException(verdict.text() + " with " + failures + " failures");
    }
    if (verdict == Status.HEALTHY && !reason.isEmpty()) {
      throw new IllegalArgumentException("healthy with an error");
    }
  }

  /** Healthy, but nothing has been asked yet: what traffic sees of an origin without probes. */
  public static HealthState unprobed() {
    return UNPROBED;
  }

  static HealthState presumedHealthy(ProbeHistory history) {
    return new HealthState(Status.HEALTHY, history, "", HealthOverride.AUTO);
  }

  static HealthState unproven(ProbeHistory history) {
    return new HealthState(Status.UNHEALTHY, history, UNPROVEN, HealthOverride.AUTO);
  }

  /** The status in force: the override's, or the policy's verdict where it is left to it. */
  public Status status() {
    return switch (override) {
      case AUTO -> verdict;
      case HEALTHY -> Status.HEALTHY;
      case SICK -> Status.UNHEALTHY;
    };
  }

  /** Whether traffic may flow: true unless {@link Status#UNHEALTHY} is in force. */
  public boolean healthy() {
    return status() != Status.UNHEALTHY;
  }

  /**
   * Why the status in force is what it is; empty while healthy (Couper {@code
   * backends.<label>.health.error}).
   */
  public String error() {
    return switch (override) {
      case AUTO -> reason;
      case HEALTHY -> "";
      case SICK -> BY_HAND;
    };
  }

  /** Failed probes in a row; 0 after one that passed. */
  public int failures() {
    return history.failures();
  }

  /** Whether any probe has reported yet. */
  public boolean probed() {
    return history.probed();
  }

  /** Whether going from {@code before} to this is news: another status, or the first result. */
  public boolean isNewsAfter(HealthState before) {
    return status() != before.status() || (probed() && !before.probed());
  }

  /** The same verdict under another override. */
  public HealthState withOverride(HealthOverride said) {
    return new HealthState(verdict, history, reason, said);
  }

  /** A probe passed, and that is enough. */
  HealthState toHealthy() {
    return new HealthState(Status.HEALTHY, history.after(true), "", override);
  }

  /** A probe passed, and more have to. */
  HealthState stillUnhealthy() {
    return new HealthState(Status.UNHEALTHY, history.after(true), reason, override);
  }

  /** A probe failed, and that is not enough. */
  HealthState toFailing(String why) {
    return failedAs(Status.FAILING, why);
  }

  /** A probe failed, and that is enough. */
  HealthState toUnhealthy(String why) {
    return failedAs(Status.UNHEALTHY, why);
  }

  private HealthState failedAs(Status next, String why) {
    boolean known = verdict == next && !reason.equals(UNPROVEN);
    return new HealthState(next, history.after(false), known ? reason : why, override);
  }
}
