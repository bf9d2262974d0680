package io.forebay.health;

/** What one probe found. */
public sealed interface ProbeResult {

  /** The origin answered as expected. */
  record Passed() implements ProbeResult {}

  /**
   * The origin did not answer, or not as expected.
   *
   * @param reason what was wrong, for people
   */
  record Failed(String reason) implements ProbeResult {}

  /** A probe that found what it expected. */
  static ProbeResult passed() {
    return new Passed();
  }

  /** A probe that failed, and why. */
  static ProbeResult failed(String reason) {
    return new Failed(reason);
  }
}
