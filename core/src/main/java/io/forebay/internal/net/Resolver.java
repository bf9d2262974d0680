package io.forebay.internal.net;

import io.forebay.internal.net.KnownName.Lookup;
import io.forebay.internal.threads.Turns;
import io.forebay.internal.threads.Workers;
import io.forebay.spec.DnsSpec;
import io.forebay.spec.Origin;
import io.forebay.spec.SocketSpec;
import io.forebay.spi.NameResolver;
import java.io.InterruptedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;

/**
 * Looks names up inside the connect limit. The system's lookup cannot be timed or interrupted, so
 * it runs on a thread of its own and the attempt only waits for it, up to its limit or its
 * cancellation; all who ask for one name wait for one lookup. Few lookups run at once: names that
 * hang hold up other names of this backend, and those of no other.
 *
 * <p>An answer is used for its time to live. When the resolver fails, or lets a second pass, the
 * last good answer is used on, however old.
 */
public final class Resolver implements Dns {
  /** A failed or slow resolver is asked again after this. */
  static final long ASK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** More addresses of one name are not dialled for one connection. */
  static final int MOST_DIALLED = 16;

  /** Names of one backend that are looked up at once: more than origin and proxy is unusual. */
  static final int MOST_LOOKUPS = 4;

  private static final int MOST_NAMES = 64;
  private static final Duration LONGEST = Duration.ofDays(365);

