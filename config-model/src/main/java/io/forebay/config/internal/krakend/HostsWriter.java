package io.forebay.config.internal.krakend;

import io.forebay.spec.BackendSpec;
import io.forebay.spec.Balance;
import io.forebay.spec.Discovery;
import io.forebay.spec.Origins;
import io.forebay.spec.WeightedOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes where a backend's requests go. */
final class HostsWriter {
  private static final int MOST = 1_000;

  private HostsWriter() {}

  static void add(BackendSpec spec, Map<String, Object> backend) {
    Origins origins = spec.transport().origins();
    if (origins instanceof Origins.Discovered found
        && found.how().kind() instanceof Discovery.Srv srv) {
      backend.put("host", List.of(srv.name()));
      backend.put("sd", "dns");
      if (!srv.scheme().equals("http")) {
        backend.put("sd_scheme", srv.scheme()); // From 2.4 on.
      }
      backend.put("disable_host_sanitize", true);
      return;
    }
    List<String> hosts =
        origins instanceof Origins.Listed listed
            ? repeated(listed.members(), spec.routing().balancing().by())
            : List.of(origins.first().toString());
    backend.put("host", hosts);
    if (!hosts.stream().allMatch(HostsReader::isClean)) {
      backend.put("disable_host_sanitize", true);
    }
  }

  /** Each as often as it weighs, where weights are minded and it is not too often. */
  private static List<String> repeated(List<WeightedOrigin> members, Balance by) {
    long sum = members.stream().mapToLong(WeightedOrigin::weight).sum();
    boolean minded = by instanceof Balance.Weighted || by instanceof Balance.Random;
    List<String> hosts = new ArrayList<>();
    for (WeightedOrigin member : members) {
      int times = minded && sum <= MOST ? member.weight() : 1;
      for (int i = 0; i < times; i++) {
        hosts.add(member.origin().toString());
      }
    }
    return hosts;
  }
}
