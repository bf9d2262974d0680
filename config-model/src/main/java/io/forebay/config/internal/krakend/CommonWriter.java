package io.forebay.config.internal.krakend;

import io.forebay.spec.BackendSpec;
import io.forebay.spec.ConnectionLife;
import io.forebay.spec.Durations;
import io.forebay.spec.ProxySpec;
import io.forebay.spec.TcpKeepalive;
import io.forebay.spec.Timeouts;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TransportSpec;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Writes what KrakenD says once for all backends, where all of them say the same. */
final class CommonWriter {
  private static final Duration LONG = Duration.ofDays(365);

  private final List<BackendSpec> backends;
  private final Optional<TlsSpec> tls;

  CommonWriter(List<BackendSpec> backends) {
    this.backends = backends;
    this.tls = common(spec -> spec.transport().tls());
  }

  private <T> Optional<T> common(Function<BackendSpec, T> of) {
    Set<T> values = new HashSet<>();
    backends.forEach(spec -> values.add(of.apply(spec)));
    return values.size() == 1 ? values.stream().findFirst() : Optional.empty();
  }

  void addTo(Map<String, Object> root) {
    addLimit(root, "dialer_timeout", Timeouts::connect);
    addLimit(root, "response_header_timeout", Timeouts::ttfb);
    common(spec -> life(spec).keepaliveTime())
        .filter(time -> !time.isZero())
        .ifPresent(time -> root.put("idle_connection_timeout", Durations.format(time)));
    if (common(spec -> life(spec).reuse()).filter(reuse -> !reuse).isPresent()) {
      root.put("disable_keep_alives", true);
    }
    common(spec -> spec.transport().socket().keepalive())
        .flatMap(found -> found)
        .map(TcpKeepalive::time)
        .ifPresent(time -> root.put("dialer_keep_alive", Durations.format(time)));
    tls.filter(found -> !found.equals(TlsSpec.DEFAULT))
        .ifPresent(found -> root.put("client_tls", TlsWriter.tree(found)));
  }

  private static ConnectionLife life(BackendSpec spec) {
    return spec.transport().pool().life();
  }

  /** The longest of all: what is shorter is noted. Zero, which is none, is the longest. */
  private void addLimit(Map<String, Object> root, String key, Function<Timeouts, Duration> of) {
    Duration longest = Duration.ZERO;
    for (BackendSpec spec : backends) {
      Duration limit = of.apply(spec.exchange().timeouts());
      if (limit.isZero()) {
        return;
      }
      longest = limit.compareTo(longest) > 0 ? limit : longest;
    }
    if (!longest.isZero()) {
      root.put(key, Durations.format(longest));
    }
  }

  /** The timeout of the endpoint; without one, a year, as KrakenD always has one. */
  static String timeout(BackendSpec spec) {
    Duration total = spec.exchange().timeouts().total();
    boolean endless = total.isZero() || total.compareTo(LONG) > 0;
    return Durations.format(endless ? LONG : total);
  }

  /** What a backend says of its own connections. */
  Map<String, Object> client(BackendSpec spec) {
    Map<String, Object> client = new LinkedHashMap<>();
    TransportSpec transport = spec.transport();
    if (tls.isEmpty() && !transport.tls().equals(TlsSpec.DEFAULT)) {
      client.put("client_tls", TlsWriter.tree(transport.tls()));
    }
    if (transport.proxy() instanceof ProxySpec.Fixed fixed) {
      client.put("proxy_address", fixed.toString()); // Without its login.
    }
    return client;
  }
}
