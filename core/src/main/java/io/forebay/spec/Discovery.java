package io.forebay.spec;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What finds the origins of a backend, and how the list is kept up to date. Immutable.
 *
 * <p>The first lookup starts when the backend is opened. A lookup that fails (no such name, no
 * answer, nothing in it) leaves the list as it is and is repeated: after the shortest refresh, then
 * after twice that, and so on up to 30 s, each pause shortened by chance by up to a fifth.
 *
 * @param kind what is looked up
 * @param refresh how often, and how long a lookup may take
 * @param probation how long an origin stays in the list, with its weight, after it vanished from
 *     the answers, unless it comes back; default 30 s, at most 365 days. Zero: it goes at once
 * @param nameservers the DNS servers that are asked: IP literals, with a port or without (then 53),
 *     IPv6 in brackets where there is a port. Default: none, which means those of the system. Not
 *     for a source of your own
 */
public record Discovery(Kind kind, Refresh refresh, Duration probation, List<String> nameservers) {
  private static final Duration USUAL_PROBATION = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofDays(365);
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final String IPV4 = OCTET + "(\\." + OCTET + "){3}";
  private static final String IPV6 = "[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*";
  private static final String PORT = "(:[1-9][0-9]{0,4})?";
  private static final Pattern NAMESERVER =
      Pattern.compile(IPV4 + PORT + "|" + IPV6 + "|\\[" + IPV6 + "\\]" + PORT);

  /** What is looked up. */
  public sealed interface Kind {

    /**
     * What stands for all of the origins: the URLs of requests are made from it before one is
     * chosen.
     */
    Origin template();
  }

  /**
   * Every address of a name is an origin of its own, with the scheme and port of the template.
   *
   * <p>Each of these origins is an IP literal, while the {@code Host} header, the name that TLS
   * asks for and the name in the certificate stay those of the name: where the transport sets no
   * {@link TransportSpec#hostname}, it counts as set to the template's host.
   *
   * @param template the name with its scheme and port. Absolute: no search domain is tried, and the
   *     system's file of hosts is not read. An IP literal is its own only address
   */
  public record Addresses(Origin template) implements Kind {

    /** The URL. */
    @Override
    public String toString() {
      return template.toString();
    }
  }

  /**
   * The SRV records of a name (RFC 2782): each target with its port is an origin.
   *
   * <p>Of several priorities only that with the lowest number counts, as in KrakenD. Weights are
   * shares: where they add up to more than the larger of 100 and the number of records, they are
   * scaled down to that, and a record whose weight comes to zero is left out; if all weights are
   * zero, all origins weigh the same. The targets' names become addresses like those of any origin,
   * and are what TLS and {@code Host} name.
   *
   * @param name the whole name, such as {@code _http._tcp.users.internal}. Absolute: no search
   *     domain is tried
   * @param scheme of every origin: {@code http} or {@code https}
   */
  public record Srv(String name, String scheme) implements Kind {

    /**
     * Puts the name into lower case, without a trailing dot.
     *
     * @throws IllegalArgumentException if the name is none that DNS can carry, or the scheme is not
     *     http or https
     */
    public Srv {
      Origin whole = new Origin(scheme, "unnamed", 1); // Checks the scheme.
      try {
        whole = Origin.of(scheme + "://" + name);
      } catch (IllegalArgumentException e) {
        throw notAName(name);
      }
      if (name.matches(".*[:/\\[].*") || Hosts.literal(whole.host())) {
        throw notAName(name);
      }
      name = whole.host();
      if (host(name).isEmpty()) {
        throw notAName(name);
      }
    }

    private static IllegalArgumentException notAName(String name) {
      return new IllegalArgumentException(
          "srv: '" + name + "' (expected: a name such as _http._tcp.users.internal)");
    }

    private static String host(String name) {
      return name.replaceFirst("^(_[^.]*(\\.|$))*", "");
    }

    /** The name without its service and protocol, and the scheme's own port. */
    @Override
    public Origin template() {
      return Origin.of(scheme + "://" + host(name));
    }

