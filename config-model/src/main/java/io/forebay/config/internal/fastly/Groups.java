package io.forebay.config.internal.fastly;

import io.forebay.health.HealthSpec;
import io.forebay.health.OutlierSpec;
import io.forebay.health.SlowStart;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Backoff;
import io.forebay.spec.Balance;
import io.forebay.spec.Balancing;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.Origin;
import io.forebay.spec.Origins;
import io.forebay.spec.RetryBudgetSpec;
import io.forebay.spec.RetryOn;
import io.forebay.spec.RetrySpec;
import io.forebay.spec.Routing;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TransportSpec;
import io.forebay.spec.WeightedOrigin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Joins backends that share traffic into one with several origins. It has the settings of the
 * first; where another one's differ, a note says so. With one origin it is an ordinary backend.
 * Health is never ignored, and no origin is taken out of use but by its check, as at Fastly.
 */
final class Groups {
  /** What Fastly calls the group of what is balanced automatically. */
  static final String AUTO = "autodirector_";

  static final int MOST_ATTEMPTS = 10;
  static final OutlierSpec NO_OUTLIERS = new OutlierSpec.Builder().maxEjectedPercent(0).build();

  private static final RetryOn NOT_CONNECTED = new RetryOn(true, false, Set.of(), false, Set.of());

  private static final Map<String, Function<BackendSpec, Object>> SETTINGS = settings();
  private static final Map<String, Function<TlsSpec, Object>> TLS_SETTINGS = tlsSettings();

  private Groups() {}

  private static Map<String, Function<BackendSpec, Object>> settings() {
    Map<String, Function<BackendSpec, Object>> settings = new LinkedHashMap<>();
    settings.put("connect_timeout", spec -> spec.exchange().timeouts().connect());
    settings.put("first_byte_timeout", spec -> spec.exchange().timeouts().ttfb());
    settings.put("between_bytes_timeout", spec -> spec.exchange().timeouts().betweenBytes());
    settings.put("fetch_timeout", spec -> spec.exchange().timeouts().total());
    settings.put("max_conn", spec -> spec.transport().pool().maxConnections());
    settings.put("keepalive_time", spec -> spec.transport().pool().life().keepaliveTime());
    settings.put("max_lifetime", spec -> spec.transport().pool().life().maxLifetime());
    settings.put("max_use", spec -> spec.transport().pool().life().maxUse());
    settings.put("prefer_ipv6", spec -> spec.transport().socket().addresses());
    settings.put("tcp_keepalive_enable", spec -> spec.transport().socket().keepalive());
    settings.put(
        "healthcheck",
        spec -> spec.health().map(check -> BackendReader.sharing(check, Optional.empty())));
    settings.put("share_key", spec -> spec.health().flatMap(HealthSpec::shareKey));
    return settings;
  }

  private static Map<String, Function<TlsSpec, Object>> tlsSettings() {
    Map<String, Function<TlsSpec, Object>> settings = new LinkedHashMap<>();
    settings.put("ssl_check_cert", tls -> tls.trust().validate());
    settings.put("ssl_ca_cert", tls -> tls.trust().ca());
    settings.put("ssl_client_cert", TlsSpec::identity);
    settings.put("ssl_ciphers", TlsSpec::ciphers);
    settings.put("min_tls_version", TlsSpec::minVersion);
    settings.put("max_tls_version", TlsSpec::maxVersion);
    return settings;
  }

