package io.forebay.internal.discovery;

import io.forebay.spec.Discovery;
import io.forebay.spec.Discovery.Addresses;
import io.forebay.spec.Discovery.Custom;
import io.forebay.spec.Discovery.Srv;
import io.forebay.spec.SocketSpec;
import io.forebay.spi.OriginSource;
import java.util.Map;
import java.util.TreeSet;

/** Turns what is to be looked up into what looks it up. */
public final class Sources {

  private Sources() {}

  /**
   * What one discovery asks; not to be shared with another, because closing that cuts it off.
   *
   * @param families which addresses of a name become origins, and which come first
   * @param known the sources of the environment
   * @throws IllegalArgumentException if it names a source that is not among those
   */
  public static OriginSource of(
      Discovery spec, SocketSpec.Addresses families, Map<String, OriginSource> known) {
    if (spec.kind() instanceof Custom custom) {
      return custom(custom, known);
    }
    requireDns();
    DnsClient dns = new DnsClient(NameServers.of(spec.nameservers()), new DnsWire());
    long limit = spec.refresh().timeout().toNanos();
    if (spec.kind() instanceof Srv srv) {
      return new SrvSource(srv, dns, limit);
    }
    return new AddressSource((Addresses) spec.kind(), families, dns, limit);
  }

  /** The library is optional, because it puts itself into the JVM's own resolution of names. */
  private static void requireDns() {
    try {
      Class.forName("org.xbill.DNS.Message", false, Sources.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "origins: found by DNS, which needs dnsjava (expected: dnsjava:dnsjava among the"
              + " application's dependencies)");
    }
  }

  private static OriginSource custom(Custom custom, Map<String, OriginSource> known) {
    OriginSource source = known.get(custom.source());
    if (source == null) {
      throw new IllegalArgumentException(
          "origins: the environment has no source '"
              + custom.source()
              + "' (expected: one of "
              + new TreeSet<>(known.keySet())
              + ")");
    }
    return source;
  }
}
