package io.forebay.internal.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The proxy could not be reached, or would not pass us on: the origin has seen nothing. The message
 * names the proxy, and never its credentials.
 */
public final class ProxyException extends IOException {
  private static final long serialVersionUID = 1L;

  ProxyException(Object proxy, String problem, @Nullable Throwable cause) {
    super("proxy " + proxy + " " + problem, cause);
  }
}
