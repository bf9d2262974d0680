package io.forebay.config.internal.couper;

import io.forebay.config.internal.couper.Block.Attribute;
import io.forebay.config.internal.tree.Shown;
import io.forebay.health.HealthSpec;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ContractSpec;
import io.forebay.spec.ExchangeAttribute;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.Limits;
import io.forebay.spec.Origin;
import io.forebay.spec.ProxySpec;
import io.forebay.spec.Refinement;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TokenSources;
import io.forebay.spec.TransportSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads {@code backend} blocks: those that define, and those that refine. */
final class BackendReader {
  private static final String ORIGIN = "origin";
  private static final Set<String> KNOWN =
      Stream.of(Stream.of(ORIGIN), TransportReader.names(), ExchangeAttributes.names())
          .flatMap(names -> names)
          .collect(Collectors.toUnmodifiableSet());
  private static final Set<String> HEALTH = Set.of("beta_health", "health");

  private final Evaluator evaluator;
  private final Report report;
  private final Path directory;
  private final ProxySpec usualProxy;
  private final Function<Block, Optional<String>> labels;

  /**
   * A reader of one file's backends.
   *
   * @param usualProxy the proxy of backends that say nothing of one
   * @param labels what a backend that stands in another's block becomes
   */
  BackendReader(
      Evaluator evaluator,
      Path directory,
      ProxySpec usualProxy,
      Function<Block, Optional<String>> labels) {
    this.evaluator = evaluator;
    this.report = evaluator.report();
    this.directory = directory;
    this.usualProxy = usualProxy;
    this.labels = labels;
  }

  /**
   * Reads a backend.
   *
   * @param defined whether it stands in {@code definitions}, and not where it is used
   * @param elsewhere where its origin is said, if not in it
   * @return the backend; empty: it is left out, which was found or noted
   */
  Optional<BackendSpec> read(
      Block block, String label, boolean defined, Optional<Argument> elsewhere) {
    Evaluator inside = evaluator.in(label);
    String place = "backend '" + label + "'";
    unsupported(block, place);
    NestedBlocks nested = new NestedBlocks(inside, place);
    block.body().blocks().forEach(nested::check);
    ExchangeSpec exchange = exchange(block, place, inside);
    TokenSources tokens = new TokenReader(inside, directory, place, labels).read(block);
    TlsSpec tls = new TlsReader(inside, directory, place).read(block, defined);
    Optional<ContractSpec> contract = new ContractReader(inside, directory, place).read(block);
    Optional<OriginText> origin = origin(block, place, inside, elsewhere);
    if (origin.isEmpty()) {
      return Optional.empty();
    }
    TransportSpec transport = transport(block, place, inside, origin.get().origin()).withTls(tls);
    if (transport.pool().maxConnections() > 0) {
      Duration total = exchange.timeouts().total();
      exchange =
          exchange.withTimeouts(exchange.timeouts().withPermit(ExchangeAttributes.permit(total)));
    }
    Optional<HealthSpec> health =
        block.body().blocks().stream()
            .filter(inner -> HEALTH.contains(inner.type()))
            .findFirst()
            .flatMap(inner -> health(inner, place, origin.get(), inside, defined))
            .map(found -> withHost(found, transport));
    Limits limits = Limits.NONE.withThrottles(ThrottleReader.read(block, place, inside));
    return Optional.of(
        new BackendSpec(label, transport, exchange, health)
            .withLimits(limits)
            .withTokens(tokens)
            .withContract(contract));
  }

  /** Probes never carry the backend's host name (Couper). */
  static HealthSpec withHost(HealthSpec health, TransportSpec transport) {
    return transport.hostname().isEmpty()
        ? health
        : new HealthSpec(
            health.request().withHost(transport.origin().authority()),
            health.expect(),
            health.schedule(),
            health.policy(),
            health.dummy(),
            health.held(),
            health.shareKey());
  }

  private void unsupported(Block block, String place) {
    for (Attribute attribute : block.body().attributes().values()) {
      String name = attribute.name();
      if (!KNOWN.contains(name)) {
        report.wrong(attribute.at(), () -> place + ": " + Schema.unsupportedArgument(name, KNOWN));
      }
    }
    for (Block inner : block.body().blocks()) {
      if (!NestedBlocks.ALL.contains(inner.type())) {
        report.wrong(
            inner.at(),
            () -> place + ": " + Schema.unsupportedBlock(inner.type(), NestedBlocks.ALL));
      }
    }
    Schema.once(block, place, NestedBlocks.SINGLE, report);
  }

  private Argument argument(Attribute attribute, String place, Evaluator inside) {
    return new Argument(place, attribute.name(), inside.known(attribute.value()), report);
  }

