package io.forebay.config.internal.couper;

import io.forebay.health.Consecutive;
import io.forebay.health.Expectation;
import io.forebay.health.HealthSpec;
import io.forebay.health.ProbeRequest;
import io.forebay.health.StatusRange;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ConnectionLife;
import io.forebay.spec.ContractSpec;
import io.forebay.spec.DnsSpec;
import io.forebay.spec.Durations;
import io.forebay.spec.ExchangeAttribute;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.Origins;
import io.forebay.spec.PoolSpec;
import io.forebay.spec.ProtocolSpec;
import io.forebay.spec.ProxySpec;
import io.forebay.spec.Routing;
import io.forebay.spec.SocketSpec;
import io.forebay.spec.Timeouts;
import io.forebay.spec.TransportSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Writes one {@code backend} of {@code definitions}. */
final class BackendWriter {
  private static final String NOT_THERE = ": left out, as Couper has no such attribute";

  private final BackendSpec spec;
  private final ProxySpec usualProxy;
  private final HclText out;
  private final Consumer<String> note;
  private final TokenWriter.Others others;

  /**
   * A writer of one backend.
   *
   * @param usualProxy what Couper uses where nothing is said
   * @param note takes what cannot be written: the key, and what became of it
   * @param others who may be asked for tokens
   */
  BackendWriter(
      BackendSpec spec,
      ProxySpec usualProxy,
      HclText out,
      Consumer<String> note,
      TokenWriter.Others others) {
    this.spec = spec;
    this.usualProxy = usualProxy;
    this.out = out;
    this.note = note;
    this.others = others;
  }

  /** Writes what stands in its braces. */
  void body() {
    TransportSpec transport = spec.transport();
    out.attribute("origin", HclText.quoted(transport.origin().toString()));
    boolean alone =
        transport.origins() instanceof Origins.Listed listed
            && listed.equals(Origins.only(transport.origin()));
    unless(alone, "origins", ": only " + transport.origin() + " is written");
    transport.hostname().ifPresent(host -> out.attribute("hostname", HclText.quoted(host)));
    exchange();
    pool(transport.pool());
    protocol(transport.protocol());
    proxy(transport.proxy());
    unless(transport.socket().equals(SocketSpec.DEFAULT), "socket", NOT_THERE);
    unless(transport.dns().equals(DnsSpec.DEFAULT), "dns", NOT_THERE);
    unless(spec.routing().equals(Routing.DEFAULT), "routing", NOT_THERE);
    new LimitsWriter(out, note).write(spec.limits());
    new TlsWriter(out, note).write(transport.tls());
    new TokenWriter(out, note, others).write(spec.tokens());
    spec.contract().ifPresent(this::contract);
    spec.health().ifPresent(this::health);
  }

  private void unless(boolean usual, String key, String what) {
    if (!usual) {
      note.accept(key + what);
    }
  }

  /** What Couper does where nothing is said is left out without a word. */
  private void exchange() {
    Timeouts timeouts = spec.exchange().timeouts();
    boolean waits = spec.transport().pool().maxConnections() > 0;
    boolean asLongAsAll = timeouts.permit().equals(ExchangeAttributes.permit(timeouts.total()));
    boolean usual = waits ? asLongAsAll : timeouts.permit().equals(Timeouts.DEFAULT.permit());
    if (!usual) {
      new ExchangeWriter(out, note)
          .write(ExchangeAttribute.PERMIT_TIMEOUT.key(), timeouts.permit());
    }
    unless(
        timeouts.betweenBytes().isZero(), ExchangeAttribute.BETWEEN_BYTES_TIMEOUT.key(), NOT_THERE);
    Timeouts written =
        timeouts
            .withPermit(Timeouts.DEFAULT.permit())
            .withBetweenBytes(Timeouts.DEFAULT.betweenBytes());
    ExchangeSpec rest = spec.exchange().withTimeouts(written);
    new ExchangeWriter(out, note).differences(rest);
  }

  private void pool(PoolSpec pool) {
    if (pool.maxConnections() > 0) {
      out.attribute("max_connections", Integer.toString(pool.maxConnections()));
    }
    if (!pool.life().reuse()) {
      out.attribute("disable_connection_reuse", "true");
    }
    unless(pool.maxPending() == PoolSpec.DEFAULT.maxPending(), "max_pending", NOT_THERE);
    ConnectionLife usual = ConnectionLife.DEFAULT;
    ConnectionLife life = pool.life();
    unless(life.keepaliveTime().equals(usual.keepaliveTime()), "keepalive_time", NOT_THERE);
    unless(life.maxLifetime().equals(usual.maxLifetime()), "max_lifetime", NOT_THERE);
    unless(life.maxUse() == usual.maxUse(), "max_use", NOT_THERE);
  }

