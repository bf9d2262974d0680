package io.forebay.internal.tls;

import java.util.Objects;

/** Bytes are not what they should be; who knows where they came from says so. */
final class MalformedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Without a cause: the texts of the JDK may quote the content. */
  MalformedException(String reason) {
    super(reason);
  }

  /** What is wrong, and nothing of the content. */
  String reason() {
    return Objects.requireNonNull(getMessage());
  }
}
