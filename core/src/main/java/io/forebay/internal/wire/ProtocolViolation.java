package io.forebay.internal.wire;

import java.net.ProtocolException;

/** The origin sent what HTTP does not allow, or more than we take. Its message never quotes it. */
public final class ProtocolViolation extends ProtocolException {
  private static final long serialVersionUID = 1L;

  private final String what;

  /** Says what was wrong, without quoting it. */
  public ProtocolViolation(String what) {
    super("the origin broke HTTP: " + what);
    this.what = what;
  }

  String what() {
    return what;
  }
}
