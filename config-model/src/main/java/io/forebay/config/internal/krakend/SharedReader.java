package io.forebay.config.internal.krakend;

import io.forebay.spec.ConnectionLife;
import io.forebay.spec.Origin;
import io.forebay.spec.TcpKeepalive;
import io.forebay.spec.Timeouts;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TransportSpec;
import java.time.Duration;
import java.util.Optional;

/** Reads what the root says for all backends. */
final class SharedReader {
  // Where none is named (lura's config.DefaultTimeout).
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  // As Linux has it where a program does not say.
  private static final int PROBES = 9;

  private static final TransportSpec UNNAMED = TransportSpec.of(new Origin("http", "unnamed", 80));

  private SharedReader() {}

  static Shared read(Fields root) {
    root.object("extra_config").ifPresent(extra -> Namespaces.noteGateway(extra, root));
    Duration timeout = root.duration("timeout").orElse(TIMEOUT);
    Timeouts timeouts =
        Timeouts.DEFAULT
            .withConnect(root.duration("dialer_timeout").orElse(Duration.ZERO))
            .withTtfb(root.duration("response_header_timeout").orElse(Duration.ZERO));
    return new Shared(
        HostsReader.ofRoot(root),
        HostsReader.named(root),
        timeout,
        timeouts,
        transport(root),
        root.flag("disable_rest"));
  }

  private static TransportSpec transport(Fields root) {
    ConnectionLife life = ConnectionLife.DEFAULT.withReuse(!root.flag("disable_keep_alives"));
    Optional<Duration> idle = root.duration("idle_connection_timeout");
    if (idle.isPresent()) {
      life = life.withKeepaliveTime(idle.get());
    } else if (root.text("idle_connection_timeout").isPresent()) {
      root.note("idle_connection_timeout", "never; here it is 60 s");
    }
    return UNNAMED
        .withTls(tls(root))
        .withPool(UNNAMED.pool().withLife(life))
        .withSocket(UNNAMED.socket().withKeepalive(keepalive(root)));
  }

  private static TlsSpec tls(Fields root) {
    if (root.object("client_tls").isPresent()) {
      return TlsReader.read(
          Fields.of(
              root.object("client_tls").get(),
              root.placeOf("client_tls"),
              TlsReader.WORDS,
              root.report()));
    }
    if (!root.flag("allow_insecure_connections")) {
      return TlsSpec.DEFAULT;
    }
    root.note(
        "allow_insecure_connections",
        "read as that of client_tls, where KrakenD 2.3 does not start");
    return TlsSpec.DEFAULT.withTrust(TlsSpec.DEFAULT.trust().withValidate(false));
  }

  private static Optional<TcpKeepalive> keepalive(Fields root) {
    String key = "dialer_keep_alive";
    if (root.text(key).filter(text -> text.startsWith("-")).isPresent()) {
      return Optional.empty(); // Go's way to switch them off.
    }
    Optional<Duration> period = root.duration(key);
    if (period.isEmpty()) {
      return Optional.empty();
    }
    Duration whole = Duration.ofSeconds(Math.max(1, period.get().toSeconds()));
    if (!whole.equals(period.get())) {
      root.note(key, "counted in whole seconds; it is " + whole.toSeconds() + " s");
    }
    return Optional.of(new TcpKeepalive(whole, whole, PROBES));
  }
}
