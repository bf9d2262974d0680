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
   * @param unread how many items of lists were not read, because enough was found
   */
  public DefinitionException(List<Finding> findings, int more, int unread) {
    super(message(findings, more, unread));
    this.findings = List.copyOf(findings);
  }

  private static String message(List<Finding> findings, int more, int unread) {
    String lines = findings.stream().map(Finding::toString).collect(Collectors.joining("\n"));
    String further = more == 0 ? "" : "\nand " + more + " more";
    return lines + further + (unread == 0 ? "" : rest(more == 0 ? "\n" : "; ", unread));
  }

  private static String rest(String before, int unread) {
    return before
        + unread
        + (unread == 1 ? " item of a list was" : " items of lists were")
        + " not read";
  }

  /** What was found, in the order of the text; at most the first 100. */
  public List<Finding> findings() {
    return findings;
  }
}
