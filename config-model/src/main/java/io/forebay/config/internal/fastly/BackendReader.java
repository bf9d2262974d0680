package io.forebay.config.internal.fastly;

import io.forebay.config.internal.tree.Shown;
import io.forebay.health.HealthSpec;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ConnectionLife;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.Hosts;
import io.forebay.spec.Origin;
import io.forebay.spec.PoolSpec;
import io.forebay.spec.SocketSpec;
import io.forebay.spec.SocketSpec.Addresses;
import io.forebay.spec.TcpKeepalive;
import io.forebay.spec.Timeouts;
import io.forebay.spec.TransportSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a backend. What is not given is as the API fills it in: 1 s to connect, 15 s to the first
 * byte, 10 s between bytes, 200 connections, and nobody waits for one. Idle connections are kept
 * for our own default time, as Fastly names none.
 */
final class BackendReader {
  /** The longest limit, 2^32 - 1 ms. */
  static final long MOST_MILLIS = 4_294_967_295L;

  static final int USUAL_CONNECT = 1_000;
  static final int USUAL_FIRST_BYTE = 15_000;
  static final int USUAL_BETWEEN_BYTES = 10_000;
  static final int USUAL_CONNECTIONS = 200;
  static final int USUAL_WEIGHT = 100;
  static final int MOST_WEIGHT = 65_535;
  static final Pattern SHARE_KEY = Pattern.compile("[A-Za-z0-9]+");

  private final Fields fields;
  private final Named named;
  private final References references;

  /**
   * Reads one.
   *
   * @param named what a backend may refer to
   */
  BackendReader(Fields fields, Named named, References references) {
    this.fields = fields;
    this.named = named;
    this.references = references;
  }

  /** The backend; empty if something is wrong, which is a finding then. */
  Optional<Member> read(Labelling labels) {
    Optional<String> name = fields.name();
    Optional<String> label = name.flatMap(text -> labels.backend(text, fields));
    Optional<Origin> origin = new AddressReader(fields).read();
    // Read whatever becomes of the rest, so that all findings come at once.
    TransportSpec transport = transport(origin.orElse(new Origin("https", "unknown", 443)));
    ExchangeSpec exchange = exchange();
    Optional<HealthSpec> health = health();
    int weight = weight();
    boolean conditioned = named.condition(fields);
    boolean balanced = balanced(conditioned);
    leftOut();
    if (label.isEmpty() || origin.isEmpty()) {
      return Optional.empty();
    }
    BackendSpec spec = new BackendSpec(label.get(), transport, exchange, health);
    return Optional.of(new Member(fields, name.orElse(""), spec, weight, balanced));
  }

  private boolean balanced(boolean conditioned) {
    boolean wanted = fields.flag("auto_loadbalance").orElse(false);
    if (wanted && conditioned) {
      fields.note("auto_loadbalance", "left out: request_condition is given");
    }
    return wanted && !conditioned;
  }

  private int weight() {
    long weight = fields.number("weight", 1, Integer.MAX_VALUE).orElse((long) USUAL_WEIGHT);
    if (weight > MOST_WEIGHT) {
      fields.note("weight", weight + ": read as " + MOST_WEIGHT);
    }
    return (int) Math.min(weight, MOST_WEIGHT);
  }

  private TransportSpec transport(Origin origin) {
    SocketSpec socket =
        SocketSpec.DEFAULT
            .withAddresses(
                fields.flag("prefer_ipv6").orElse(false)
                    ? Addresses.IPV6_FIRST
                    : Addresses.IPV4_FIRST)
            .withKeepalive(keepalive());
    return TransportSpec.of(origin)
        .withPool(pool())
        .withTls(new TlsReader(fields, references).read(origin.tls()))
        .withSocket(socket);
  }

  private PoolSpec pool() {
    Duration idle =
        fields
            .number("keepalive_time", 0, MOST_MILLIS / 1_000)
            .map(Duration::ofSeconds)
            .orElse(ConnectionLife.DEFAULT.keepaliveTime());
    if (idle.isZero()) {
      fields.note("keepalive_time", "0: connections are closed as soon as they are idle");
    }
    ConnectionLife life =
        ConnectionLife.DEFAULT
            .withKeepaliveTime(idle)
            .withMaxLifetime(
                Duration.ofMillis(fields.number("max_lifetime", 0, MOST_MILLIS).orElse(0L)))
            .withMaxUse(fields.count("max_use", 0).orElse(0));
    return PoolSpec.DEFAULT
        .withMaxConnections(fields.count("max_conn", 0).orElse(USUAL_CONNECTIONS))
        .withLife(life);
  }

