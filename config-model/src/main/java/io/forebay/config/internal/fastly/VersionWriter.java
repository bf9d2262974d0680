package io.forebay.config.internal.fastly;

import io.forebay.config.internal.dialect.Carried;
import io.forebay.config.internal.dialect.Written;
import io.forebay.config.internal.tree.JsonText;
import io.forebay.health.SlowStart;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Balance;
import io.forebay.spec.Balancing;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.Origin;
import io.forebay.spec.Origins;
import io.forebay.spec.RetrySpec;
import io.forebay.spec.Routing;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TransportSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes one version of a service: its backends, healthchecks and directors. Used once. */
final class VersionWriter {
  private static final String NONE = "Fastly has nothing like it";

  private final Remarks remarks = Remarks.none();
  private final HealthWriter checks = new HealthWriter();
  private final MemberWriter members = new MemberWriter(checks, remarks);
  private final List<Map<String, Object>> directors = new ArrayList<>();

  Written write(Carried definitions) {
    members.reserve(definitions.backends().keySet());
    List<BackendSpec> groups = new ArrayList<>();
    for (BackendSpec spec : definitions.backends().values()) {
      if (spec.transport().origins().lone()) {
        members.add(spec, spec.label());
      } else {
        groups.add(spec);
      }
    }
    groups.forEach(this::group);
    definitions
        .refinements()
        .keySet()
        .forEach(label -> remarks.all().add("refinement '" + label + "': not written: " + NONE));
    Map<String, Object> version = new LinkedHashMap<>();
    version.put("backends", members.all());
    version.put("healthchecks", checks.all());
    version.put("directors", directors);
    return new Written(JsonText.of(version), remarks.all());
  }

  private void group(BackendSpec spec) {
    Remarks about = Remarks.about("backend '" + spec.label() + "'", remarks);
    if (!(spec.transport().origins() instanceof Origins.Listed listed)) {
      about.add("origins", "not written, nor the backend: Fastly finds no origins");
      return;
    }
    boolean auto = isAutomatic(spec, listed);
    boolean flat = listed.members().stream().allMatch(origin -> origin.priority() == 0);
    about.unless(flat, "origins.priority", NONE);
    List<String> names = members.names(spec, listed.members(), auto);
    boolean secured = listed.members().stream().anyMatch(origin -> origin.origin().tls());
    boolean usual = spec.transport().tls().equals(TlsSpec.DEFAULT);
    about.unless(secured || usual, "tls", "no origin speaks it");
    routing(spec.routing(), about);
    if (!names.isEmpty() && !auto) {
      directors.add(director(spec, names, about));
    }
  }

  /** Whether a group is what reading gives for backends that are balanced automatically. */
  private static boolean isAutomatic(BackendSpec spec, Origins.Listed listed) {
    Optional<RetrySpec> retries = Optional.of(Groups.retries(listed.members().size()));
    return spec.label().equals(Groups.AUTO)
        && spec.exchange().retries().equals(retries)
        && spec.routing().balancing().equals(new Balancing(new Balance.Random(), 0, 0, 0))
        && listed.members().stream().allMatch(origin -> BackendWriter.canWrite(origin.origin()));
  }

  private static void routing(Routing routing, Remarks about) {
    Balancing balancing = routing.balancing();
    about.unless(balancing.panicThreshold() == 0, "panic_threshold", "Fastly never ignores health");
    about.unless(balancing.overprovisioning() == 0, "overprovisioning", NONE);
    about.unless(routing.outlier().maxEjectedPercent() == 0, "outlier", NONE);
    about.unless(routing.slowStart().equals(SlowStart.OFF), "slow_start", NONE);
  }

  private static Map<String, Object> director(BackendSpec spec, List<String> names, Remarks about) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("name", spec.label());
    out.put("type", type(spec.routing().balancing().by(), about));
    out.put("quorum", spec.routing().balancing().quorum());
    out.put("retries", retries(spec.exchange(), about));
    out.put("backends", names);
    return out;
  }

  private static int type(Balance by, Remarks about) {
    if (by instanceof Balance.Hash hash && hash.key().equals(DirectorReader.CONTENT)) {
      return 3;
    }
    if (by.equals(Balance.Client.DEFAULT)) {
      return 4;
    }
    if (!(by instanceof Balance.Random)) {
      about.add("balance", by.text() + ": written as random");
    }
    return 1;
  }

  private static int retries(ExchangeSpec exchange, Remarks about) {
    RetrySpec retries = exchange.retries().orElse(RetrySpec.DEFAULT);
    if (!retries.equals(Groups.retries(retries.attempts()))) {
      about.add("retries", "only their number is written: Fastly tries where it cannot connect");
    }
    return retries.attempts();
  }

  /** What a member of a group would be by itself. */
  static BackendSpec alone(BackendSpec group, Origin origin) {
    TransportSpec transport = group.transport().at(origin);
    return group
        .withTransport(origin.tls() ? transport : transport.withTls(TlsSpec.DEFAULT))
        .withExchange(group.exchange().withRetries(Optional.empty()))
        .withRouting(Routing.DEFAULT);
  }
}
