package io.forebay.config.internal.fastly;

import io.forebay.health.HealthSpec;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ConnectionLife;
import io.forebay.spec.DnsSpec;
import io.forebay.spec.ExchangeAttribute;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.Hosts;
import io.forebay.spec.Origin;
import io.forebay.spec.PoolSpec;
import io.forebay.spec.ProtocolSpec;
import io.forebay.spec.ProxySpec;
import io.forebay.spec.SocketSpec;
import io.forebay.spec.SocketSpec.Addresses;
import io.forebay.spec.TcpKeepalive;
import io.forebay.spec.Timeouts;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TransportSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes a backend with one origin. */
final class BackendWriter {
  private static final String NONE = "Fastly has nothing like it";

  /** What has a key; retries belong to a director, if anywhere. */
  private static final Set<ExchangeAttribute<?>> WRITTEN =
      Set.of(
          ExchangeAttribute.OVERRIDE_HOST,
          ExchangeAttribute.CONNECT_TIMEOUT,
          ExchangeAttribute.TTFB_TIMEOUT,
          ExchangeAttribute.BETWEEN_BYTES_TIMEOUT,
          ExchangeAttribute.TIMEOUT,
          ExchangeAttribute.PERMIT_TIMEOUT);

  private final BackendSpec spec;
  private final Remarks remarks;
  private final Map<String, Object> out = new LinkedHashMap<>();

  BackendWriter(BackendSpec spec, Remarks remarks) {
    this.spec = spec;
    this.remarks = remarks;
  }

  /** Whether an origin has an address that Fastly takes. */
  static boolean canWrite(Origin origin) {
    return HostRules.problem(origin.host()).isEmpty();
  }

  Map<String, Object> write(String name, HealthWriter checks) {
    TransportSpec transport = spec.transport();
    out.put("name", name);
    address(transport.origin());
    host(transport);
    exchange(spec.exchange());
    pool(transport.pool());
    tls(transport);
    socket(transport.socket());
    spec.health().ifPresent(check -> health(check, name, checks));
    remarks.unless(transport.protocol().equals(ProtocolSpec.DEFAULT), "http2", NONE);
    remarks.unless(transport.proxy().equals(ProxySpec.DIRECT), "proxy", NONE);
    remarks.unless(transport.dns().equals(DnsSpec.DEFAULT), "dns_ttl, public_only", NONE);
    io.forebay.spec.Limits limits = spec.limits();
    remarks.unless(limits.breaker().isEmpty(), "circuit_breaker", NONE);
    remarks.unless(limits.throttles().isEmpty(), "throttle", NONE);
    remarks.unless(limits.maxConcurrent() == 0, "max_concurrent", NONE);
    remarks.unless(limits.adaptive().isEmpty(), "adaptive_concurrency", NONE);
    remarks.unless(spec.tokens().oauth2().isEmpty(), "oauth2", NONE);
    remarks.unless(spec.tokens().requests().isEmpty(), "token_request", NONE);
    remarks.unless(spec.contract().isEmpty(), "openapi", NONE);
    return out;
  }

  private void address(Origin origin) {
    String host = origin.host();
    out.put("address", host);
    String key = HostRules.isIpv6(host) ? "ipv6" : HostRules.isIpv4(host) ? "ipv4" : "hostname";
    out.put(key, host);
    out.put("port", origin.port());
    out.put("use_ssl", origin.tls());
  }

  private void host(TransportSpec transport) {
    Optional<String> host = spec.exchange().host().or(transport::hostname);
    if (transport.hostname().isPresent()) {
      remarks.add("hostname", "written as override_host, and as the names for TLS");
    }
    if (host.isPresent() && Hosts.problem(host.get()).isEmpty()) {
      out.put("override_host", host.get());
    } else if (host.isPresent()) {
      remarks.add("override_host", "not written: no host");
    }
  }

