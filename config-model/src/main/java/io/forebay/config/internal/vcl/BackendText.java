package io.forebay.config.internal.vcl;

import io.forebay.health.HealthSpec;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Material;
import io.forebay.spec.Origin;
import io.forebay.spec.SocketSpec;
import io.forebay.spec.Timeouts;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TrustSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Writes one {@code backend}: its properties by the alphabet, as Fastly does, the probe last. */
final class BackendText {
  private static final Duration LONGEST = Duration.ofDays(365);
  private static final Pattern SUITE = Pattern.compile("[^:, \\s]+");

  private final Map<String, String> properties = new TreeMap<>();

  private BackendText() {}

  static String of(String name, BackendSpec spec, Origin origin) {
    BackendText backend = new BackendText();
    backend.where(origin);
    backend.manners(spec);
    backend.tls(spec.transport().tls());
    spec.health().flatMap(HealthSpec::shareKey).ifPresent(backend::shareKey);
    StringBuilder text = new StringBuilder("backend " + name + " {\n");
    backend.properties.forEach((key, value) -> VclWriter.property(text, "  ", key, value));
    BackendSpec single = spec.withTransport(spec.transport().at(origin));
    spec.health().ifPresent(health -> text.append(ProbeText.of(health, single)));
    return text.append("}\n").toString();
  }

  private void where(Origin origin) {
    properties.put("dynamic", "true");
    properties.put("host", Quoted.of(origin.host()));
    properties.put("port", Quoted.of(String.valueOf(origin.port())));
    properties.put("ssl", String.valueOf(origin.tls()));
  }

  private void manners(BackendSpec spec) {
    Timeouts timeouts = spec.exchange().timeouts();
    positive("connect_timeout", timeouts.connect());
    positive("first_byte_timeout", timeouts.ttfb());
    positive("between_bytes_timeout", timeouts.betweenBytes());
    duration("fetch_timeout", timeouts.total());
    duration("keepalive_time", spec.transport().pool().life().keepaliveTime());
    properties.put("max_connections", String.valueOf(spec.transport().pool().maxConnections()));
    if (spec.transport().socket().addresses() == SocketSpec.Addresses.IPV6_FIRST) {
      properties.put("prefer_ipv6", "true");
    }
    spec.exchange().host().ifPresent(this::host);
  }

  private void host(String header) {
    properties.put("host_header", Quoted.of(header));
    properties.put("always_use_host_header", "true");
  }

  private void positive(String key, Duration limit) {
    if (!limit.isZero()) {
      duration(key, limit);
    }
  }

  private void duration(String key, Duration limit) {
    if (limit.compareTo(LONGEST) <= 0) {
      properties.put(key, Rtime.text(limit));
    }
  }

  private void shareKey(String key) {
    if (ProbeReader.SHARE_KEY.matcher(key).matches()) {
      properties.put("share_key", Quoted.of(key));
    }
  }

  private void tls(TlsSpec tls) {
    name("ssl_sni_hostname", tls.sniHostname());
    name("ssl_cert_hostname", tls.trust().certHostname());
    trust(tls.trust());
    if (tls.minVersion() != TlsSpec.DEFAULT.minVersion()) {
      properties.put("min_tls_version", Quoted.of(tls.minVersion().text()));
    }
    if (tls.maxVersion() != TlsSpec.DEFAULT.maxVersion()) {
      properties.put("max_tls_version", Quoted.of(tls.maxVersion().text()));
    }
    boolean plain = tls.ciphers().stream().allMatch(suite -> SUITE.matcher(suite).matches());
    if (!tls.ciphers().isEmpty() && plain) {
      properties.put("ssl_ciphers", Quoted.of(String.join(":", tls.ciphers())));
    }
  }

  private void name(String key, Optional<String> name) {
    name.filter(text -> HostNames.problem(text).isEmpty())
        .ifPresent(text -> properties.put(key, Quoted.of(text)));
  }

  /** Fastly trusts its certificates alone, so what is trusted beside others is left out. */
  private void trust(TrustSpec trust) {
    if (!trust.validate()) {
      properties.put("ssl_check_cert", "never");
    }
    List<Material> ca = trust.ca();
    boolean alone = !trust.platform() && ca.size() == 1;
    if (alone && ca.get(0) instanceof Material.Inline inline && inline.reference().isEmpty()) {
      properties.put("ssl_ca_cert", Quoted.of(inline.text()));
    }
  }
}
