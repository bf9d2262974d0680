package io.forebay;

import io.forebay.health.HealthSpec;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ContractSpec;
import io.forebay.spec.DnsSpec;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.Hosts;
import io.forebay.spec.Origins;
import io.forebay.spec.PoolSpec;
import io.forebay.spec.ProtocolSpec;
import io.forebay.spec.ProxySpec;
import io.forebay.spec.Refinement;
import io.forebay.spec.SocketSpec;
import io.forebay.spec.TcpKeepalive;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TransportSpec;
import io.forebay.spi.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects a backend's definition; see {@link Backend#builder}. Everything a file can say can be
 * said here. Mistakes are collected and thrown together by {@link #build} and {@link #spec};
 * setting an attribute twice is refused at the call. Not thread-safe.
 */
public final class BackendBuilder extends RoutingBuilder {
  private final TlsBuilder tls = new TlsBuilder();
  private Optional<String> hostname = Optional.empty();
  private PoolSpec pool = PoolSpec.DEFAULT;
  private ProtocolSpec protocol = ProtocolSpec.DEFAULT;
  private boolean validate = true;
  private ProxySpec proxy = ProxySpec.DIRECT;
  private SocketSpec socket = SocketSpec.DEFAULT;
  private DnsSpec dns = DnsSpec.DEFAULT;
  private @Nullable HealthSpec health;
  private @Nullable ContractSpec contract;
  private Environment environment = Environment.system();

  BackendBuilder(String label) {
    super(label);
  }

  /**
   * The name that we call the origin by, with or without a port: what {@code Host} says, and what
   * TLS sends and verifies unless {@code tls} says otherwise. Default: the origin's own. Known as
   * {@code hostname} (Couper).
   */
  public BackendBuilder hostname(String name) {
    return once(
        "hostname",
        () -> {
          Hosts.problem(name)
              .ifPresent(
                  problem -> {
                    throw new IllegalArgumentException("hostname: " + problem);
                  });
          return name;
        },
        found -> hostname = Optional.of(found));
  }

  // ---- the pool

  /**
   * Most sockets in any state: dialling, active or idle. Default: 100. Zero: no bound. Exchanges
   * beyond it wait in line up to {@code permitTimeout}. Known as {@code max_connections} (Couper,
   * VCL), {@code max_conn} (Fastly).
   */
  public BackendBuilder maxConnections(int most) {
    return once("max_connections", () -> pool.withMaxConnections(most), p -> pool = p);
  }

  /**
   * Most exchanges that wait for a permit; more are refused at once. Default: 10,000. Zero: nobody
   * waits. Known as {@code wait_limit} (Varnish).
   */
  public BackendBuilder maxPending(int most) {
    return once("max_pending", () -> pool.withMaxPending(most), p -> pool = p);
  }

  /**
   * Longest time that a connection stays idle. Default: 60 s. Zero: closed as soon as it is idle.
   * Known as {@code keepalive_time} (Fastly, VCL).
   */
  public BackendBuilder keepaliveTime(Duration time) {
    return once(
        "keepalive_time", () -> pool.withLife(pool.life().withKeepaliveTime(time)), p -> pool = p);
  }

  /**
   * Longest time that a connection is used, less up to a tenth by chance. Default: no limit. Zero:
   * no limit. Known as {@code max_lifetime} (Fastly).
   */
  public BackendBuilder maxLifetime(Duration time) {
    return once(
        "max_lifetime", () -> pool.withLife(pool.life().withMaxLifetime(time)), p -> pool = p);
  }

  /** Most exchanges of a connection. Default: 0, no limit. Known as {@code max_use} (Fastly). */
  public BackendBuilder maxUse(int most) {
    return once("max_use", () -> pool.withLife(pool.life().withMaxUse(most)), p -> pool = p);
  }

  /**
   * Makes a new connection for every exchange. Default: false. Known as {@code
   * disable_connection_reuse} (Couper).
   */
  public BackendBuilder disableConnectionReuse(boolean disable) {
    return once(
        "disable_connection_reuse",
        () -> pool.withLife(pool.life().withReuse(!disable)),
        p -> pool = p);
  }

  // ---- protocol

  /** Offers HTTP/2 over TLS. Default: false, HTTP/1.1 only. Known as {@code http2} (Couper). */
  public BackendBuilder http2(boolean offer) {
    return once("http2", () -> protocol.withHttp2(offer), p -> protocol = p);
  }

  /**
   * Speaks HTTP/2 without TLS and without asking. Default: false. Without effect on https origins.
   * Known as {@code http2_prior_knowledge} (Couper).
   */
  public BackendBuilder http2PriorKnowledge(boolean known) {
    return once("http2_prior_knowledge", () -> protocol.withPriorKnowledge(known), this::take);
  }

  /** Pause between pings on HTTP/2 connections. Default: 15 s. Zero: no pings. */
  public BackendBuilder pingInterval(Duration pause) {
    return once("ping_interval", () -> protocol.withPingInterval(pause), this::take);
  }

  /**
   * Takes responses as they come, even if they break HTTP. Default: false: an exchange with such a
   * response fails, and its connection is not used again. For origins that cannot be mended: it is
   * logged as a warning, because bytes left over after a response become the next answer.
   */
  public BackendBuilder lenient(boolean unchecked) {
    return once("lenient", () -> protocol.withLenient(unchecked), this::take);
  }

  private void take(ProtocolSpec changed) {
    protocol = changed;
  }

  // ---- TLS

  /**
   * How connections to an https origin are secured. Default: the platform's trust, TLS 1.2 or 1.3.
   */
  public BackendBuilder tls(Consumer<TlsBuilder> security) {
    return once(
        "tls",
        () -> {
          security.accept(tls);
          return tls;
        },
        done -> {});
  }

  /**
   * Accepts any certificate. Default: false. For tests: it is logged as a warning. Known as {@code
   * disable_certificate_validation} (Couper), {@code ssl_check_cert: never} (Fastly).
   */
  public BackendBuilder disableCertificateValidation(boolean disable) {
    return once("disable_certificate_validation", () -> !disable, check -> validate = check);
  }

  // ---- sockets and names

  /**
   * What stands between us and the origin: {@code direct}, {@code environment}, or a URL such as
   * {@code http://user:pass@proxy:3128}. Default: direct. Known as {@code proxy} (Couper).
   */
  public BackendBuilder proxy(String text) {
    return once("proxy", () -> ProxySpec.of(text), found -> proxy = found);
  }

  /** Which addresses of a name are dialled, in which order. Default: IPv4 first. */
  public BackendBuilder addresses(SocketSpec.Addresses order) {
    return once("ipv6", () -> socket.withAddresses(order), s -> socket = s);
  }

  /** The local address to connect from. Default: the system chooses. */
  public BackendBuilder bindAddress(String address) {
    return once(
        "bind_address", () -> socket.withBindAddress(Optional.of(address)), s -> socket = s);
  }

  /**
   * The system's own probes on idle connections. Default: off. Known as {@code tcp_keepalive_*}.
   */
  public BackendBuilder tcpKeepalive(TcpKeepalive probes) {
    return once("tcp_keepalive", () -> socket.withKeepalive(Optional.of(probes)), s -> socket = s);
  }

  /** Dials a Unix domain socket in place of the origin's host and port. Default: none. */
  public BackendBuilder unixSocket(Path path) {
    return once("unix_socket", () -> socket.withUnixSocket(Optional.of(path)), s -> socket = s);
  }

  /**
   * How long an answer of the resolver is used. Default: 30 s. Zero: asked for every connection.
   */
  public BackendBuilder dnsTtl(Duration ttl) {
    return once("dns_ttl", () -> new DnsSpec(ttl, dns.publicOnly()), d -> dns = d);
  }

  /** Refuses to dial private, loopback, link-local and other special addresses. Default: false. */
  public BackendBuilder publicOnly(boolean only) {
    return once("public_only", () -> new DnsSpec(dns.ttl(), only), d -> dns = d);
  }

  // ---- health and environment

  /** Checks the origin's health as configured. Default: no checks, always healthy. */
  public BackendBuilder health(Consumer<HealthSpec.Builder> check) {
    HealthSpec.Builder builder = new HealthSpec.Builder();
    check.accept(builder);
    return once("health", builder::build, found -> health = found);
  }

  /** Checks the origin's health. Default: no checks, always healthy. */
  public BackendBuilder health(HealthSpec check) {
    return once("health", () -> check, found -> health = found);
  }

  /**
   * Checks requests and responses against an OpenAPI document. Default: no checks. Needs the
   * artifact {@code forebay-openapi}. Known as {@code openapi} (Couper).
   */
  public BackendBuilder openapi(ContractSpec document) {
    return once("openapi", () -> document, found -> contract = found);
  }

  /** The time of probes and waits. Default: the system's. */
  public BackendBuilder clock(Clock clock) {
    environment = environment.withClock(clock);
    return this;
  }

  /** Adds somebody who hears what happens. Default: nobody. */
  public BackendBuilder observer(BackendObserver observer) {
    environment = environment.withObserver(observer);
    return this;
  }

  /** Everything that the backend uses and does not own. Default: {@link Environment#system()}. */
  public BackendBuilder environment(Environment other) {
    environment = other;
    return this;
  }

  /**
   * The definition as a value.
   *
   * @throws InvalidBackendException with everything that was found
   */
  public BackendSpec spec() {
    Optional<Origins> origins = origins();
    TlsSpec security = checked(() -> tls.build(validate), TlsSpec.DEFAULT);
    Refinement manners = checkedManners();
    if (origins.isEmpty()) {
      throw new IllegalStateException("origin"); // Not reached: a bad origin is a finding.
    }
    return new BackendSpec(
            label(),
            new TransportSpec(
                origins.get(), hostname, pool, protocol, security, proxy, socket, dns),
            manners.appliedTo(ExchangeSpec.DEFAULT),
            Optional.ofNullable(health))
        .withRouting(routing())
        .withLimits(limits())
        .withTokens(tokens())
        .withContract(Optional.ofNullable(contract));
  }

  /**
   * Opens the backend; the caller closes it. Checks, if any, start at once.
   *
   * @throws InvalidBackendException with everything that was found; nothing has been opened
   */
  public ManagedBackend build() {
    return Backend.open(spec(), environment);
  }

  @Override
  BackendBuilder self() {
    return this;
  }
}
