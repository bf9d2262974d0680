package io.forebay.config.internal.form;

import io.forebay.config.internal.tree.Node;
import io.forebay.spec.Credentials;
import io.forebay.spec.ProxySpec;
import java.util.Optional;

/**
 * A proxy in one text, which is never told: a password may stand in it. One with a login is written
 * as it stood in text, or with the login's reference.
 */
record ProxyShape() implements Shape<ProxySpec> {
  static final Shape<ProxySpec> KEPT = new ProxyShape();

  @Override
  public String expected() {
    return "direct, environment or the URL of a proxy";
  }

  @Override
  public Optional<ProxySpec> read(Node node, Place place, Scope scope) {
    if (node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.TEXT) {
      return scope.text(scalar, place).flatMap(text -> read(scalar, text, place, scope));
    }
    scope.wrong(node, place, expected(), true);
    return Optional.empty();
  }

  private static Optional<ProxySpec> read(Node.Scalar scalar, Text text, Place place, Scope scope) {
    try {
      ProxySpec proxy = referring(ProxySpec.of(text.value()), text);
      if (proxy instanceof ProxySpec.Fixed fixed && fixed.login().isPresent()) {
        scope.keep(place, text);
      }
      return Optional.of(proxy);
    } catch (IllegalArgumentException e) {
      scope.found(scalar.at(), place, () -> complaint(e, text, place));
      return Optional.empty();
    }
  }

  /** Some complaints name the host, which may be referenced. */
  private static String complaint(IllegalArgumentException e, Text text, Place place) {
    return text.referring() ? "a reference leads to no proxy" : Scope.complaint(e, place);
  }

  /** The proxy with the reference in front of its host remembered with the login. */
  private static ProxySpec referring(ProxySpec proxy, Text text) {
    int at = text.raw().lastIndexOf('@');
    if (at < 0 || !(proxy instanceof ProxySpec.Fixed fixed) || fixed.login().isEmpty()) {
      return proxy;
    }
    int start = text.raw().indexOf("://");
    String login = text.raw().substring(start < 0 || start > at ? 0 : start + 3, at);
    return References.referring(login)
        ? new ProxySpec.Fixed(
            fixed.scheme(),
            fixed.host(),
            fixed.port(),
            fixed.login().map(found -> Credentials.referenced(found.reveal(), login)))
        : proxy;
  }

  @Override
  public Object write(ProxySpec proxy, Place place, Referring references) {
    return references.written(place, () -> written(proxy));
  }

  private static String written(ProxySpec proxy) {
    if (proxy instanceof ProxySpec.Fixed fixed) {
      return written(fixed);
    }
    return proxy instanceof ProxySpec.Direct ? "direct" : "environment";
  }

  private static String written(ProxySpec.Fixed proxy) {
    ProxySpec.Fixed open =
        new ProxySpec.Fixed(proxy.scheme(), proxy.host(), proxy.port(), Optional.empty());
    if (!isText(open)) {
      throw new IllegalStateException("a proxy that no text can say");
    }
    if (proxy.login().isEmpty()) {
      return References.escaped(open.toString());
    }
    String login = References.written(proxy.login().get().reference());
    String start = proxy.scheme().text() + "://";
    return start + login + "@" + References.escaped(open.toString().substring(start.length()));
  }

  private static boolean isText(ProxySpec.Fixed proxy) {
    try {
      return ProxySpec.of(proxy.toString()).equals(proxy);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public Schema schema(SchemaParts parts) {
    return Schema.of("title", expected()).with(Scalars.TEXT.schema(parts));
  }
}
