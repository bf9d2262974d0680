package io.forebay.cli;

/** What a command says to the shell. */
final class ExitCode {
  /** It did what it was asked; for a call: there was a response, whatever its status. */
  static final int OK = 0;

  /** The exchange failed, or input or output broke off. */
  static final int FAILED = 1;

  /** The command line, a definition or the request is wrong, and nothing was sent. */
  static final int WRONG_INPUT = 2;

  private ExitCode() {}
}
