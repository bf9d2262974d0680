package io.forebay.spec;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a proxy as text. */
final class ProxyText {
  private ProxyText() {}

  static ProxySpec parse(String text) {
    if (text.equals("direct")) {
      return ProxySpec.DIRECT;
    }
    if (text.equals("environment")) {
      return new ProxySpec.Environment();
    }
    URI uri = uri(text);
    ProxySpec.Scheme scheme = scheme(uri.getScheme());
    String host = uri.getHost();
    if (host == null || (uri.getRawPath() != null && uri.getRawPath().length() > 1)) {
      throw wrong();
    }
    String plain = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    int port = uri.getPort() < 0 ? scheme.defaultPort() : uri.getPort();
    return new ProxySpec.Fixed(scheme, plain, port, login(uri.getRawUserInfo()));
  }

  private static URI uri(String text) {
    try {
      return new URI(text.contains("://") ? text : "http://" + text);
    } catch (URISyntaxException e) {
      throw wrong(); // Without the cause, which quotes the text and so the password.
    }
  }

  private static ProxySpec.Scheme scheme(@Nullable String name) {
    for (ProxySpec.Scheme scheme : ProxySpec.Scheme.values()) {
      if (name != null && scheme.text().equals(name.toLowerCase(Locale.ROOT))) {
        return scheme;
      }
    }
    throw wrong();
  }

  private static Optional<Credentials> login(@Nullable String userInfo) {
    return userInfo == null
        ? Optional.empty()
        : Optional.of(
            Credentials.basic(
                URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8)));
  }

  private static IllegalArgumentException wrong() {
    return new IllegalArgumentException(
        "proxy: not understood (expected: direct, environment, or http://, https://, socks5:// or"
            + " socks5h:// with host and port)");
  }
}
