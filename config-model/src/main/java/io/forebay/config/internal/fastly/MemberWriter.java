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
import java.util.function.BiFunction;
import java.util.function.Predicate;

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
  private final Known same = new Known(MemberWriter::alone);
  private final Known alike = new Known(MemberWriter::likeness);

  /**
   * What was written.
   *
   * @param index its place among the backends
   * @param object its keys
   */
  record Entry(int index, Map<String, Object> object) {}

  /** What was written, by what it does at its origin. */
  private static final class Known {
    private final BiFunction<BackendSpec, Origin, BackendSpec> key;
    private final Map<BackendSpec, List<Entry>> entries = new HashMap<>();

    Known(BiFunction<BackendSpec, Origin, BackendSpec> key) {
      this.key = key;
    }

    void add(BackendSpec spec, Origin origin, Entry entry) {
      entries.computeIfAbsent(key.apply(spec, origin), missing -> new ArrayList<>()).add(entry);
    }

    List<Entry> at(BackendSpec spec, Origin origin) {
      return entries.getOrDefault(key.apply(spec, origin), List.of());
    }
  }

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
    same.add(spec, origin, entry);
    alike.add(spec, origin, entry);
    return Optional.of(entry);
  }

  /**
   * The names of the backends that stand for the origins of a group.
   *
   * @param auto whether they are balanced automatically, which is in the order of all backends
   */
  List<String> names(BackendSpec group, List<WeightedOrigin> origins, boolean auto) {
    Known known = isOneHost(origins) ? same : alike;
    List<String> found = new ArrayList<>();
    int least = 0;
    for (WeightedOrigin origin : origins) {
      Optional<Entry> entry = entry(known, group, origin, least);
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

  /**
   * Whether a name that is the host's own makes a difference: where all have one host, or all that
   * TLS is spoken to, it is read as the group's if each says it, and as nobody's if one does not.
   */
  private static boolean isOneHost(List<WeightedOrigin> origins) {
    return hosts(origins, origin -> true) == 1 || hosts(origins, Origin::tls) == 1;
  }

  private static long hosts(List<WeightedOrigin> origins, Predicate<Origin> which) {
    return origins.stream()
        .map(WeightedOrigin::origin)
        .filter(which)
        .map(Origin::host)
        .distinct()
        .count();
  }

  private Optional<Entry> entry(Known known, BackendSpec group, WeightedOrigin member, int least) {
    BackendSpec alone = VersionWriter.alone(group, member.origin());
    return known.at(alone, member.origin()).stream()
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
    BackendSpec alone = alone(spec, origin);
    TlsSpec tls = alone.transport().tls();
    TlsSpec named =
        tls.withSniHostname(notOwn(tls.sniHostname(), origin))
            .withTrust(tls.trust().withCertHostname(notOwn(tls.trust().certHostname(), origin)));
    return alone
        .withTransport(alone.transport().withTls(named))
        .withExchange(alone.exchange().withHost(notOwn(alone.exchange().host(), origin)));
  }

  /** A backend without its label, and what it would do among others. */
  private static BackendSpec alone(BackendSpec spec, Origin origin) {
    TlsSpec tls = origin.tls() ? spec.transport().tls() : TlsSpec.DEFAULT;
    return spec.withLabel("x")
        .withTransport(spec.transport().at(origin).withTls(tls))
        .withRouting(Routing.DEFAULT);
  }

  private static Optional<String> notOwn(Optional<String> name, Origin origin) {
    return name.filter(text -> !text.equalsIgnoreCase(origin.host()));
  }
}
