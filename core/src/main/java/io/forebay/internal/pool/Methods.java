package io.forebay.internal.pool;

import java.util.Set;

/** What HTTP says of its methods. */
public final class Methods {
  /** RFC 9110 section 9.2.2. */
  private static final Set<String> IDEMPOTENT =
      Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

  private Methods() {}

  /** Whether sending it twice means what sending it once means. */
  public static boolean idempotent(String method) {
    return IDEMPOTENT.contains(method);
  }
}
