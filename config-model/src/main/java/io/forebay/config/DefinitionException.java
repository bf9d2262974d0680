package io.forebay.config;

import java.util.List;
import java.util.stream.Collectors;

/** A text that defines no backends, with everything that is wrong in it. Holds no secret. */
public final class DefinitionException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** What was found. */
  private final List<Finding> findings;

  /**
   * Lists what was found.
   *
   * @param findings at least one, in the order of the text
   * @param more how many further ones there are, which are counted but not listed
   */
  public DefinitionException(List<Finding> findings, int more) {
    super(message(findings, more));
    this.findings = List.copyOf(findings);
  }

  private static String message(List<Finding> findings, int more) {
    String lines = findings.stream().map(Finding::toString).collect(Collectors.joining("\n"));
    return more == 0 ? lines : lines + "\nand " + more + " more";
  }

  /** What was found, in the order of the text; at most the first 100. */
  public List<Finding> findings() {
    return findings;
  }
}
