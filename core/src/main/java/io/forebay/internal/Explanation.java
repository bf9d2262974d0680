package io.forebay.internal;

import io.forebay.internal.pipeline.Pipeline;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.BodySpec;
import io.forebay.spec.ClientIdentity;
import io.forebay.spec.Durations;
import io.forebay.spec.ExchangeAttribute;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.ProxySpec;
import io.forebay.spec.RetrySpec;
import io.forebay.spec.SocketSpec;
import io.forebay.spec.TcpKeepalive;
import io.forebay.spec.TlsVersion;
import io.forebay.spec.TransportSpec;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The settings in force and the steps, for people. No secret is among them. */
final class Explanation {
  /** What is told of a transport where it is not the default. */
  private static final List<Setting<TransportSpec>> SETTINGS =
      List.of(
          new Setting<>("hostname", TransportSpec::hostname),
          new Setting<>("max_pending", transport -> transport.pool().maxPending()),
          new Setting<>("keepalive_time", transport -> transport.pool().life().keepaliveTime()),
          new Setting<>("max_lifetime", transport -> transport.pool().life().maxLifetime()),
          new Setting<>("max_use", transport -> transport.pool().life().maxUse()),
          new Setting<>("disable_connection_reuse", transport -> !transport.pool().life().reuse()),
          new Setting<>(
              "http2_prior_knowledge", transport -> transport.protocol().priorKnowledge()),
          new Setting<>("lenient", transport -> transport.protocol().lenient()),
          new Setting<>("ping_interval", transport -> transport.protocol().pingInterval()),
          new Setting<>("tls.ca", transport -> transport.tls().trust().ca()),
          new Setting<>("tls.platform_ca", transport -> transport.tls().trust().platform()),
          new Setting<>(
              "tls.client_certificate",
              transport -> transport.tls().identity().map(ClientIdentity::certificate)),
          new Setting<>(
              "tls.client_key",
              transport -> transport.tls().identity().flatMap(ClientIdentity::key)),
          new Setting<>(
              "tls.client_key_password",
              transport ->
                  transport.tls().identity().flatMap(ClientIdentity::password).map(p -> "***")),
          new Setting<>("tls.min_version", transport -> transport.tls().minVersion()),
          new Setting<>("tls.max_version", transport -> transport.tls().maxVersion()),
          new Setting<>("tls.ciphers", transport -> transport.tls().ciphers()),
          new Setting<>("tls.sni_hostname", transport -> transport.tls().sniHostname()),
          new Setting<>("tls.cert_hostname", transport -> transport.tls().trust().certHostname()),
          new Setting<>("tls.pins", transport -> transport.tls().trust().pins()),
          new Setting<>("tls.reload", transport -> transport.tls().reload()),
          new Setting<>("proxy", TransportSpec::proxy),
          new Setting<>("ipv6", transport -> transport.socket().addresses()),
          new Setting<>("bind_address", transport -> transport.socket().bindAddress()),
          new Setting<>("tcp_keepalive", transport -> transport.socket().keepalive()),
          new Setting<>("unix_socket", transport -> transport.socket().unixSocket()),
          new Setting<>("dns_ttl", transport -> transport.dns().ttl()),
          new Setting<>("public_only", transport -> transport.dns().publicOnly()));

  private Explanation() {}

  static String of(BackendSpec spec, Pipeline pipeline) {
    StringBuilder text = new StringBuilder("backend '" + spec.label() + "'\n");
    transport(text, spec.transport());
    spec.health().ifPresent(check -> line(text, "health", check.request(), false));
    BiConsumer<String, Object> told = (key, value) -> line(text, key, value, false);
    RoutingSettings.tell(spec.routing(), told);
    LimitSettings.tell(spec.limits(), told);
    TokenSettings.tell(spec.tokens(), told);
    spec.contract().ifPresent(contract -> ContractSettings.tell(contract, told));
    for (ExchangeAttribute<?> attribute : ExchangeAttribute.all()) {
      attribute(text, attribute, spec.exchange());
    }
    return text.append("steps\n").append(pipeline.describe()).toString();
  }

  private static void transport(StringBuilder text, TransportSpec spec) {
    boolean validate = spec.tls().trust().validate();
    OriginsSettings.tell(spec.origins(), (key, value) -> line(text, key, value, false));
    line(text, "max_connections", spec.pool().maxConnections(), false);
    line(text, "http2", spec.protocol().http2(), false);
    line(text, "disable_certificate_validation", !validate, validate);
    TransportSpec usual = TransportSpec.of(spec.origin());
    Setting.tell(SETTINGS, spec, usual, (key, value) -> line(text, key, value, false));
  }

  private static <T> void attribute(
      StringBuilder text, ExchangeAttribute<T> attribute, ExchangeSpec spec) {
    T value = attribute.of(spec);
    if (value instanceof Optional<?> some
        && some.isPresent()
        && some.get() instanceof RetrySpec retries) {
      RoutingSettings.tell(retries, (key, part) -> line(text, key, part, false));
      return;
    }
    boolean isDefault = value.equals(attribute.of(ExchangeSpec.DEFAULT));
    if (!isDefault || value instanceof Duration) {
      line(text, attribute.key(), value, isDefault);
    }
  }

  private static void line(StringBuilder text, String key, Object value, boolean isDefault) {
    Object told = value instanceof Optional<?> some && some.isPresent() ? some.get() : value;
    text.append(
        String.format(
            Locale.ROOT, "  %-30s %s%s%n", key, shown(told), isDefault ? " (default)" : ""));
  }

  /** The value as a definition has it. */
  private static String shown(Object value) {
    if (value instanceof Duration duration) {
      return Durations.format(duration);
    } else if (value instanceof TlsVersion version) {
      return version.text();
    } else if (value instanceof BodySpec.Silence silence) {
      return silence.text();
    } else if (value instanceof ProxySpec.Environment) {
      return "environment";
    } else if (value instanceof SocketSpec.Addresses addresses) {
      return shown(addresses);
    } else if (value instanceof TcpKeepalive probes) {
      return "time "
          + Durations.format(probes.time())
          + ", interval "
          + Durations.format(probes.interval())
          + ", probes "
          + probes.probes();
    }
    return String.valueOf(value);
  }

  private static String shown(SocketSpec.Addresses addresses) {
    return switch (addresses) {
      case IPV4_FIRST -> "IPv4 first";
      case IPV6_FIRST -> "prefer";
      case IPV6_ONLY -> "only";
      case IPV4_ONLY -> "never";
    };
  }
}
