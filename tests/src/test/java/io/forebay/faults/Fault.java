package io.forebay.faults;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One fault to meet: a line of {@code plan.txt}, whose head says what its columns mean.
 *
 * @param table where its result stands
 * @param name its name there
 * @param port the lab's name of the port it is behind
 * @param path what is asked for
 * @param method with this method
 * @param bytes and a body of so many
 * @param options what else is special about it
 * @param permitted the outcomes that it may have
 */
record Fault(
    Table table,
    String name,
    String port,
    String path,
    String method,
    int bytes,
    Set<String> options,
    Set<String> permitted) {

  /** The tables of the report, in order. */
  enum Table {
    HTTP1("### HTTP/1.1 modes"),
    HTTP2("### HTTP/2 modes (TLS, ALPN)"),
    CONNECTION("### TLS and connection level"),
    PROXIES("### Proxies"),
    NAMES("### Names");

    final String heading;

    Table(String heading) {
      this.heading = heading;
    }
  }

  static List<Fault> plan() throws IOException {
    List<Fault> faults = new ArrayList<>();
    Table table = Table.HTTP1;
    for (String line : text().lines().toList()) {
      if (line.startsWith("[")) {
        table = Table.valueOf(line.substring(1, line.length() - 1).toUpperCase(Locale.ROOT));
      } else if (!line.isBlank() && !line.startsWith("#")) {
        faults.add(of(table, line.split(" \\| ", -1)));
      }
    }
    return faults;
  }

  private static String text() throws IOException {
    try (InputStream plan = Fault.class.getResourceAsStream("plan.txt")) {
      return new String(
          Objects.requireNonNull(plan, "plan.txt").readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Fault of(Table table, String[] columns) {
    String[] send = columns[3].split(" ", -1);
    return new Fault(
        table,
        columns[0],
        columns[1],
        columns[2],
        send[0],
        send.length > 1 ? Integer.parseInt(send[1]) : 0,
        Set.of(columns[4].split(" ", -1)),
        Set.of(columns[5].split(" ", -1)));
  }

  boolean is(String option) {
    return options.contains(option);
  }

  /** The value of an option such as {@code proxy=auth}. */
  Optional<String> value(String option) {
    return options.stream()
        .filter(given -> given.startsWith(option + "="))
        .map(given -> given.substring(option.length() + 1))
        .findFirst();
  }

  boolean secure() {
    return !port.startsWith("http-") && !port.contains("accept") && !port.equals("closed");
  }

  boolean http2() {
    return port.equals("h2tls") || is("h2");
  }

  /** How often the origin may see it: idempotent requests are repeated once. */
  int mostArrivals() {
    return value("most").map(Integer::valueOf).orElse(method.equals("POST") ? 1 : 2);
  }
}
