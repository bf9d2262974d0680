package io.forebay.internal;

import io.forebay.spec.Discovery;
import io.forebay.spec.OriginGroup;
import io.forebay.spec.OriginNode;
import io.forebay.spec.Origins;
import java.util.List;
import java.util.function.BiConsumer;

/** What is told of where a backend's exchanges go: every group on a line of its own. */
final class OriginsSettings {
  private static final List<Setting<Discovery>> DISCOVERY =
      List.of(
          new Setting<>("origins.min_refresh", how -> how.refresh().min()),
          new Setting<>("origins.max_refresh", how -> how.refresh().max()),
          new Setting<>("origins.refresh", how -> how.refresh().usual()),
          new Setting<>("origins.timeout", how -> how.refresh().timeout()),
          new Setting<>("origins.probation", Discovery::probation),
          new Setting<>("origins.nameservers", Discovery::nameservers));

  private OriginsSettings() {}

  /** Tells where they go, and of what is in groups or found what is not the default. */
  static void tell(Origins origins, BiConsumer<String, Object> told) {
    if (origins instanceof Origins.Grouped grouped) {
      tell("origins", grouped.nodes(), told);
    } else if (origins instanceof Origins.Discovered found) {
      Discovery how = found.how();
      told.accept("origins", shown(how.kind()));
      Setting.tell(DISCOVERY, how, Discovery.of(how.kind()), told);
    } else {
      told.accept(origins.lone() ? "origin" : "origins", origins);
    }
  }

  private static void tell(String key, List<OriginNode> nodes, BiConsumer<String, Object> told) {
    told.accept(key, String.join(", ", nodes.stream().map(OriginsSettings::shown).toList()));
    for (OriginNode node : nodes) {
      if (node instanceof OriginGroup group) {
        String within = key + "." + group.name();
        tell(within, group.members(), told);
        RoutingSettings.tell(
            group.balancing(), (name, value) -> told.accept(within + "." + name, value));
      }
    }
  }

  private static String shown(OriginNode node) {
    if (node instanceof OriginGroup group) {
      return "group "
          + group.name()
          + (group.weight() == 1 ? "" : " weight " + group.weight())
          + (group.priority() == 0 ? "" : " priority " + group.priority());
    }
    return node.toString();
  }

  private static String shown(Discovery.Kind kind) {
    if (kind instanceof Discovery.Srv srv) {
      return "SRV records of " + srv.name() + ", " + srv.scheme();
    } else if (kind instanceof Discovery.Custom custom) {
      return custom + ", for " + custom.template();
    }
    return "addresses of " + kind.template();
  }
}
