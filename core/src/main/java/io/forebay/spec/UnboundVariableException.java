package io.forebay.spec;

/** A template names a variable that the call did not bind. Nothing has been sent. */
public final class UnboundVariableException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** The variable. */
  private final String variable;

  /** Names the variable and how to bind it. */
  public UnboundVariableException(String variable) {
    super("variable {" + variable + "} is not bound (expected: with(\"" + variable + "\", value))");
    this.variable = variable;
  }

  /** The variable's name. */
  public String variable() {
    return variable;
  }
}