    /** The name. */
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * A source of your own, which the environment knows by name ({@code
   * Environment.withOriginSource}).
   *
   * @param source its name
   * @param template what stands for all of its origins
   */
  public record Custom(String source, Origin template) implements Kind {

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it is blank
     */
    public Custom {
      if (source.isBlank()) {
        throw new IllegalArgumentException("source: blank (expected: the name of a source)");
      }
    }

    /** The source's name in quotes. */
    @Override
    public String toString() {
      return "source '" + source + "'";
    }
  }

  /**
   * How often, and how long a lookup may take. Immutable. Each above zero and at most 365 days.
   *
   * @param min the shortest time between an answer and the next lookup, whatever its time to live;
   *     default 1 s
   * @param max the longest; default 5 min, at least {@code min}
   * @param usual the time where an answer does not say how long it is good for; default 30 s,
   *     brought between {@code min} and {@code max}
   * @param timeout limit of one lookup, all servers and repetitions included; default 5 s. DNS
   *     takes it on the system's time, whatever clock is given
   */
  public record Refresh(Duration min, Duration max, Duration usual, Duration timeout) {
    /** 1 s to 5 min, 30 s without a time to live, and 5 s for a lookup. */
    public static final Refresh DEFAULT =
        new Refresh(
            Duration.ofSeconds(1),
            Duration.ofMinutes(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5));

    /**
     * Checks the times.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Refresh {
      checkPositive("min_refresh", min);
      checkPositive("max_refresh", max);
      checkPositive("refresh", usual);
      checkPositive("timeout", timeout);
      if (max.compareTo(min) < 0) {
        throw new IllegalArgumentException(
            "max_refresh: "
                + Durations.format(max)
                + " (expected: at least min_refresh, "
                + Durations.format(min)
                + ")");
      }
    }

    private static void checkPositive(String key, Duration time) {
      if (time.isZero() || time.isNegative() || time.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            key + ": " + Durations.format(time) + " (expected: above zero, at most 8760h)");
      }
    }
  }

  /**
   * Checks the time and the servers, and copies the list.
   *
   * @throws IllegalArgumentException if the probation is out of its range, or a server is no IP
   *     literal, there twice, or of no use to a source of your own
   */
  public Discovery {
    if (probation.isNegative() || probation.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "probation: " + Durations.format(probation) + " (expected: 0 to 8760h)");
    }
    nameservers = List.copyOf(nameservers);
    if (!nameservers.isEmpty() && kind instanceof Custom) {
      throw new IllegalArgumentException("nameservers: " + kind + " does not ask them");
    }
    for (String server : nameservers) {
      if (!NAMESERVER.matcher(server).matches()) {
        throw new IllegalArgumentException(
            "nameservers: '" + server + "' (expected: an IP address, with or without a port)");
      }
    }
    if (new HashSet<>(nameservers).size() < nameservers.size()) {
      throw new IllegalArgumentException("nameservers: one is there twice");
    }
  }

  /**
   * Every address of the name in that URL.
   *
   * @throws IllegalArgumentException if it is no origin; see {@link Origin#of}
   */
  public static Discovery addresses(String url) {
    return of(new Addresses(Origin.of(url)));
  }

  /**
   * The SRV records of that name, as {@code http} origins.
   *
   * @throws IllegalArgumentException if it is no name
   */
  public static Discovery srv(String name) {
    return of(new Srv(name, "http"));
  }

  /** That, with every default. */
  public static Discovery of(Kind kind) {
    return new Discovery(kind, Refresh.DEFAULT, USUAL_PROBATION, List.of());
  }

  /** The same with other times between lookups. */
  public Discovery withRefresh(Refresh other) {
    return new Discovery(kind, other, probation, nameservers);
  }

  /**
   * The same with another probation.
   *
   * @throws IllegalArgumentException if it is out of its range
   */
  public Discovery withProbation(Duration other) {
    return new Discovery(kind, refresh, other, nameservers);
  }

  /**
   * The same with other DNS servers.
   *
   * @throws IllegalArgumentException if one of them is no IP literal, or there twice
   */
  public Discovery withNameservers(List<String> others) {
    return new Discovery(kind, refresh, probation, others);
  }

  /** What is looked up. */
  @Override
  public String toString() {
    return kind.toString();
  }
}
