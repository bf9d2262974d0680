package io.forebay.config.internal.vcl;

import io.forebay.config.internal.dialect.Notes;
import io.forebay.config.internal.tree.Findings;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ConnectionLife;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.Hosts;
import io.forebay.spec.Origin;
import io.forebay.spec.PoolSpec;
import io.forebay.spec.SocketSpec;
import io.forebay.spec.Timeouts;
import io.forebay.spec.TransportSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a {@code backend} says. What it leaves out is Fastly's default: 1 s to connect, 15 s to the
 * first byte, 10 s between bytes, no limit on the whole, 200 connections, and nobody waits for one.
 * How long idle connections are kept Fastly leaves open; that default is ours.
 */
final class BackendReader {
  static final Duration CONNECT = Duration.ofSeconds(1);
  static final Duration FIRST_BYTE = Duration.ofSeconds(15);
  static final Duration BETWEEN_BYTES = Duration.ofSeconds(10);
  static final int CONNECTIONS = 200;

  private static final Duration LEAST = Duration.ofNanos(1);
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

  /** What may stand in a backend. */
  private static final Set<String> KNOWN =
      Set.of(
          "always_use_host_header",
          "between_bytes_timeout",
          "bypass_local_route_table",
          "connect_timeout",
          "dynamic",
          "fetch_timeout",
          "first_byte_timeout",
          "host",
          "host_header",
          "is_shield",
          "keepalive_time",
          "max_connections",
          "max_tls_version",
          "min_tls_version",
          "port",
          "prefer_ipv6",
          "probe",
          "saintmode_threshold",
          "share_key",
          "ssl",
          "ssl_ca_cert",
          "ssl_cert_hostname",
          "ssl_check_cert",
          "ssl_ciphers",
          "ssl_client_cert",
          "ssl_client_key",
          "ssl_hostname",
          "ssl_sni_hostname");

  private final Findings findings;
  private final Notes notes;

  BackendReader(Findings findings, Notes notes) {
    this.findings = findings;
    this.notes = notes;
  }

  /** The backend under a label; empty if it has no origin, which is a finding already. */
  Optional<BackendSpec> read(Declaration declaration, String label) {
    Block block =
        new Block(declaration.where(), declaration.at(), declaration.properties(), KNOWN, findings);
    Optional<Origin> origin = origin(block);
    TransportSpec transport = transport(block, origin.orElse(new Origin("http", "unknown", 80)));
    ExchangeSpec exchange =
        ExchangeSpec.DEFAULT.withTimeouts(timeouts(block)).withHost(host(block, origin));
    BackendSpec plain = new BackendSpec(label, transport, exchange, Optional.empty());
    BackendSpec spec =
        new BackendSpec(
            label, transport, exchange, new ProbeReader(block, plain, findings, notes).health());
    noteOthers(block);
    return origin.map(known -> spec);
  }

  private Optional<Origin> origin(Block block) {
    if (!block.has("host")) {
      block.refuse("host", "missing (expected: a name or an address)");
    }
    Optional<String> host = block.text("host");
    boolean tls = block.truth("ssl").orElse(false);
    Optional<Integer> port = port(block, tls);
    Optional<String> problem = host.flatMap(HostNames::problem);
    problem.ifPresent(text -> block.refuse("host", text));
    if (host.isEmpty() || port.isEmpty() || problem.isPresent()) {
      return Optional.empty();
    }
    String url =
        (tls ? "https://" : "http://") + HostNames.bracketed(host.get()) + ":" + port.get();
    return block.trying("host", () -> Origin.of(url));
  }

  private static Optional<Integer> port(Block block, boolean tls) {
    if (!block.has("port")) {
      return Optional.of(tls ? 443 : 80);
    }
    Optional<String> text = block.text("port");
    boolean good =
        text.isPresent()
            && PORT.matcher(text.get()).matches()
            && Integer.parseInt(text.get()) >= 1
            && Integer.parseInt(text.get()) <= 65535;
    if (text.isPresent() && !good) {
      block.refuse("port", "no port (expected: \"1\"-\"65535\")");
    }
    return good ? text.map(Integer::valueOf) : Optional.empty();
  }

  private TransportSpec transport(Block block, Origin origin) {
    ConnectionLife life =
        block
            .duration("keepalive_time", Duration.ZERO)
            .map(ConnectionLife.DEFAULT::withKeepaliveTime)
            .orElse(ConnectionLife.DEFAULT);
    int connections = block.integer("max_connections", 0, Integer.MAX_VALUE).orElse(CONNECTIONS);
    boolean ipv6 = block.truth("prefer_ipv6").orElse(false);
    return TransportSpec.of(origin)
        .withPool(PoolSpec.DEFAULT.withMaxConnections(connections).withLife(life))
        .withTls(new TlsReader(block, notes).tls())
        .withSocket(
            ipv6
                ? SocketSpec.DEFAULT.withAddresses(SocketSpec.Addresses.IPV6_FIRST)
                : SocketSpec.DEFAULT);
  }

  private Timeouts timeouts(Block block) {
    if (block.has("between_bytes_timeout")) {
      note(
          block,
          "between_bytes_timeout",
          "when it expires the exchange fails; Fastly takes the body to be complete, which is"
              + " between_bytes_expiry: truncate");
    }
    if (block.has("fetch_timeout")) {
      note(
          block, "fetch_timeout", "as timeout it also covers connecting, waiting and all attempts");
    }
    return Timeouts.DEFAULT
        .withConnect(block.duration("connect_timeout", LEAST).orElse(CONNECT))
        .withTtfb(block.duration("first_byte_timeout", LEAST).orElse(FIRST_BYTE))
        .withBetweenBytes(block.duration("between_bytes_timeout", LEAST).orElse(BETWEEN_BYTES))
        .withTotal(block.duration("fetch_timeout", Duration.ZERO).orElse(Duration.ZERO))
        .withPermit(Duration.ZERO);
  }

  /** The host that replaces the caller's. */
  private Optional<String> host(Block block, Optional<Origin> origin) {
    Optional<String> header = block.text("host_header");
    Optional<String> problem = header.flatMap(Hosts::problem);
    problem.ifPresent(text -> block.refuse("host_header", text));
    if (problem.isPresent()) {
      return Optional.empty();
    }
    if (block.truth("always_use_host_header").orElse(false)) {
      return header.or(() -> origin.map(Origin::authority));
    }
    if (header.isPresent()) {
      note(
          block,
          "host_header",
          block.has("probe")
              ? "only the probe sends it, as .always_use_host_header is not true"
              : "left out, as .always_use_host_header is not true and there is no probe");
    }
    return Optional.empty();
  }

  private void noteOthers(Block block) {
    if (!block.truth("dynamic").orElse(true)) {
      note(block, "dynamic", "false has no effect: addresses are looked up again as they change");
    }
    if (block.truth("bypass_local_route_table").orElse(false)) {
      note(block, "bypass_local_route_table", "left out: there is no local routing");
    }
    if (block.truth("is_shield").orElse(false)) {
      note(block, "is_shield", "left out: there is no shielding");
    }
    if (block.integer("saintmode_threshold", 0, Integer.MAX_VALUE).orElse(0) > 0) {
      note(block, "saintmode_threshold", "left out; outlier detection is what comes near");
    }
  }

  private void note(Block block, String name, String message) {
    notes.add(block.at(name), block.where() + ": ." + name + ": " + message);
  }
}