  private final SocketSpec.Addresses order;
  private final DnsSpec spec;
  private final NameResolver names;
  private final LongSupplier clock;
  private final ProxyRoute route;
  private final boolean leavesNames;
  private final String originHost;
  private final @Nullable InetAddress originLiteral;
  private final @Nullable KnownName dialled;
  private final Turns turns = new Turns(MOST_LOOKUPS, Workers.resolver());
  private final LongAdder staleAnswers = new LongAdder();
  private final Map<String, KnownName> others =
      new LinkedHashMap<>(8, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, KnownName> eldest) {
          return size() > MOST_NAMES;
        }
      };

  /** For one origin, on this way to it. */
  Resolver(
      Origin origin,
      SocketSpec socket,
      DnsSpec spec,
      ProxyRoute route,
      NameResolver names,
      LongSupplier clock) {
    this.order = socket.addresses();
    this.spec = spec;
    this.names = names;
    this.clock = clock;
    this.route = route;
    this.leavesNames = socket.unixSocket().isPresent() || route.leavesNames();
    this.originHost = origin.host();
    this.originLiteral = Literals.parse(origin.host());
    String host = route.isHttp() && route.proxy() != null ? route.proxy().host() : origin.host();
    this.dialled = leavesNames || Literals.parse(host) != null ? null : name(host);
  }

  /** What OkHttp wants to dial: the origin, or its HTTP proxy. */
  @Override
  public List<InetAddress> lookup(String host) throws UnknownHostException {
    List<InetAddress> usable = usable(host);
    List<InetAddress> few = usable.size() > MOST_DIALLED ? usable.subList(0, MOST_DIALLED) : usable;
    Dialling attempt = Dialling.current();
    if (attempt != null) {
      attempt.addressesToTry(few.size());
    }
    return few;
  }

  private List<InetAddress> usable(String host) throws UnknownHostException {
    if (leavesNames) {
      return List.of(InetAddress.getByAddress(host, new byte[4]));
    }
    return route.isHttp() ? proxyAddresses(host) : originAddresses(host, addresses(host));
  }

  /** The addresses of a proxy. Which family the origin should have does not bind the proxy. */
  List<InetAddress> proxyAddresses(String host) throws UnknownHostException {
    InetAddress literal = Literals.parse(host);
    if (literal != null) {
      return List.of(literal);
    }
    try {
      return AddressOrder.sorted(order, addresses(host));
    } catch (UnknownHostException e) {
      if (gaveUp(e) || e.getCause() instanceof SocketTimeoutException) {
        throw e;
      }
      throw new LookupException("no such host '" + host + "' of proxy " + route, e);
    }
  }

  private List<InetAddress> originAddresses(String host, List<InetAddress> all)
      throws LookupException {
    List<InetAddress> wanted = AddressOrder.chosen(order, all);
    if (wanted.isEmpty()) {
      throw new LookupException(AddressOrder.refusal(order, host), null);
    }
    if (!spec.publicOnly()) {
      return wanted;
    }
    List<InetAddress> reachable = wanted.stream().filter(PublicAddresses::isPublic).toList();
    if (reachable.isEmpty()) {
      throw new LookupException(PublicAddresses.refusal(wanted.get(0), host), null);
    }
    return reachable;
  }

  /**
   * Refuses an address of the origin that must not be dialled. That of an HTTP proxy may always be,
   * and a name that a proxy looks up is out of our hands; an IP literal is not.
   */
  void check(InetSocketAddress target) throws LookupException {
    if (!spec.publicOnly()) {
      return;
    }
    InetAddress address = route.isHttp() ? originLiteral : target.getAddress();
    if (address == null || leavesName(address) || PublicAddresses.isPublic(address)) {
      return;
    }
    String host = route.isHttp() ? originHost : target.getHostString();
    throw new LookupException(PublicAddresses.refusal(address, host), null);
  }

  /** Whether it only stands for a name that is looked up elsewhere. */
  boolean leavesName(InetAddress address) {
    return leavesNames && address instanceof Inet4Address && address.isAnyLocalAddress();
  }

  /**
   * Whether a connection to this address would be made today. Does not block: when the answer is
   * old it is asked for in the background, and judged by next time. True for whatever was not
   * looked up here.
   */
  public boolean stillCurrent(InetAddress address) {
    KnownName name = dialled;
    if (name == null) {
      return true;
    }
    long now = clock.getAsLong();
    if (name.isExpired(now)) {
      name.lookup(now, lookup -> start(name, lookup));
    }
    return name.has(address, now);
  }

  /** How many times an old answer was used because there was no new one. */
  public long staleAnswers() {
    return staleAnswers.sum();
  }

  private KnownName known(String host) {
    if (dialled != null && dialled.host().equals(host)) {
      return dialled;
    }
    synchronized (others) {
      return others.computeIfAbsent(host, this::name);
    }
  }

  private KnownName name(String host) {
    Duration ttl = spec.ttl().compareTo(LONGEST) < 0 ? spec.ttl() : LONGEST;
    return new KnownName(host, ttl.toNanos());
  }

  private List<InetAddress> addresses(String host) throws UnknownHostException {
    KnownName name = known(host);
    long now = clock.getAsLong();
    List<InetAddress> fresh = name.fresh(now);
    if (!fresh.isEmpty()) {
      return fresh;
    }
    Lookup lookup = name.lookup(now, started -> start(name, started));
    List<InetAddress> last = name.lastGood();
    if (last.isEmpty()) {
      return await(lookup, left());
    }
    try {
      long patience = ASK_AGAIN_NANOS - (now - lookup.startedAt());
      return await(lookup, Math.min(patience, left() / 2));
    } catch (UnknownHostException e) {
      if (gaveUp(e)) {
        throw e;
      }
      staleAnswers.increment();
      return last;
    }
  }

  /** Whether it is he who asked that does not want to know any more. */
  private static boolean gaveUp(UnknownHostException e) {
    return e.getCause() instanceof CancellationException || Thread.currentThread().isInterrupted();
  }

  private static long left() {
    Dialling attempt = Dialling.current();
    return attempt == null ? Long.MAX_VALUE : attempt.connectNanosLeft();
  }

  private void start(KnownName name, Lookup lookup) {
    try {
      turns.execute(() -> run(name, lookup));
    } catch (Throwable e) { // No thread is to be had: who asks next tries again.
      name.failed(lookup, e, clock.getAsLong());
    }
  }

  private void run(KnownName name, Lookup lookup) {
    try {
      List<InetAddress> addresses = List.copyOf(names.resolve(lookup.host()));
      if (addresses.isEmpty()) {
        throw new UnknownHostException(lookup.host());
      }
      name.answered(lookup, addresses, clock.getAsLong());
    } catch (Throwable e) { // Also of somebody else's resolver: those who wait must hear of it.
      name.failed(lookup, e, clock.getAsLong());
    }
  }

  private List<InetAddress> await(Lookup lookup, long nanos) throws UnknownHostException {
    CompletableFuture<List<InetAddress>> mine = lookup.answer().copy();
    Dialling attempt = Dialling.current();
    try {
      if (attempt != null) {
        attempt.onCancel(() -> mine.cancel(false));
      }
      return mine.get(nanos, TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw unknown(lookup.host(), e.getCause());
    } catch (TimeoutException e) {
      throw unknown(lookup.host(), new SocketTimeoutException(limitReached()));
    } catch (CancellationException e) {
      throw unknown(lookup.host(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown(lookup.host(), new InterruptedIOException("interrupted"));
    } finally {
      mine.cancel(false);
      if (attempt != null) {
        attempt.onCancel(null);
      }
    }
  }

  private String limitReached() {
    String crowd = "; " + MOST_LOOKUPS + " lookups of this backend are under way, the most at once";
    return "connect limit reached" + (turns.allTaken() ? crowd : "");
  }

  private static UnknownHostException unknown(String host, @Nullable Throwable cause) {
    UnknownHostException unknown = new UnknownHostException(host);
    unknown.initCause(cause);
    return unknown;
  }
}
