package io.forebay;

import java.util.List;

/** A version of a registry that cannot be activated; nothing has changed. Lists every finding. */
public final class InvalidVersionException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /** The version. */
  private final int number;

  /** What was found. */
  private final List<String> findings;

  /** Names the version and everything that was found. */
  public InvalidVersionException(int number, List<String> findings) {
    super(message(number, findings));
    this.number = number;
    this.findings = List.copyOf(findings);
  }

  private static String message(int number, List<String> findings) {
    String where = "registry version " + number + ": ";
    if (findings.size() == 1) {
      return where + findings.get(0);
    }
    return where + findings.size() + " findings\n - " + String.join("\n - ", findings);
  }

  /** The number of the version. */
  public int number() {
    return number;
  }

  /** What was found, one sentence each, starting with the label. */
  public List<String> findings() {
    return findings;
  }
}
