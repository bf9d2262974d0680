package io.forebay.config.internal.vcl;

import io.forebay.health.HealthSpec;
import io.forebay.health.ProbeRequest;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Balancing;
import io.forebay.spec.ConnectionLife;
import io.forebay.spec.ExchangeAttribute;
import io.forebay.spec.Origins;
import io.forebay.spec.PoolSpec;
import io.forebay.spec.ProtocolSpec;
import io.forebay.spec.RetrySpec;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TransportSpec;
import io.forebay.spec.TrustSpec;
import io.forebay.spec.WeightedOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Everything that tells two backends apart, but for their labels. */
final class Settings {
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "override_host", "host_header",
          "connect_timeout", "connect_timeout",
          "ttfb_timeout", "first_byte_timeout",
          "between_bytes_timeout", "between_bytes_timeout",
          "timeout", "fetch_timeout");

  private static final List<Setting> OF_ORIGINS =
      List.of(
          members("origins", WeightedOrigin::origin),
          members("origins[].weight", WeightedOrigin::weight),
          members("origins[].priority", WeightedOrigin::priority));

  /** What two members of a director may not differ in without one of them losing something. */
  private static final List<Setting> OF_MEMBERS = ofMembers();

  private static final List<Setting> OF_ROUTING =
      List.of(
          balancing("balance", Balancing::by),
          balancing("quorum", Balancing::quorum),
          balancing("panic_threshold", Balancing::panicThreshold),
          balancing("overprovisioning", Balancing::overprovisioning),
          new Setting("outlier", "", spec -> spec.routing().outlier()),
          new Setting("slow_start", "", spec -> spec.routing().slowStart()),
          new Setting("circuit_breaker", "", spec -> spec.limits().breaker()),
          new Setting("throttle", "", spec -> spec.limits().throttles()),
          new Setting("max_concurrent", "", spec -> spec.limits().maxConcurrent()),
          new Setting("adaptive_concurrency", "", spec -> spec.limits().adaptive()),
          new Setting("oauth2", "", spec -> spec.tokens().oauth2()),
          new Setting("token_request", "", spec -> spec.tokens().requests()),
          new Setting("openapi", "", BackendSpec::contract));

  private Settings() {}

  private static List<Setting> ofMembers() {
    List<Setting> all = new ArrayList<>();
    for (ExchangeAttribute<?> attribute : ExchangeAttribute.all()) {
      all.add(
          attribute.equals(ExchangeAttribute.RETRIES)
              ? new Setting(attribute.key(), "", Settings::retries)
              : new Setting(
                  attribute.key(),
                  PROPERTIES.getOrDefault(attribute.key(), ""),
                  spec -> attribute.of(spec.exchange())));
    }
    all.addAll(ofPool());
    all.addAll(ofTls());
    all.addAll(ofSockets());
    all.addAll(ofHealth());
    return List.copyOf(all);
  }

  private static List<Setting> ofPool() {
    return List.of(
        transport("hostname", "", TransportSpec::hostname),
        pool("max_connections", "max_connections", PoolSpec::maxConnections),
        pool("max_pending", "", PoolSpec::maxPending),
        life("keepalive_time", "keepalive_time", ConnectionLife::keepaliveTime),
        life("max_lifetime", "", ConnectionLife::maxLifetime),
        life("max_use", "", ConnectionLife::maxUse),
        life("disable_connection_reuse", "", life -> !life.reuse()),
        protocol("http2", ProtocolSpec::http2),
        protocol("http2_prior_knowledge", ProtocolSpec::priorKnowledge),
        protocol("ping_interval", ProtocolSpec::pingInterval),
        protocol("lenient", ProtocolSpec::lenient));
  }

  private static List<Setting> ofTls() {
    return List.of(
        trust("tls.ca", "ssl_ca_cert", TrustSpec::ca),
        trust("tls.platform_ca", "", TrustSpec::platform),
        trust("tls.cert_hostname", "ssl_cert_hostname", TrustSpec::certHostname),
        trust("tls.pins", "", TrustSpec::pins),
        trust("disable_certificate_validation", "ssl_check_cert", trust -> !trust.validate()),
        tls("tls.client_certificate", "ssl_client_cert", TlsSpec::identity),
        tls("tls.min_version", "min_tls_version", TlsSpec::minVersion),
        tls("tls.max_version", "max_tls_version", TlsSpec::maxVersion),
        tls("tls.ciphers", "ssl_ciphers", TlsSpec::ciphers),
        tls("tls.sni_hostname", "ssl_sni_hostname", TlsSpec::sniHostname),
        tls("tls.reload", "", TlsSpec::reload));
  }

  private static List<Setting> ofSockets() {
    return List.of(
        transport("proxy", "", TransportSpec::proxy),
        transport("ipv6", "prefer_ipv6", transport -> transport.socket().addresses()),
        transport("bind_address", "", transport -> transport.socket().bindAddress()),
        transport("tcp_keepalive", "", transport -> transport.socket().keepalive()),
        transport("unix_socket", "", transport -> transport.socket().unixSocket()),
        transport("dns_ttl", "", transport -> transport.dns().ttl()),
        transport("public_only", "", transport -> transport.dns().publicOnly()));
  }

  private static List<Setting> ofHealth() {
    return List.of(
        new Setting("health", "probe", spec -> spec.health().isPresent()),
        health("method", "probe.request", health -> health.request().method()),
        health("path", "probe.url", health -> health.request().path()),
        new Setting("health.host", "probe.request", Settings::probedHost),
        health("port", "", health -> health.request().port()),
        health("headers", "probe.request", health -> health.request().headers()),
        health("expected_status", "probe.expected_response", health -> health.expect().statuses()),
        health("expected_text", "", health -> health.expect().text()),
        health("text_limit", "", health -> health.expect().textLimit()),
        health("interval", "probe.interval", health -> health.schedule().interval()),
        health("recheck_interval", "", health -> health.schedule().recheck()),
        health("timeout", "probe.timeout", health -> health.schedule().timeout()),
        health("jitter", "", health -> health.schedule().jitter()),
        health("window", "probe.window", HealthSpec::policy),
        health("dummy", "probe.dummy", HealthSpec::dummy),
        health("hold_until_first_verdict", "", HealthSpec::held),
        health("share_key", "share_key", HealthSpec::shareKey));
  }

  /** What two members of a director differ in, but for where they are. */
  static List<Setting> betweenMembers(BackendSpec one, BackendSpec other) {
    return OF_MEMBERS.stream().filter(setting -> !setting.same(one, other)).toList();
  }

  /** What two backends differ in. */
  static List<Setting> between(BackendSpec one, BackendSpec other) {
    List<Setting> different = new ArrayList<>();
    for (List<Setting> group : List.of(OF_ORIGINS, OF_ROUTING, OF_MEMBERS)) {
      group.stream().filter(setting -> !setting.same(one, other)).forEach(different::add);
    }
    return different;
  }

  /** The {@code Host} that exchanges and probes send unless told otherwise; empty: it depends. */
  static Optional<String> ownHost(BackendSpec spec) {
    return spec.exchange()
        .host()
        .or(() -> spec.transport().hostname())
        .or(
            () ->
                spec.transport().origins().lone()
                    ? Optional.of(spec.transport().origin().authority())
                    : Optional.empty());
  }

  /** The same without a host that would be sent anyway. */
  static ProbeRequest withoutHost(ProbeRequest request, Optional<String> own) {
    return request.host().isPresent() && request.host().equals(own)
        ? new ProbeRequest(
            request.method(), request.path(), Optional.empty(), request.port(), request.headers())
        : request;
  }

  private static Object probedHost(BackendSpec spec) {
    return spec.health()
        .map(health -> withoutHost(health.request(), ownHost(spec)).host())
        .orElse(Optional.empty());
  }

  /** What is in force, said or not. */
  private static Object retries(BackendSpec spec) {
    boolean lone = spec.transport().origins().lone();
    return spec.exchange().retries().orElse(lone ? RetrySpec.NONE : RetrySpec.DEFAULT);
  }

  private static Setting members(String key, Function<WeightedOrigin, Object> value) {
    return new Setting(
        key,
        "",
        spec ->
            spec.transport().origins() instanceof Origins.Listed listed
                ? listed.members().stream().map(value).toList()
                : List.of());
  }

  private static Setting balancing(String key, Function<Balancing, Object> value) {
    return new Setting(key, "", spec -> value.apply(spec.routing().balancing()));
  }

  private static Setting transport(
      String key, String property, Function<TransportSpec, Object> value) {
    return new Setting(key, property, spec -> value.apply(spec.transport()));
  }

  private static Setting pool(String key, String property, Function<PoolSpec, Object> value) {
    return transport(key, property, transport -> value.apply(transport.pool()));
  }

  private static Setting life(String key, String property, Function<ConnectionLife, Object> value) {
    return pool(key, property, pool -> value.apply(pool.life()));
  }

  private static Setting protocol(String key, Function<ProtocolSpec, Object> value) {
    return transport(key, "", transport -> value.apply(transport.protocol()));
  }

  private static Setting tls(String key, String property, Function<TlsSpec, Object> value) {
    return transport(key, property, transport -> value.apply(transport.tls()));
  }

  private static Setting trust(String key, String property, Function<TrustSpec, Object> value) {
    return tls(key, property, tls -> value.apply(tls.trust()));
  }

  /** Of a backend without a check: nothing, which only the check itself is told apart by. */
  private static Setting health(String key, String property, Function<HealthSpec, Object> value) {
    return new Setting(
        "health." + key, property, spec -> spec.health().map(value).orElse(Optional.empty()));
  }
}
