package io.forebay.internal.discovery;

import io.forebay.internal.discovery.DnsClient.Found;
import io.forebay.internal.discovery.SrvList.Entry;
import io.forebay.spec.Discovery.Srv;
import io.forebay.spec.WeightedOrigin;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Type;

/** The SRV records of a name. Asked by one thread at a time. */
final class SrvSource implements Severable {
  private final Srv spec;
  private final DnsClient dns;
  private final long limitNanos;

  SrvSource(Srv spec, DnsClient dns, long limitNanos) {
    this.spec = spec;
    this.dns = dns;
    this.limitNanos = limitNanos;
  }

  @Override
  public Listing origins() throws IOException {
    Found found = dns.find(spec.name(), Type.SRV, limitNanos);
    List<Entry> entries = new ArrayList<>();
    for (Record one : found.records()) {
      if (one instanceof SRVRecord srv) {
        entries.add(
            new Entry(
                srv.getPriority(), srv.getWeight(), srv.getTarget().toString(true), srv.getPort()));
      }
    }
    List<WeightedOrigin> origins = SrvList.origins(spec.scheme(), entries);
    if (origins.isEmpty()) {
      throw new IOException(
          spec.name() + " has no usable SRV record (of " + entries.size() + " records)");
    }
    return Listing.of(origins, Duration.ofSeconds(found.ttlSeconds()));
  }

  @Override
  public void sever() {
    dns.sever();
  }
}
