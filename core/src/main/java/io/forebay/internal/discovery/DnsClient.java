package io.forebay.internal.discovery;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Looks records up: asks the servers in turn, twice each, until one answers, and follows aliases.
 * One lookup at a time; {@link #sever} may come from any thread.
 */
final class DnsClient {
  private static final int ROUNDS = 2;

  /** More aliases in a row are taken for a loop. */
  static final int MOST_ALIASES = 16;

  private final NameServers servers;
  private final DnsWire wire;

  DnsClient(NameServers servers, DnsWire wire) {
    this.servers = servers;
    this.wire = wire;
  }

  /**
   * What was found.
   *
   * @param records of the type that was asked for; none: the name exists, but has none
   * @param ttlSeconds the shortest of them and of the aliases
   */
  record Found(List<Record> records, long ttlSeconds) {
    Found {
      records = List.copyOf(records);
    }
  }

  /** There is no such name: no other server and no other type will know it. */
  static final class NoSuchNameException extends IOException {
    private static final long serialVersionUID = 1L;

    NoSuchNameException(Name name) {
      super("no such name: " + name.toString(true));
    }
  }

  /**
   * The records of a name, which is absolute, whether it ends in a dot or not.
   *
   * @param limitNanos over everything, on the system's time
   * @throws NoSuchNameException if the name does not exist
   * @throws IOException if nobody gives an answer, or it is no good
   */
  Found find(String name, int type, long limitNanos) throws IOException {
    long deadline = System.nanoTime() + limitNanos;
    Name at = absolute(name);
    Set<Name> seen = new LinkedHashSet<>();
    long ttl = Integer.MAX_VALUE;
    while (true) {
      Message answer = ask(at, type, deadline);
      Name asked = at;
      List<Record> found = records(answer, at, type);
      while (found.isEmpty()) {
        CNAMERecord alias = alias(answer, at);
        if (alias == null) {
          break;
        }
        if (!seen.add(at) || seen.size() > MOST_ALIASES) {
          throw new IOException(name + " is an alias in a loop, or of too many: " + seen);
        }
        ttl = Math.min(ttl, alias.getTTL());
        at = alias.getTarget();
        found = records(answer, at, type);
      }
      if (answer.getRcode() == Rcode.NXDOMAIN) {
        throw new NoSuchNameException(at);
      }
      if (!found.isEmpty() || at.equals(asked)) {
        return new Found(found, shortest(found, ttl));
      }
    }
  }

  private static Name absolute(String name) throws TextParseException {
    return Name.fromString(name, Name.root);
  }

  private static List<Record> records(Message answer, Name name, int type) {
    List<Record> found = new ArrayList<>();
    for (Record candidate : answer.getSection(Section.ANSWER)) {
      if (candidate.getType() == type
          && candidate.getDClass() == DClass.IN
          && candidate.getName().equals(name)) {
        found.add(candidate);
      }
    }
    return found;
  }

  private static @org.jspecify.annotations.Nullable CNAMERecord alias(Message answer, Name name) {
    List<Record> aliases = records(answer, name, Type.CNAME);
    return aliases.isEmpty() || !(aliases.get(0) instanceof CNAMERecord alias) ? null : alias;
  }

  private static long shortest(List<Record> records, long least) {
    for (Record found : records) {
      least = Math.min(least, found.getTTL());
    }
    return least;
  }

  /** The answer of the first server that knows. */
  private Message ask(Name name, int type, long deadline) throws IOException {
    List<InetSocketAddress> all = servers.current();
    Set<String> problems = new LinkedHashSet<>();
    int tries = ROUNDS * all.size();
    for (int i = 0; i < tries && !wire.severed(); i++) {
      InetSocketAddress server = all.get(i % all.size());
      boolean plain = i >= all.size(); // Some servers choke on EDNS.
      long share = (deadline - System.nanoTime()) / (tries - i);
      try {
        Message answer = wire.exchange(server, query(name, type, plain), share);
        if (answer.getRcode() == Rcode.NOERROR || answer.getRcode() == Rcode.NXDOMAIN) {
          return answer;
        }
        problems.add(Rcode.string(answer.getRcode()) + " from " + shown(server));
      } catch (IOException e) {
        problems.add(problem(e) + " from " + shown(server));
      }
    }
    servers.noneAnswered();
    throw new IOException(
        wire.severed()
            ? "closed"
            : name.toString(true) + " " + Type.string(type) + ": " + String.join(", ", problems));
  }

  private static Message query(Name name, int type, boolean plain) {
    Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
    if (!plain) {
      query.addRecord(new OPTRecord(DnsWire.UDP_SIZE, 0, 0), Section.ADDITIONAL);
    }
    return query;
  }

  private static String problem(IOException e) {
    if (e instanceof SocketTimeoutException) {
      return "no answer";
    }
    return e instanceof PortUnreachableException
        ? "port closed, no answer"
        : e.getMessage() + ", no answer";
  }

  private static String shown(InetSocketAddress server) {
    String host = server.getAddress().getHostAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + server.getPort();
  }

  /** Ends the lookup under way, and any later one at once. */
  void sever() {
    wire.sever();
  }
}
