package io.forebay.internal.wire;

import java.net.ProtocolException;

/** The origin sent what HTTP does not allow, or more than we take. Its message never quotes it. */
public final class ProtocolViolation extends ProtocolException {
  private static final long serialVersionUID = 1L;

  private final String what;
  private final boolean excess;

  /** Says what was wrong, without quoting it. */
  public ProtocolViolation(String what) {
    this(what, false);
  }

  private ProtocolViolation(String what, boolean excess) {
    super("the origin broke HTTP: " + what);
    this.what = what;
    this.excess = excess;
  }

  /** What came may be HTTP, but is more than we take. */
  static ProtocolViolation excess(String what) {
    return new ProtocolViolation(what, true);
  }

  /** Whether it is a matter of how much. */
  public boolean isExcess() {
    return excess;
  }

  /** The same for another caller, whose stack it then shows. */
  ProtocolViolation again() {
    return new ProtocolViolation(what, excess);
  }

  /** The same for a caller who was told less. */
  public ProtocolViolation insteadOf(Exception vaguer) {
    ProtocolViolation same = again();
    same.initCause(vaguer);
    return same;
  }
}
