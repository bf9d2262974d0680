package io.forebay.config.fastly;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.config.internal.dialect.Carried;
import io.forebay.config.internal.dialect.Written;
import io.forebay.spec.BackendSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What a version says comes back from what is written of it. */
class FastlyRoundTripTest {
  private static final int BACKENDS = 4;

  @Property(tries = 200)
  void whatIsReadFromWhatIsWrittenIsTheSame(@ForAll("versions") String text) {
    Carried read = Api.read(text);
    Written written = Api.DIALECT.write(read);
    Map<String, BackendSpec> again = Api.read(written.text()).backends();

    assertThat(again).as("%s%n%s", text, written.text()).containsAllEntriesOf(read.backends());
    boolean added = written.notes().stream().anyMatch(note -> note.contains("origins: one is"));
    assertThat(again.size() == read.backends().size()).isEqualTo(!added);
    assertThat(written.notes()).allMatch(note -> note.contains("origins: one is"));
  }

  @Property(tries = 50)
  void whatIsWrittenTwiceIsTheSame(@ForAll("versions") String text) {
    Carried read = Api.read(text);
    Carried again = Api.read(Api.DIALECT.write(read).text());

    assertThat(Api.read(Api.DIALECT.write(again).text()).backends()).isEqualTo(again.backends());
  }

  @Provide
  Arbitrary<String> versions() {
    return Combinators.combine(
            backends().list().ofSize(BACKENDS),
            object(checkKeys(), 9).list().ofSize(2),
            directors().list().ofMaxSize(3))
        .as(FastlyRoundTripTest::version);
  }

  private static String version(
      List<String> backends, List<String> checks, List<String> directors) {
    return "{\"backends\": ["
        + named("b", backends)
        + "],\n \"healthchecks\": ["
        + named("h", checks)
        + "],\n \"directors\": ["
        + named("d", directors)
        + "]}";
  }

  private static String named(String letter, List<String> objects) {
    return IntStream.range(0, objects.size())
        .mapToObj(i -> "{\"name\": \"" + letter + i + "\"" + objects.get(i) + "}")
        .collect(Collectors.joining(",\n"));
  }

  private static Arbitrary<String> backends() {
    Arbitrary<String> address =
        Arbitraries.of("a.example", "b.example", "192.0.2.1", "2001:db8::1")
            .map(host -> ", \"address\": \"" + host + "\"");
    // Often nothing but an address, so that groups have members that are alike.
    Arbitrary<String> rest =
        Arbitraries.oneOf(Arbitraries.just(""), object(backendKeys(), 12), object(fewKeys(), 3));
    return Combinators.combine(address, rest).as(String::concat);
  }

  private static Arbitrary<String> directors() {
    Arbitrary<String> names =
        Arbitraries.integers()
            .between(0, BACKENDS - 1)
            .set()
            .ofMinSize(1)
            .map(
                numbers ->
                    numbers.stream().map(n -> "\"b" + n + "\"").collect(Collectors.joining(", ")));
    return Combinators.combine(
            names,
            Arbitraries.of(1, 3, 4),
            Arbitraries.integers().between(0, 100),
            Arbitraries.integers().between(0, 10))
        .as(
            (members, type, quorum, retries) ->
                ", \"backends\": ["
                    + members
                    + "], \"type\": "
                    + type
                    + ", \"quorum\": "
                    + quorum
                    + ", \"retries\": "
                    + retries);
  }

  private static Map<String, Arbitrary<String>> fewKeys() {
    Map<String, Arbitrary<String>> keys = new LinkedHashMap<>();
    keys.put("auto_loadbalance", flags());
    keys.put("weight", numbers(1, 3));
    keys.put("override_host", texts("a.example", "b.example"));
    keys.put("port", numbers(443, 444));
    return keys;
  }

