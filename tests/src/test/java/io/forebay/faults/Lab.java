package io.forebay.faults;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;

/** The running lab: where it is, and what it counted. */
final class Lab {
  /** What to do where there is none. */
  static final String HOW_TO_START =
      "No fault lab to run against. It is a set of programs outside of this repository: start it with"
          + " 'lab.sh up' in its directory, then run"
          + " mvn -Pfault-lab -pl tests -am test -Dforebay.lab.port=28400"
          + " -Dforebay.lab.certs=DIRECTORY/certs";

  private static final Pattern ENTRY = Pattern.compile("\"([a-z0-9-]+)\": (-?\\d+)");
  private static final Pattern MODE = Pattern.compile("\"([a-z0-9-]+)\": \"");

  private final int control;
  private final Path certificates;
  private final Map<String, Integer> ports;
  private final Map<String, Integer> proxies;

  private Lab(int control, Path certificates) throws IOException {
    this.control = control;
    this.certificates = certificates;
    this.ports = numbers(get(control, "/ctl/ports"));
    this.proxies = numbers(get(Integer.getInteger("forebay.lab.proxies", 28700), "/ctl/stats"));
  }

  /**
   * The lab that the system properties name.
   *
   * @throws IllegalStateException if there is none, telling how to start it
   */
  static Lab find() {
    Integer port = Integer.getInteger("forebay.lab.port");
    String certificates = System.getProperty("forebay.lab.certs");
    if (port == null || certificates == null) {
      throw new IllegalStateException(HOW_TO_START);
    }
    try {
      return new Lab(port, Path.of(certificates));
    } catch (IOException e) {
      throw new IllegalStateException(HOW_TO_START, e);
    }
  }

  int port(Fault fault) {
    return ports.get(fault.port());
  }

  int proxy(String kind) {
    return proxies.get(kind);
  }

  Path certificate(String file) {
    return certificates.resolve(file);
  }

  /** How often a request with this id came to any of its origins. */
  int count(String id) throws IOException {
    return numbers(get(control, "/ctl/count?id=" + id)).getOrDefault("n", -1);
  }

  /** The names of the modes that it knows. */
  List<String> modes() throws IOException {
    List<String> modes = new ArrayList<>();
    Matcher matcher = MODE.matcher(get(control, "/ctl/modes"));
    while (matcher.find()) {
      modes.add(matcher.group(1));
    }
    return modes;
  }

  /** Lets it make what it makes once and then keeps. */
  void warmUp() throws IOException {
    get(control, "/m/gzip-bomb?mb=500");
  }

  /** Names of the lab: {@code name} options ask its name server, all else is this machine. */
  List<InetAddress> resolve(String host, boolean asked) throws UnknownHostException {
    if (!asked) {
      return List.of(InetAddress.getAllByName("127.0.0.1"));
    }
    List<InetAddress> found = records(host, "A");
    return found.isEmpty() ? records(host, "AAAA") : found;
  }

  @SuppressWarnings({"BanJNDI", "JdkObsolete"}) // Only addresses, from the lab; JNDI takes no Map.
  private static List<InetAddress> records(String host, String type) throws UnknownHostException {
    Hashtable<String, String> server = new Hashtable<>();
    server.put("java.naming.factory.initial", "com.sun.jndi.dns.DnsContextFactory");
    server.put(
        "java.naming.provider.url",
        "dns://127.0.0.1:" + Integer.getInteger("forebay.lab.dns", 28795));
    List<InetAddress> found = new ArrayList<>();
    try {
      InitialDirContext names = new InitialDirContext(server);
      Attribute records = names.getAttributes(host, new String[] {type}).get(type);
      if (records == null) {
        return found;
      }
      NamingEnumeration<?> values = records.getAll();
      while (values.hasMore()) {
        found.addAll(List.of(InetAddress.getAllByName(String.valueOf(values.next()))));
      }
      return found;
    } catch (NamingException e) {
      UnknownHostException unknown = new UnknownHostException(host);
      unknown.initCause(e);
      throw unknown;
    }
  }

  private static Map<String, Integer> numbers(String json) {
    Map<String, Integer> numbers = new HashMap<>();
    Matcher matcher = ENTRY.matcher(json);
    while (matcher.find()) {
      numbers.putIfAbsent(matcher.group(1), Integer.valueOf(matcher.group(2)));
    }
    return numbers;
  }

  private static String get(int port, String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
    connection.setConnectTimeout(3_000);
    connection.setReadTimeout(30_000); // A flood that was cut off keeps it busy for a while.
    try (InputStream in = connection.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
