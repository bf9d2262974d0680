package io.forebay;

import java.util.List;

/** A definition that cannot work; nothing has been opened. Lists everything that was found. */
public final class InvalidBackendException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** What was found. */
  private final List<String> findings;

  /** Names the backend and everything that was found. */
  public InvalidBackendException(String label, List<String> findings) {
    super(message(label, findings));
    this.findings = List.copyOf(findings);
  }

  private static String message(String label, List<String> findings) {
    String where = "backend '" + label + "': ";
    if (findings.size() == 1) {
      return where + findings.get(0);
    }
    return where + findings.size() + " findings\n - " + String.join("\n - ", findings);
  }

  /** What was found, one sentence each: {@code ttfb_timeout: -1s (expected: >= 0)}. */
  public List<String> findings() {
    return findings;
  }
}
