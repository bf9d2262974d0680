package io.forebay.config.internal.fastly;

import io.forebay.spec.BackendSpec;
import io.forebay.spec.Origin;
import io.forebay.spec.Routing;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.WeightedOrigin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes backends by themselves, and finds those that a group consists of. Not thread-safe.
 *
 * <p>A backend has one weight, in whatever group it is. So one that is there already is used where
 * its settings are those of the group and nobody gave it another weight; else one is added.
 */
final class MemberWriter {
  private static final String WEIGHT = "weight";

  private final HealthWriter checks;
  private final Remarks remarks;
  private final Set<String> names = new HashSet<>();
  private final List<Map<String, Object>> objects = new ArrayList<>();
  private final Map<BackendSpec, List<Entry>> known = new HashMap<>();

  /**
   * What was written.
   *
   * @param index its place among the backends
   * @param object its keys
   */
  record Entry(int index, Map<String, Object> object) {}

  MemberWriter(HealthWriter checks, Remarks remarks) {
    this.checks = checks;
    this.remarks = remarks;
  }

  /** Keeps names free for those who have them already. */
  void reserve(Set<String> labels) {
    names.addAll(labels);
  }

  /** Writes a backend with one origin; empty if Fastly takes no such address. */
  Optional<Entry> add(BackendSpec spec, String name) {
    Remarks about = Remarks.about("backend '" + name + "'", remarks);
    Origin origin = spec.transport().origin();
    if (!BackendWriter.canWrite(origin)) {
      about.add("origin", "not written, nor the backend: no address for Fastly");
      return Optional.empty();
    }
    Map<String, Object> object = new BackendWriter(spec, about).write(name, checks);
    objects.add(object);
    Entry entry = new Entry(objects.size() - 1, object);
    known.computeIfAbsent(likeness(spec, origin), key -> new ArrayList<>()).add(entry);
    return Optional.of(entry);
  }

  /**
   * The names of the backends that stand for the origins of a group.
   *
   * @param auto whether they are balanced automatically, which is in the order of all backends
   */
  List<String> names(BackendSpec group, List<WeightedOrigin> origins, boolean auto) {
    List<String> found = new ArrayList<>();
    int least = 0;
    for (WeightedOrigin origin : origins) {
      Optional<Entry> entry = entry(group, origin, least);
      if (entry.isEmpty()) {
        continue;
      }
      Map<String, Object> object = entry.get().object();
      object.put(WEIGHT, origin.weight());
      if (auto) {
        object.put("auto_loadbalance", true);
        least = entry.get().index() + 1;
      }
      found.add(String.valueOf(object.get("name")));
    }
    return found;
  }

  private Optional<Entry> entry(BackendSpec group, WeightedOrigin member, int least) {
    BackendSpec alone = VersionWriter.alone(group, member.origin());
    return known.getOrDefault(likeness(alone, member.origin()), List.of()).stream()
        .filter(entry -> entry.index() >= least && isFree(entry.object(), member.weight()))
        .findFirst()
        .or(() -> added(alone, group.label()));
  }

  private static boolean isFree(Map<String, Object> object, int weight) {
    return object.getOrDefault(WEIGHT, weight).equals(weight);
  }

  private Optional<Entry> added(BackendSpec alone, String label) {
    int number = 1;
    while (!names.add(label + "_" + number)) {
      number++;
    }
    String name = label + "_" + number;
    Optional<Entry> entry = add(alone, name);
    if (entry.isPresent()) {
      remarks
          .all()
          .add("backend '" + label + "': origins: one is written as the backend '" + name + "'");
    }
    return entry;
  }

  List<Map<String, Object>> all() {
    return objects;
  }

  /**
   * A backend without what may differ although it does the same: its label, and names that are the
   * origin's own.
   */
  private static BackendSpec likeness(BackendSpec spec, Origin origin) {
    TlsSpec tls = spec.transport().tls();
    TlsSpec named =
        tls.withSniHostname(notOwn(tls.sniHostname(), origin))
            .withTrust(tls.trust().withCertHostname(notOwn(tls.trust().certHostname(), origin)));
    return spec.withLabel("x")
        .withTransport(spec.transport().at(origin).withTls(origin.tls() ? named : TlsSpec.DEFAULT))
        .withExchange(spec.exchange().withHost(notOwn(spec.exchange().host(), origin)))
        .withRouting(Routing.DEFAULT);
  }

  private static Optional<String> notOwn(Optional<String> name, Origin origin) {
    return name.filter(text -> !text.equalsIgnoreCase(origin.host()));
  }
}