  private void exchange(ExchangeSpec exchange) {
    Timeouts limits = exchange.timeouts();
    out.put("connect_timeout", Limits.limit("connect_timeout", limits.connect(), remarks));
    out.put("first_byte_timeout", Limits.limit("ttfb_timeout", limits.ttfb(), remarks));
    out.put(
        "between_bytes_timeout",
        Limits.limit("between_bytes_timeout", limits.betweenBytes(), remarks));
    if (!limits.total().isZero()) {
      out.put("fetch_timeout", Limits.millis("timeout", limits.total(), remarks));
    }
    remarks.unless(limits.permit().isZero(), "permit_timeout", "Fastly refuses at once");
    for (ExchangeAttribute<?> attribute : ExchangeAttribute.all()) {
      if (!WRITTEN.contains(attribute)) {
        remarks.unless(
            attribute.of(exchange).equals(attribute.of(ExchangeSpec.DEFAULT)),
            attribute.key(),
            NONE);
      }
    }
  }

  private void pool(PoolSpec pool) {
    ConnectionLife life = pool.life();
    out.put("max_conn", pool.maxConnections());
    if (!life.keepaliveTime().equals(ConnectionLife.DEFAULT.keepaliveTime())) {
      long most = BackendReader.MOST_MILLIS / 1_000;
      out.put(
          "keepalive_time", Limits.seconds("keepalive_time", life.keepaliveTime(), most, remarks));
    }
    if (!life.maxLifetime().isZero()) {
      out.put("max_lifetime", Limits.millis("max_lifetime", life.maxLifetime(), remarks));
    }
    int uses = life.reuse() ? life.maxUse() : 1;
    if (uses != 0) {
      out.put("max_use", uses);
    }
    if (!life.reuse()) {
      remarks.add("disable_connection_reuse", "written as max_use 1");
    }
    remarks.unless(pool.maxPending() == PoolSpec.DEFAULT.maxPending(), "max_pending", NONE);
  }

  private void tls(TransportSpec transport) {
    if (transport.origin().tls()) {
      new TlsWriter(transport.effectiveTls(), out, remarks).write();
    } else {
      remarks.unless(transport.tls().equals(TlsSpec.DEFAULT), "tls", "the origin speaks none");
    }
  }

  private void socket(SocketSpec socket) {
    boolean plain =
        socket.addresses() == Addresses.IPV4_FIRST || socket.addresses() == Addresses.IPV6_FIRST;
    out.put(
        "prefer_ipv6",
        socket.addresses() == Addresses.IPV6_FIRST || socket.addresses() == Addresses.IPV6_ONLY);
    remarks.unless(plain, "ipv6", "Fastly prefers, but excludes no addresses");
    remarks.unless(socket.bindAddress().isEmpty(), "bind_address", NONE);
    remarks.unless(socket.unixSocket().isEmpty(), "unix_socket", NONE);
    if (socket.keepalive().isEmpty()) {
      out.put("tcp_keepalive_enable", false);
    } else if (!socket.keepalive().get().equals(TcpKeepalive.DEFAULT)) {
      keepalive(socket.keepalive().get());
    }
  }

  private void keepalive(TcpKeepalive probes) {
    long most = Integer.MAX_VALUE;
    out.put("tcp_keepalive_enable", true);
    out.put(
        "tcp_keepalive_time", Limits.seconds("tcp_keepalive.time", probes.time(), most, remarks));
    out.put(
        "tcp_keepalive_interval",
        Limits.seconds("tcp_keepalive.interval", probes.interval(), most, remarks));
    out.put("tcp_keepalive_probes", probes.probes());
  }

  private void health(HealthSpec check, String name, HealthWriter checks) {
    checks.name(check, name, remarks).ifPresent(known -> out.put("healthcheck", known));
    Optional<String> key = check.shareKey();
    if (key.isPresent() && BackendReader.SHARE_KEY.matcher(key.get()).matches()) {
      out.put("share_key", key.get());
    } else {
      remarks.unless(key.isEmpty(), "health.share_key", "expected letters and digits");
    }
  }
}
