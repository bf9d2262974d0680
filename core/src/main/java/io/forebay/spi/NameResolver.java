package io.forebay.spi;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Turns a name into addresses, in place of the system.
 *
 * <p>Asked about names only, never about IP literals, and never again while an answer is fresh
 * ({@code dns_ttl}): for one name at a time of a backend, on a thread of the library's own. It may
 * block; whoever waits for it gives up at the connect limit, while the lookup runs on and its
 * answer is kept for the next. Must be thread-safe: several names and backends may ask at once.
 */
@FunctionalInterface
public interface NameResolver {

  /**
   * Looks the name up.
   *
   * @param host in lower case and ASCII, without a trailing dot
   * @return the addresses, best first; none counts as an unknown name. Those beyond the first 1024
   *     are not looked at
   * @throws UnknownHostException if there is no answer. The last good one, if any, stays in use; so
   *     it does after any other exception
   */
  List<InetAddress> resolve(String host) throws UnknownHostException;

  /**
   * The system's own. It has a cache beneath ours: the JVM keeps an answer for 30 s unless {@code
   * networkaddress.cache.ttl} says otherwise ({@code java.security}).
   */
  static NameResolver system() {
    return host -> List.of(InetAddress.getAllByName(host));
  }
}
