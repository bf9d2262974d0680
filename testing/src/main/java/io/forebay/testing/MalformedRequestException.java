package io.forebay.testing;

import java.io.IOException;

/** The client sent something that is not an HTTP/1.1 request, or more than we are ready to hold. */
final class MalformedRequestException extends IOException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String text;

  MalformedRequestException(int status, String text) {
    super(text);
    this.status = status;
    this.text = text;
  }

  /** How to answer it: 400, or 431 for too large a head. */
  int status() {
    return status;
  }

  /** What was wrong: the body of that answer. */
  String text() {
    return text;
  }
}
