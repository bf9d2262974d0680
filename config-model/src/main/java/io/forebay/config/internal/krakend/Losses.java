package io.forebay.config.internal.krakend;

import io.forebay.spec.BackendSpec;
import io.forebay.spec.ConnectionLife;
import io.forebay.spec.ExchangeAttribute;
import io.forebay.spec.ProtocolSpec;
import io.forebay.spec.SocketSpec;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TransportSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What another definition does not say of a backend, key by key. */
final class Losses {
  private static final Map<String, Function<BackendSpec, Object>> KEYS = keys();

  // What became of these is noted where they are written.
  private static final Set<String> TOLD = Set.of("path", "path_prefix");

  private Losses() {}

  private static Map<String, Function<BackendSpec, Object>> keys() {
    Map<String, Function<BackendSpec, Object>> keys = new LinkedHashMap<>();
    keys.put("origins", spec -> spec.transport().origins());
    keys.put("balance", spec -> spec.routing().balancing());
    keys.put("outlier", spec -> spec.routing().outlier());
    keys.put("slow_start", spec -> spec.routing().slowStart());
    keys.put("circuit_breaker", spec -> spec.limits().breaker());
    keys.put("throttle", spec -> spec.limits().throttles());
    keys.put("max_concurrent", spec -> spec.limits().maxConcurrent());
    keys.put("adaptive_concurrency", spec -> spec.limits().adaptive());
    keys.put("oauth2", spec -> spec.tokens().oauth2());
    keys.put("token_request", spec -> spec.tokens().requests());
    keys.put("openapi", BackendSpec::contract);
    keys.put("health", BackendSpec::health);
    transport(keys, "hostname", TransportSpec::hostname);
    transport(keys, "max_connections", transport -> transport.pool().maxConnections());
    transport(keys, "max_pending", transport -> transport.pool().maxPending());
    life(keys, "keepalive_time", ConnectionLife::keepaliveTime);
    life(keys, "max_lifetime", ConnectionLife::maxLifetime);
    life(keys, "max_use", ConnectionLife::maxUse);
    life(keys, "disable_connection_reuse", ConnectionLife::reuse);
    protocol(keys, "http2", ProtocolSpec::http2);
    protocol(keys, "http2_prior_knowledge", ProtocolSpec::priorKnowledge);
    protocol(keys, "ping_interval", ProtocolSpec::pingInterval);
    protocol(keys, "lenient", ProtocolSpec::lenient);
    tls(keys, "disable_certificate_validation", tls -> tls.trust().validate());
    tls(keys, "tls.ca", tls -> tls.trust().ca());
    tls(keys, "tls.platform_ca", tls -> tls.trust().platform());
    tls(keys, "tls.client_certificate", TlsSpec::identity);
    tls(keys, "tls.min_version", TlsSpec::minVersion);
    tls(keys, "tls.max_version", TlsSpec::maxVersion);
    tls(keys, "tls.ciphers", TlsSpec::ciphers);
    tls(keys, "tls.sni_hostname", TlsSpec::sniHostname);
    tls(keys, "tls.cert_hostname", tls -> tls.trust().certHostname());
    tls(keys, "tls.pins", tls -> tls.trust().pins());
    tls(keys, "tls.reload", TlsSpec::reload);
    transport(keys, "proxy", TransportSpec::proxy);
    socket(keys, "ipv6", SocketSpec::addresses);
    socket(keys, "bind_address", SocketSpec::bindAddress);
    socket(keys, "tcp_keepalive", SocketSpec::keepalive);
    socket(keys, "unix_socket", SocketSpec::unixSocket);
    transport(keys, "dns", TransportSpec::dns);
    for (ExchangeAttribute<?> attribute : ExchangeAttribute.all()) {
      keys.put(attribute.key(), spec -> valueOf(attribute, spec));
    }
    return keys;
  }

  private static <T> Object valueOf(ExchangeAttribute<T> attribute, BackendSpec spec) {
    return attribute.of(spec.exchange());
  }

  private static void transport(
      Map<String, Function<BackendSpec, Object>> keys,
      String key,
      Function<TransportSpec, Object> of) {
    keys.put(key, spec -> of.apply(spec.transport()));
  }

  private static void life(
      Map<String, Function<BackendSpec, Object>> keys,
      String key,
      Function<ConnectionLife, Object> of) {
    transport(keys, key, transport -> of.apply(transport.pool().life()));
  }

  private static void protocol(
      Map<String, Function<BackendSpec, Object>> keys,
      String key,
      Function<ProtocolSpec, Object> of) {
    transport(keys, key, transport -> of.apply(transport.protocol()));
  }

  private static void tls(
      Map<String, Function<BackendSpec, Object>> keys, String key, Function<TlsSpec, Object> of) {
    transport(keys, key, transport -> of.apply(transport.tls()));
  }

  private static void socket(
      Map<String, Function<BackendSpec, Object>> keys,
      String key,
      Function<SocketSpec, Object> of) {
    transport(keys, key, transport -> of.apply(transport.socket()));
  }

  /** What the written one does not say, each with its key. */
  static List<String> between(BackendSpec spec, BackendSpec written) {
    List<String> losses = new ArrayList<>();
    KEYS.forEach(
        (key, of) -> {
          if (!TOLD.contains(key) && !of.apply(spec).equals(of.apply(written))) {
            losses.add(key + ": KrakenD has no word for it, or not for this; not written");
          }
        });
    return losses;
  }
}
