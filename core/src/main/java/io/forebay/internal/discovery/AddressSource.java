package io.forebay.internal.discovery;

import io.forebay.internal.discovery.DnsClient.Found;
import io.forebay.internal.discovery.DnsClient.NoSuchNameException;
import io.forebay.spec.Discovery.Addresses;
import io.forebay.spec.Hosts;
import io.forebay.spec.Origin;
import io.forebay.spec.SocketSpec;
import io.forebay.spec.WeightedOrigin;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Every address of a name, the preferred family first, and sorted within each, so that answers that
 * rotate give the same list.
 *
 * <p>A family whose lookup fails while the other's does not keeps the addresses that it had: one
 * lost packet must not take half of the origins away. Asked by one thread at a time.
 */
final class AddressSource implements Severable {
  private final Origin template;
  private final List<Integer> families;
  private final DnsClient dns;
  private final long limitNanos;

  // The last good answer of each family.
  private final Map<Integer, List<InetAddress>> known = new HashMap<>();

  AddressSource(Addresses spec, SocketSpec.Addresses families, DnsClient dns, long limitNanos) {
    this.template = spec.template();
    this.families =
        switch (families) {
          case IPV4_FIRST -> List.of(Type.A, Type.AAAA);
          case IPV6_FIRST -> List.of(Type.AAAA, Type.A);
          case IPV4_ONLY -> List.of(Type.A);
          case IPV6_ONLY -> List.of(Type.AAAA);
        };
    this.dns = dns;
    this.limitNanos = limitNanos;
  }

  @Override
  public Listing origins() throws IOException {
    if (Hosts.literal(template.host())) {
      return Listing.of(List.of(template.weight(1)));
    }
    long ttl = Integer.MAX_VALUE;
    boolean found = false;
    @Nullable IOException failure = null;
    for (int family : families) {
      try {
        Found answer = dns.find(template.host(), family, limitNanos / families.size());
        known.put(family, sorted(answer.records()));
        found |= !answer.records().isEmpty();
        ttl = answer.records().isEmpty() ? ttl : Math.min(ttl, answer.ttlSeconds());
      } catch (NoSuchNameException e) {
        throw e;
      } catch (IOException e) {
        failure = e;
      }
    }
    if (!found) {
      throw failure == null ? new IOException(template.host() + " has no address") : failure;
    }
    return Listing.of(all(), Duration.ofSeconds(ttl));
  }

  private List<WeightedOrigin> all() {
    List<WeightedOrigin> origins = new ArrayList<>();
    for (int family : families) {
      for (InetAddress address : known.getOrDefault(family, List.of())) {
        String host = address.getHostAddress();
        origins.add(new Origin(template.scheme(), host, template.port()).weight(1));
      }
    }
    return origins;
  }

  private static List<InetAddress> sorted(List<Record> records) {
    List<InetAddress> addresses = new ArrayList<>();
    for (Record found : records) {
      if (found instanceof ARecord ipv4) {
        addresses.add(ipv4.getAddress());
      } else if (found instanceof AAAARecord ipv6) {
        addresses.add(ipv6.getAddress());
      }
    }
    addresses.sort((a, b) -> Arrays.compareUnsigned(a.getAddress(), b.getAddress()));
    return addresses;
  }

  @Override
  public void sever() {
    dns.sever();
  }
}
