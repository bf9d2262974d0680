package io.forebay.config.internal.krakend;

import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.Shown;
import io.forebay.spec.Discovery;
import io.forebay.spec.Origin;
import io.forebay.spec.Origins;
import io.forebay.spec.WeightedOrigin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads where a backend's requests go. */
final class HostsReader {
  private static final String HOST = "host";
  private static final String EXPECTED = " (expected: such as http://users.internal:8080)";
  // KrakenD's own pattern (lura config/uri.go); it must be found once, wherever it is.
  private static final Pattern SANITISED =
      Pattern.compile("(https?://)?([A-Za-z0-9._-]+)(:[0-9]{2,6})?/?");
  private static final Pattern RAW = Pattern.compile("(https?://[^/?#]*)(/[^?#]*)?");

  // Every 30 s whatever the answer says, and what vanished is gone at once (lura sd/dnssrv).
  private static final Duration EVERY = Duration.ofSeconds(30);
  private static final Discovery.Refresh REFRESH =
      new Discovery.Refresh(EVERY, EVERY, EVERY, Discovery.Refresh.DEFAULT.timeout());

  private HostsReader() {}

  /** How KrakenD keeps the records of this name up to date. */
  static Discovery srv(String name, String scheme) {
    return Discovery.of(new Discovery.Srv(name, scheme))
        .withRefresh(REFRESH)
        .withProbation(Duration.ZERO);
  }

  /** The hosts of the root, which are sanitised whatever a backend says. */
  static Optional<Target> ofRoot(Fields root) {
    return root.entry(HOST).isEmpty() ? Optional.empty() : listed(root, true);
  }

  /** The hosts of a backend, or those of the root. */
  static Optional<Target> of(Fields backend, Shared shared) {
    if (discovers(backend)) {
      return discovered(backend);
    }
    if (!backend.texts(HOST).isEmpty()) {
      return listed(backend, !backend.flag("disable_host_sanitize"));
    }
    if (!shared.hostsGiven() && !named(backend)) {
      backend.report().found(backend.at(), backend.place(), () -> "host: missing" + EXPECTED);
    }
    return shared.hosts();
  }

  /** Whether hosts are named, be it in a wrong way, which then was found already. */
  static boolean named(Fields fields) {
    return fields.given(HOST) && (fields.entry(HOST).isEmpty() || !fields.items(HOST).isEmpty());
  }

  private static boolean discovers(Fields backend) {
    String sd = backend.text("sd").orElse("static");
    if (sd.equals("dns") || sd.equals("dns-shared")) {
      return true;
    }
    if (!sd.equals("static")) {
      backend.note("sd", "unknown; read as static, as KrakenD does");
    }
    if (backend.text("sd_scheme").isPresent()) {
      backend.note("sd_scheme", "without sd: dns it says nothing; not carried");
    }
    return false;
  }

  private static Optional<Target> discovered(Fields backend) {
    List<Node.Scalar> names = backend.texts(HOST);
    if (names.isEmpty() || !backend.flag("disable_host_sanitize")) {
      String expected =
          " (expected with sd: dns, as else the name to look up would start with http://)";
      backend.found(
          "sd",
          names.isEmpty()
              ? "no host to look up (expected: host)"
              : "disable_host_sanitize is not true" + expected);
      return Optional.empty();
    }
    if (names.size() > 1) {
      backend.note(HOST, "only the first is looked up, as in KrakenD");
    }
    Node.Scalar name = names.get(0);
    try {
      Discovery discovery = srv(name.text(), backend.text("sd_scheme").orElse("http"));
      return Optional.of(new Target(new Origins.Discovered(discovery), true, ""));
    } catch (IllegalArgumentException e) {
      backend.report().found(name.at(), place(backend, 0), () -> String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static Optional<Target> listed(Fields fields, boolean sanitised) {
    Map<Origin, Integer> weights = new LinkedHashMap<>();
    Optional<String> base = Optional.empty();
    List<Node.Scalar> hosts = fields.texts(HOST);
    for (int i = 0; i < hosts.size(); i++) {
      Optional<Host> host = host(fields, hosts.get(i), i, sanitised);
      if (host.isEmpty()) {
        continue;
      }
      if (!base.orElse(host.get().base()).equals(host.get().base())) {
        fields
            .report()
            .note(hosts.get(i).at(), place(fields, i), "another path than the first; left out");
        continue;
      }
      base = Optional.of(host.get().base());
      weights.merge(host.get().origin(), 1, Integer::sum);
    }
    return target(fields, weights, base.orElse(""));
  }

  private static Optional<Target> target(Fields fields, Map<Origin, Integer> weights, String base) {
    List<WeightedOrigin> members = new ArrayList<>();
    try {
      weights.forEach((origin, weight) -> members.add(origin.weight(weight)));
    } catch (IllegalArgumentException e) {
      fields.found(HOST, String.valueOf(e.getMessage()));
    }
    boolean weighted = members.size() > 1 && members.stream().anyMatch(one -> one.weight() > 1);
    if (members.size() == 1) {
      return Optional.of(new Target(Origins.only(members.get(0).origin()), false, base));
    }
    return members.isEmpty()
        ? Optional.empty()
        : Optional.of(new Target(new Origins.Listed(members), weighted, base));
  }

  private static Optional<Host> host(
      Fields fields, Node.Scalar text, int index, boolean sanitised) {
    try {
      Host host = sanitised ? sanitised(text.text()) : raw(text.text());
      String read = host.origin().toString();
      if (host.junk()) {
        fields.report().note(text.at(), place(fields, index), "more than a host; it is " + read);
      }
      return Optional.of(host);
    } catch (IllegalArgumentException e) {
      fields.report().found(text.at(), place(fields, index), () -> String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static String place(Fields fields, int index) {
    return fields.placeOf(HOST) + "[" + index + "]";
  }

  /** One host. */
  private record Host(Origin origin, String base, boolean junk) {}

  private static Host sanitised(String text) {
    Matcher host = SANITISED.matcher(text);
    boolean found = host.find() && !text.contains("{{");
    if (!found || text.equals("http://") || text.equals("https://")) {
      throw invalid(text);
    }
    String clean =
        (host.group(1) == null ? "http://" : host.group(1))
            + host.group(2)
            + (host.group(3) == null ? "" : host.group(3));
    boolean whole = host.start() == 0 && host.end() == text.length();
    if (host.find()) {
      throw invalid(text);
    }
    return new Host(Origin.of(clean), "", !whole);
  }

  /** Whether a host passes as it is. */
  static boolean isClean(String text) {
    return SANITISED.matcher(text).matches() && !text.endsWith("/");
  }

  private static Host raw(String text) {
    Matcher url = RAW.matcher(text);
    if (text.contains("{{") || !url.matches()) {
      throw invalid(text);
    }
    String path = url.group(2) == null ? "" : url.group(2);
    boolean slash = path.equals("/");
    return new Host(Origin.of(url.group(1)), slash ? "" : path, slash);
  }

  private static IllegalArgumentException invalid(String text) {
    if (text.contains("{{")) {
      return new IllegalArgumentException(FlexibleConfig.REFUSED);
    }
    // What stands before an @ is a secret.
    String shown = text.indexOf('@') >= 0 ? "" : " '" + Shown.of(text) + "'";
    return new IllegalArgumentException("invalid host" + shown + EXPECTED);
  }
}