  private void protocol(ProtocolSpec protocol) {
    if (protocol.http2()) {
      out.attribute("http2", "true");
    }
    if (protocol.priorKnowledge()) {
      out.attribute("http2_prior_knowledge", "true");
    }
    ProtocolSpec usual = ProtocolSpec.DEFAULT;
    unless(protocol.pingInterval().equals(usual.pingInterval()), "ping_interval", NOT_THERE);
    unless(protocol.lenient() == usual.lenient(), "lenient", NOT_THERE);
  }

  private void proxy(ProxySpec proxy) {
    if (proxy.equals(usualProxy)) {
      return;
    }
    if (!(proxy instanceof ProxySpec.Fixed fixed)) {
      note.accept(
          "proxy: direct is left out, as the settings say that others use the environment's");
      return;
    }
    String open = fixed.toString();
    if (fixed.login().isEmpty()) {
      out.attribute("proxy", HclText.quoted(open));
      return;
    }
    String start = fixed.scheme().text() + "://";
    String login = fixed.login().get().reference();
    try {
      if (!login.contains("${env:")) {
        throw new IllegalArgumentException("a secret of unknown origin");
      }
      String rest = open.substring(start.length()).replace("${", "$${");
      out.attribute("proxy", Expressions.ofForm(start + login + "@" + rest));
    } catch (IllegalArgumentException e) {
      note.accept("proxy: left out: " + e.getMessage());
    }
  }

  private void contract(ContractSpec contract) {
    out.open("openapi");
    out.attribute("file", HclText.quoted(contract.file().toString()));
    if (contract.ignoreRequestViolations()) {
      out.attribute("ignore_request_violations", "true");
    }
    if (contract.ignoreResponseViolations()) {
      out.attribute("ignore_response_violations", "true");
    }
    out.close();
    boolean usual = contract.maxBodyBytes() == ContractSpec.DEFAULT_MAX_BODY_BYTES;
    unless(usual, "openapi.max_body_bytes", NOT_THERE);
  }

  private void health(HealthSpec health) {
    if (health.dummy()) {
      note.accept("health: left out, as it never probes");
      return;
    }
    out.open("beta_health");
    out.attribute("interval", HclText.quoted(Durations.format(health.schedule().interval())));
    if (!health.schedule().timeout().equals(health.schedule().interval())) {
      out.attribute("timeout", HclText.quoted(Durations.format(health.schedule().timeout())));
    }
    if (health.policy() instanceof Consecutive consecutive) {
      if (consecutive.failureThreshold() != Consecutive.DEFAULT.failureThreshold()) {
        out.attribute("failure_threshold", Integer.toString(consecutive.failureThreshold()));
      }
      unless(consecutive.successThreshold() == 1, "health.success_threshold", NOT_THERE);
    } else {
      note.accept("health.window" + NOT_THERE);
    }
    expectation(health.expect());
    request(health.request());
    HealthSpec usual = HealthSpec.DEFAULT;
    boolean steady = health.schedule().recheck().equals(health.schedule().interval());
    unless(steady, "health.recheck_interval", NOT_THERE);
    unless(health.schedule().jitter() == usual.schedule().jitter(), "health.jitter", NOT_THERE);
    unless(!health.held(), "health.hold_until_first_verdict", NOT_THERE);
    unless(health.shareKey().isEmpty(), "health.share_key", NOT_THERE);
    out.close();
  }

  private void expectation(Expectation expect) {
    if (!expect.statuses().equals(Expectation.DEFAULT.statuses())) {
      List<String> statuses = new ArrayList<>();
      for (StatusRange range : expect.statuses()) {
        for (int status = range.from(); status <= range.to(); status++) {
          statuses.add(Integer.toString(status));
        }
      }
      out.attribute("expected_status", Expressions.list(statuses));
    }
    if (!expect.text().isEmpty()) {
      out.attribute("expected_text", HclText.quoted(expect.text()));
    }
    unless(expect.textLimit() == Expectation.DEFAULT.textLimit(), "health.text_limit", NOT_THERE);
  }

  private void request(ProbeRequest request) {
    if (!request.path().equals(ProbeRequest.DEFAULT.path())) {
      out.attribute("path", HclText.quoted(request.path()));
    }
    if (!request.headers().isEmpty()) {
      Map<String, String> headers = new LinkedHashMap<>();
      request.headers().forEach((name, value) -> headers.put(name, HclText.quoted(value)));
      out.attribute("headers", Expressions.mapping(headers));
    }
    TransportSpec transport = spec.transport();
    boolean usual =
        request.host().equals(transport.hostname().map(any -> transport.origin().authority()));
    unless(usual, "health.host", ": left out, as Couper's probes name the origin");
    unless(request.method().equals("GET"), "health.method", NOT_THERE);
    unless(request.port().isEmpty(), "health.port", NOT_THERE);
  }
}