  private ExchangeSpec exchange(Block block, String place, Evaluator inside) {
    ExchangeSpec spec =
        ExchangeSpec.DEFAULT.withTimeouts(
            ExchangeSpec.DEFAULT.timeouts().withBetweenBytes(Duration.ZERO));
    for (Attribute attribute : block.body().attributes().values()) {
      if (ExchangeAttributes.isOne(attribute.name())) {
        spec = ExchangeAttributes.read(argument(attribute, place, inside), spec);
      }
    }
    return spec;
  }

  private TransportSpec transport(Block block, String place, Evaluator inside, Origin origin) {
    TransportSpec transport = TransportReader.usual(origin, usualProxy);
    for (Attribute attribute : block.body().attributes().values()) {
      if (TransportReader.isOne(attribute.name())
          && !attribute.name().equals("disable_certificate_validation")) {
        transport = TransportReader.read(argument(attribute, place, inside), transport);
      }
    }
    return transport;
  }

  private Optional<HealthSpec> health(
      Block block, String place, OriginText origin, Evaluator inside, boolean defined) {
    if (block.type().equals("health")) {
      report.note(block.at(), place + ": health is read as beta_health, its name in Couper");
    }
    if (!defined) {
      report.note(
          block.at(), place + ": " + block.type() + ": Couper ignores it here, it probes now");
    }
    return HealthReader.read(block, place, origin.path(), inside);
  }

  private Optional<OriginText> origin(
      Block block, String place, Evaluator inside, Optional<Argument> elsewhere) {
    Optional<Argument> own =
        block.body().attribute(ORIGIN).map(found -> argument(found, place, inside));
    Optional<Argument> given = own.filter(found -> !found.blank()).or(() -> elsewhere);
    if (given.isEmpty()) {
      report.note(block.at(), place + ": the origin attribute must not be empty: left out");
      return Optional.empty();
    }
    Optional<OriginText> origin = given.get().text("URL", OriginText::of);
    origin
        .map(OriginText::ignored)
        .filter(ignored -> !ignored.isEmpty() && own.isPresent())
        .ifPresent(ignored -> given.get().note("its " + ignored + ": no request uses it"));
    if (origin.isEmpty()) {
      report.note(block.at(), place + ": left out, as it has no origin");
    }
    return origin;
  }

  /**
   * Reads a refinement.
   *
   * @param label what findings call it
   * @param of what it refines
   */
  Refinement refinement(Block block, String label, BackendSpec of) {
    Evaluator inside = evaluator.in(of.label());
    String place = "refinement '" + label + "'";
    Refinement refinement = Refinement.NONE;
    for (Attribute attribute : block.body().attributes().values()) {
      Argument argument = argument(attribute, place, inside);
      refinement =
          ExchangeAttributes.isOne(attribute.name())
              ? ExchangeAttributes.read(argument, refinement)
              : special(attribute, argument, of, refinement);
    }
    for (Block inner : block.body().blocks()) {
      report.wrong(inner.at(), () -> place + ": " + notPermitted(inner.type()));
    }
    boolean waits = of.transport().pool().maxConnections() > 0;
    return waits && refinement.attributes().contains(ExchangeAttribute.TIMEOUT)
        ? refinement.with(
            ExchangeAttribute.PERMIT_TIMEOUT,
            ExchangeAttributes.permit(
                refinement.appliedTo(ExchangeSpec.DEFAULT).timeouts().total()))
        : refinement;
  }

  private Refinement special(
      Attribute attribute, Argument argument, BackendSpec of, Refinement refinement) {
    String name = attribute.name();
    if (TransportReader.NOT_REFINABLE.contains(name)) {
      report.wrong(attribute.at(), () -> argument.place() + ": " + notPermitted(name));
    } else if (name.equals(ORIGIN)) {
      argument.text("URL", OriginText::of).ifPresent(text -> sameOrigin(argument, text, of));
    } else if (name.equals("hostname")) {
      Optional<Optional<String>> host = TransportReader.host(argument);
      argument.note("becomes override_host: the Host header, and no name for TLS");
      return host.map(found -> refinement.with(ExchangeAttribute.OVERRIDE_HOST, found))
          .orElse(refinement);
    } else if (name.equals("proxy")) {
      argument.note("decides about connections, which a refinement shares: left out");
    } else {
      report.wrong(
          attribute.at(), () -> argument.place() + ": " + Schema.unsupportedArgument(name, KNOWN));
    }
    return refinement;
  }

  private static void sameOrigin(Argument argument, OriginText text, BackendSpec of) {
    if (!text.origin().equals(of.transport().origin())) {
      argument.wrong(() -> "backend reference: origin must be equal");
    }
  }

  private static String notPermitted(String name) {
    return "backend reference: refinement for \"" + Shown.of(name) + "\" is not permitted";
  }
}