  /** How often Fastly tries, and after what: another origin while none could be connected to. */
  static RetrySpec retries(int attempts) {
    return new RetrySpec(
        Math.max(1, Math.min(MOST_ATTEMPTS, attempts)),
        NOT_CONNECTED,
        Backoff.NONE,
        new RetryBudgetSpec(100, 100_000),
        RetrySpec.DEFAULT.retryAfterCap(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * What the group of what is balanced automatically does: neither quorum nor retries are given.
   */
  static BackendSpec auto(String label, List<Member> members) {
    return joined(label, members, new Balance.Random(), 0, members.size());
  }

  /**
   * One backend of several.
   *
   * @param members at least one
   */
  static BackendSpec joined(
      String label, List<Member> members, Balance by, int quorum, int attempts) {
    BackendSpec first = members.get(0).spec();
    notePlainDifferences(label, members);
    List<WeightedOrigin> origins = origins(label, members);
    TransportSpec transport = first.transport().withTls(tls(label, members));
    ExchangeSpec exchange =
        first
            .exchange()
            .withHost(common(label, "override_host", members, member -> host(member.spec())));
    if (origins.size() == 1) {
      return new BackendSpec(label, transport, exchange, first.health());
    }
    return new BackendSpec(
            label,
            transport.withOrigins(new Origins.Listed(origins)),
            exchange.withRetries(Optional.of(retries(attempts))),
            first.health())
        .withRouting(new Routing(new Balancing(by, quorum, 0, 0), NO_OUTLIERS, SlowStart.OFF));
  }

  private static Optional<String> host(BackendSpec spec) {
    return spec.exchange().host();
  }

  private static List<WeightedOrigin> origins(String label, List<Member> members) {
    Map<Origin, Integer> weights = new LinkedHashMap<>();
    for (Member member : members) {
      Origin origin = member.spec().transport().origin();
      Integer before = weights.get(origin);
      if (before != null) {
        note(member, label, "weight", "added to that of another backend at " + origin);
      }
      int sum = (before == null ? 0 : before) + member.weight();
      weights.put(origin, Math.min(sum, BackendReader.MOST_WEIGHT));
    }
    List<WeightedOrigin> origins = new ArrayList<>();
    weights.forEach((origin, weight) -> origins.add(origin.weight(weight)));
    return origins;
  }

  private static TlsSpec tls(String label, List<Member> members) {
    List<Member> secured =
        members.stream().filter(member -> member.spec().transport().origin().tls()).toList();
    if (secured.isEmpty()) {
      return TlsSpec.DEFAULT;
    }
    TlsSpec first = secured.get(0).spec().transport().tls();
    for (Member member : secured) {
      TLS_SETTINGS.forEach(
          (key, setting) ->
              compare(
                  label,
                  key,
                  secured.get(0),
                  member,
                  spec -> setting.apply(spec.transport().tls())));
    }
    TlsSpec named =
        first.withSniHostname(
            common(
                label,
                "ssl_sni_hostname",
                secured,
                member -> member.spec().transport().tls().sniHostname()));
    return first.trust().validate()
        ? named.withTrust(
            first
                .trust()
                .withCertHostname(
                    common(
                        label,
                        "ssl_cert_hostname",
                        secured,
                        member -> member.spec().transport().tls().trust().certHostname())))
        : named;
  }

  /**
   * The name that all have, said or as their own host. Where each has its own host for it, none:
   * then each origin's own is used anyway.
   */
  private static Optional<String> common(
      String label, String key, List<Member> members, Function<Member, Optional<String>> name) {
    Optional<String> first = name.apply(members.get(0));
    if (members.stream().allMatch(member -> name.apply(member).equals(first))) {
      return first;
    }
    if (members.stream().allMatch(member -> isOwn(member, name.apply(member)))) {
      return Optional.empty();
    }
    Optional<String> said = members.stream().flatMap(each -> name.apply(each).stream()).findFirst();
    if (members.stream().allMatch(member -> says(member, name.apply(member), said))) {
      return said;
    }
    for (Member member : members) {
      if (!name.apply(member).equals(first)) {
        note(
            member,
            label,
            key,
            "left out: that of " + members.get(0).fields().place() + " is used");
      }
    }
    return first;
  }

  private static boolean says(Member member, Optional<String> name, Optional<String> said) {
    return name.equals(said) || (name.isEmpty() && isOwn(member, said));
  }

  private static boolean isOwn(Member member, Optional<String> name) {
    return name.isEmpty() || name.get().equalsIgnoreCase(member.spec().transport().origin().host());
  }

  private static void notePlainDifferences(String label, List<Member> members) {
    for (Member member : members) {
      SETTINGS.forEach((key, setting) -> compare(label, key, members.get(0), member, setting));
    }
  }

  private static void compare(
      String label, String key, Member first, Member other, Function<BackendSpec, Object> setting) {
    if (!Objects.equals(setting.apply(first.spec()), setting.apply(other.spec()))) {
      note(other, label, key, "left out: that of " + first.fields().place() + " is used");
    }
  }

  private static void note(Member member, String label, String key, String message) {
    member.fields().note(key, "in '" + label + "' " + message);
  }
}
