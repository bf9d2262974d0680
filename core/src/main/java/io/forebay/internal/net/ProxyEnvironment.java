package io.forebay.internal.net;

import io.forebay.spec.Origin;
import io.forebay.spec.ProxySpec;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code HTTP_PROXY}, {@code HTTPS_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY} mean.
 *
 * <ul>
 *   <li>Each is read in lower case, then in upper case; empty counts as absent (curl).
 *   <li>{@code HTTP_PROXY} in upper case is not looked at where {@code REQUEST_METHOD} is set: in a
 *       CGI program a client could forge it (CVE-2016-5385).
 *   <li>{@code ALL_PROXY} stands in for the other two (curl).
 *   <li>Without a scheme, a proxy speaks HTTP.
 *   <li>{@code localhost} and loopback addresses are dialled straight (Go), and so is what {@link
 *       NoProxy} lists.
 * </ul>
 */
final class ProxyEnvironment {
  private final Map<String, String> variables;

  ProxyEnvironment(Map<String, String> variables) {
    this.variables = variables;
  }

  /**
   * The proxy for an origin; empty: straight.
   *
   * @throws IllegalArgumentException if the variable is not understood; the message names it and
   *     does not quote it, for it may hold a password
   */
  Optional<ProxySpec.Fixed> proxyFor(Origin origin) {
    if (NoProxy.isLocal(origin.host()) || new NoProxy(value("no_proxy")).covers(origin)) {
      return Optional.empty();
    }
    String own = origin.tls() ? "https_proxy" : "http_proxy";
    String name = value(own).isEmpty() ? "all_proxy" : own;
    String text = value(name);
    return text.isEmpty() ? Optional.empty() : Optional.of(parse(name, text));
  }

  private static ProxySpec.Fixed parse(String name, String text) {
    try {
      String url = text.contains("://") ? text : "http://" + text;
      if (ProxySpec.of(url) instanceof ProxySpec.Fixed proxy) {
        return proxy;
      }
    } catch (IllegalArgumentException e) {
      // Said below, without the cause, whose text is not ours to judge.
    }
    throw new IllegalArgumentException(
        upper(name)
            + ": not understood (expected: http://, https://, socks5:// or socks5h:// with host and"
            + " port)");
  }

  private String value(String name) {
    String lower = variables.getOrDefault(name, "").strip();
    boolean forgeable = name.equals("http_proxy") && variables.containsKey("REQUEST_METHOD");
    return !lower.isEmpty() || forgeable ? lower : variables.getOrDefault(upper(name), "").strip();
  }

  private static String upper(String name) {
    return name.toUpperCase(Locale.ROOT);
  }
}