  /** On unless it is switched off. */
  private Optional<TcpKeepalive> keepalive() {
    boolean on = fields.flag("tcp_keepalive_enable").orElse(true);
    TcpKeepalive usual = TcpKeepalive.DEFAULT;
    TcpKeepalive probes =
        new TcpKeepalive(
            Duration.ofSeconds(atLeastOne("tcp_keepalive_time", usual.time().toSeconds(), on)),
            Duration.ofSeconds(
                atLeastOne("tcp_keepalive_interval", usual.interval().toSeconds(), on)),
            atLeastOne("tcp_keepalive_probes", usual.probes(), on));
    return on ? Optional.of(probes) : Optional.empty();
  }

  private int atLeastOne(String key, long usual, boolean on) {
    long number = fields.number(key, 0, Integer.MAX_VALUE).orElse(usual);
    if (number == 0 && on) {
      fields.note(key, "0: read as 1");
    }
    if (!on) {
      fields.leftOut(key, "tcp_keepalive_enable is false");
    }
    return (int) Math.max(1, number);
  }

  private ExchangeSpec exchange() {
    Duration total = Duration.ofMillis(fields.number("fetch_timeout", 0, MOST_MILLIS).orElse(0L));
    if (!total.isZero()) {
      fields.note("fetch_timeout", "read as the total limit, connecting included");
    }
    Timeouts limits =
        Timeouts.DEFAULT
            .withConnect(limit("connect_timeout", USUAL_CONNECT))
            .withTtfb(limit("first_byte_timeout", USUAL_FIRST_BYTE))
            .withBetweenBytes(limit("between_bytes_timeout", USUAL_BETWEEN_BYTES))
            .withTotal(total)
            .withPermit(Duration.ZERO);
    return ExchangeSpec.DEFAULT.withTimeouts(limits).withHost(host());
  }

  /** Fastly does not say what zero means. */
  private Duration limit(String key, long usual) {
    return Duration.ofMillis(fields.number(key, 1, MOST_MILLIS).orElse(usual));
  }

  private Optional<String> host() {
    Optional<String> host = fields.text("override_host");
    Optional<String> problem = host.flatMap(Hosts::problem);
    problem.ifPresent(
        text -> fields.found("override_host", "'" + Shown.of(host.orElse("")) + "' is " + text));
    return problem.isPresent() ? Optional.empty() : host;
  }

  private Optional<HealthSpec> health() {
    Optional<HealthSpec> check = named.check(fields);
    Optional<String> key = fields.text("share_key");
    if (key.isPresent() && !SHARE_KEY.matcher(key.get()).matches()) {
      fields.found(
          "share_key", "'" + Shown.of(key.get()) + "' (expected: letters and digits only)");
      return Optional.empty();
    }
    if (key.isPresent() && check.isEmpty()) {
      fields.note("share_key", "left out: there is no healthcheck");
    }
    // As in the VCL that Fastly generates: equal backends of one service are checked once.
    Optional<String> shared =
        key.or(() -> fields.word("service_id").filter(SHARE_KEY.asMatchPredicate()));
    return check.map(spec -> sharing(spec, shared));
  }

  /** The same check under another key. */
  static HealthSpec sharing(HealthSpec spec, Optional<String> key) {
    return new HealthSpec(
        spec.request(),
        spec.expect(),
        spec.schedule(),
        spec.policy(),
        spec.dummy(),
        spec.held(),
        key);
  }

  private void leftOut() {
    fields.leftOut("shield", "definitions know no points of presence");
    fields.leftOut("client_cert", "the API does not use it");
    fields.leftOut("comment", "definitions have none");
    fields.leftOut("deleted_at", "it says that the backend is deleted");
    if (fields.number("error_threshold", 0, Integer.MAX_VALUE).orElse(0L) > 0) {
      fields.note("error_threshold", "left out: outlier detection or a breaker does this");
    }
    fields.finish();
  }
}