  private static Map<String, Arbitrary<String>> backendKeys() {
    Map<String, Arbitrary<String>> keys = new LinkedHashMap<>();
    keys.put("port", numbers(1, 65_535));
    keys.put("use_ssl", flags());
    keys.put("weight", numbers(1, 65_535));
    keys.put("auto_loadbalance", flags());
    keys.put("connect_timeout", numbers(1, 4_294_967_295L));
    keys.put("first_byte_timeout", numbers(1, 4_294_967_295L));
    keys.put("between_bytes_timeout", numbers(1, 4_294_967_295L));
    keys.put("fetch_timeout", numbers(0, 4_294_967_295L));
    keys.put("max_conn", numbers(0, 1_000));
    keys.put("max_use", numbers(0, 1_000));
    keys.put("max_lifetime", numbers(0, 4_294_967_295L));
    keys.put("keepalive_time", numbers(0, 4_294_967));
    keys.put("tcp_keepalive_enable", flags());
    keys.put("tcp_keepalive_time", numbers(0, 1_000));
    keys.put("tcp_keepalive_interval", numbers(0, 1_000));
    keys.put("tcp_keepalive_probes", numbers(0, 10));
    keys.put("prefer_ipv6", flags());
    keys.put("override_host", texts("a.example", "b.example", "A_b:80", "", "[::1]:8443"));
    keys.put("healthcheck", texts("h0", "h1"));
    keys.put("share_key", texts("k", "K9"));
    keys.put("ssl_check_cert", flags());
    keys.put("ssl_hostname", texts("a.example", "*.a.example"));
    keys.put("ssl_cert_hostname", texts("a.example", "c.example"));
    keys.put("ssl_sni_hostname", texts("b.example", "::1"));
    keys.put("ssl_ca_cert", texts("-----BEGIN \u00fc\u0001\ud83d\ude00", "${env:CLIENT_KEY}"));
    keys.put("ssl_client_cert", texts("cert\", \"ssl_client_key\": \"${env:CLIENT_KEY}"));
    keys.put("ssl_ciphers", texts("A:B", "A, !B", "@STRENGTH"));
    keys.put("max_tls_version", texts("1.0", "1.1", "1.2", "1.3"));
    keys.put("min_tls_version", texts("1.0", "1"));
    return keys;
  }

  private static Map<String, Arbitrary<String>> checkKeys() {
    Map<String, Arbitrary<String>> keys = new LinkedHashMap<>();
    keys.put("check_interval", numbers(1_000, 3_600_000));
    keys.put("timeout", numbers(0, 3_600_000));
    keys.put("window", numbers(3, 100));
    keys.put("threshold", numbers(0, 3));
    keys.put("initial", numbers(0, 100));
    keys.put("expected_response", numbers(100, 999));
    keys.put("method", texts("GET", "HEAD", "POST"));
    keys.put("path", texts("/", "/a?b=c", "x", "/%252f"));
    keys.put("host", texts("a.example", "a.example:80"));
    keys.put(
        "headers",
        texts("A:b", "X-Y: \\\"q\\\"", "Z:").list().uniqueElements().map(List::toString));
    return keys;
  }

  private static Arbitrary<String> object(Map<String, Arbitrary<String>> keys, int most) {
    List<Arbitrary<String>> members = new ArrayList<>();
    keys.forEach(
        (key, values) -> {
          Arbitrary<String> given = values.map(value -> ", \"" + key + "\": " + value);
          members.add(
              Arbitraries.frequencyOf(
                  Tuple.of(keys.size(), Arbitraries.just("")), Tuple.of(most, given)));
        });
    return Combinators.combine(members).as(all -> String.join("", all));
  }

  private static Arbitrary<String> flags() {
    return Arbitraries.of("true", "false", "1", "\"0\"");
  }

  private static Arbitrary<String> numbers(long least, long most) {
    return Arbitraries.longs().between(least, most).map(String::valueOf);
  }

  private static Arbitrary<String> texts(String... texts) {
    return Arbitraries.of(texts).map(text -> "\"" + text.replace("\u0001", "\\u0001") + "\"");
  }
}
