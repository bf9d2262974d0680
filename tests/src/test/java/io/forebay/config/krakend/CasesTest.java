package io.forebay.config.krakend;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.spec.BackendSpec;
import io.forebay.spec.Balance;
import io.forebay.spec.Discovery;
import io.forebay.spec.Origins;
import io.forebay.spec.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Configuration, addressing and discovery as KrakenD's own tests have them. */
class CasesTest {
  private static final String HOST = "\"host\": [\"http://h\"], ";

  private static BackendSpec pattern(String path, String pattern) {
    return Krakend.only(Krakend.endpoint(path, HOST + "\"url_pattern\": \"" + pattern + "\""));
  }

  private static String origins(String host) {
    String backend = "\"host\": [\"" + host + "\"], \"url_pattern\": \"/\"";
    return Krakend.only(Krakend.endpoint("/x", backend)).transport().origins().toString();
  }

  @ParameterizedTest(name = "K001 {0} is {1}")
  @CsvSource({
    "h,http://h",
    "127.0.0.1,http://127.0.0.1",
    "https://h.local/,https://h.local",
    "http://127.0.0.1,http://127.0.0.1",
    "h_42.local:8080/,http://h_42.local:8080",
    "http://127.0.0.1:8080,http://127.0.0.1:8080",
    "_api._tcp.example.com,http://_api._tcp.example.com",
    "http://host//,http://host",
    "//host,http://host",
    "@host,http://host",
  })
  void hostsAreCleaned(String host, String origin) {
    assertThat(origins(host)).isEqualTo(origin);
  }

  @ParameterizedTest(name = "K002 {0} is refused")
  @ValueSource(
      strings = {
        "http://127.0.0.1:8080http://127.0.0.1:8080",
        "http://host/path",
        "https://user:pw@host",
        "[::1]:8080",
        "host:8",
        "host:1234567",
        "ftp://h",
        "HTTP://h",
        "",
        "http://",
        "host:99999"
      })
  void otherHostsAreRefused(String host) {
    String backend = "\"host\": [\"" + host + "\"], \"url_pattern\": \"/\"";
    assertThat(Krakend.findings(Krakend.endpoint("/x", backend)))
        .singleElement()
        .asString()
        .startsWith("krakend.json:1:")
        .contains("$.endpoints[0].backend[0].host[0]: ")
        .doesNotContain("pw");
  }

  @ParameterizedTest(name = "K003 {0} is {1}")
  @CsvSource({
    "a/{x},/a/{x}",
    "a/{x}{y},/a/{x}{y}",
    "/a/{x},/a/{x}",
    "/a.b/,/a.b/",
    "//a,//a",
    "a_b.txt,/a_b.txt",
    "a_4.b?q=8080,/a_4.b",
    "a/b/c?q=1&r=2,/a/b/c",
  })
  void pathsHaveOneSlashMore(String pattern, String path) {
    assertThat(pattern("/e/{x}/{y}", pattern).exchange().path().path()).hasToString(optional(path));
  }

  private static String optional(String text) {
    return "Optional[" + text + "]";
  }

  @ParameterizedTest(name = "K004 {0}")
  @ValueSource(
      strings = {
        "a/{x}",
        "/a/{x1}",
        "/a.b/",
        "a/{x_56}/{y-5t6}?q={z}&r={z}",
        "a/{x_56}{y-5t6}?q={z}",
        "a/x{y-5t6}?q={z}"
      })
  void declaredParametersMayStandAnywhere(String pattern) {
    String text =
        Krakend.endpoint(
            "/{x}/{x1}/{x_56}/{y-5t6}/{z}", HOST + "\"url_pattern\": \"" + pattern + "\"");
    assertThat(Krakend.findings(text)).isEmpty();
  }

  @Test
  @DisplayName("K007 the first undeclared parameter is named, with all inputs and outputs sorted")
  void undeclaredParametersAreRefused() {
    String text =
        Krakend.endpoint("/{z}/{y}/{x}", HOST + "\"url_pattern\": \"a/{x_56}/{y-5}?q={z}&r={z}\"");
    assertThat(Krakend.findings(text))
        .singleElement()
        .asString()
        .contains("undefined output param 'x_56'")
        .contains("(inputs: [x, y, z], outputs: [x_56, y-5, z])");
  }

  @Test
  @DisplayName("K008 hosts, method and timeout come from the root")
  void backendsInherit() {
    String keys = "\"host\": [\"h\"], \"timeout\": \"5s\", ";
    String text = Krakend.root(keys, "/x", "\"url_pattern\": \"/\"");
    BackendSpec spec = Krakend.only(text);
    assertThat(spec.label()).isEqualTo("x");
    assertThat(spec.transport().origins()).hasToString("http://h");
    assertThat(spec.exchange().timeouts().total()).isEqualTo(Duration.ofSeconds(5));
    assertThat(Krakend.notes(text)).noneMatch(note -> note.contains("method"));
  }

  @Test
  @DisplayName("K009 a backend's method is the endpoint's, which only a note can say")
  void methodsAreNoted() {
    String text =
        Krakend.endpoint("/x", HOST + "\"url_pattern\": \"/\"")
            .replace("\"endpoint\"", "\"method\": \"post\", \"endpoint\"");
    assertThat(Krakend.notes(text)).anyMatch(note -> note.endsWith("say the method; here POST"));
    assertThat(Krakend.read(text).backends()).containsOnlyKeys("x.post");
  }

  @Test
  @DisplayName("K011 no-op with two backends is refused")
  void noOpTakesOneBackend() {
    String backend = "{" + HOST + "\"url_pattern\": \"/\"}";
    String text =
        "{\"version\": 3, \"endpoints\": [{\"endpoint\": \"/x\", \"output_encoding\": \"no-op\","
            + " \"backend\": ["
            + backend
            + ", "
            + backend
            + "]}]}";
    assertThat(Krakend.findings(text))
        .containsExactly(
            "krakend.json:1:49: error: $.endpoints[0].output_encoding: no-op with 2 backends"
                + " (expected: one backend)");
  }

  @ParameterizedTest(name = "K012, K020 {0} has the path {1} and the query {2}")
  @CsvSource({
    "/p/{a},/p/{a},{}",
    "/p?q={b},/p,{q=[{b}]}",
    "/p/{a}/s/{c},/p/{a}/s/{c},{}",
    "/p,/p,{}",
    "/p?e=true,/p,{e=[true]}",
    "/p?e=a%20b+c&e=%26,/p,'{e=[a b c, &]}'",
    "/p?e,/p,{e=[]}",
  })
  void patternsArePathAndQuery(String pattern, String path, String query) {
    BackendSpec spec = pattern("/x/{a}/{b}/{c}", pattern);
    assertThat(spec.exchange().path().path()).hasToString(optional(path));
    assertThat(spec.exchange().edits().queryParams().add()).hasToString(query);
    assertThat(spec.exchange().edits().queryParams().set()).isEmpty();
  }

  @Test
  @DisplayName("K023 several hosts take turns, in their order")
  void hostsTakeTurns() {
    BackendSpec spec =
        Krakend.only(
            Krakend.endpoint("/x", "\"host\": [\"b\", \"a\", \"c\"], \"url_pattern\": \"/\""));
    assertThat(spec.transport().origins()).hasToString("http://b, http://a, http://c");
    assertThat(spec.routing().balancing().by()).isEqualTo(new Balance.RoundRobin());
  }

  @Test
  @DisplayName("a host that is there twice weighs twice as much")
  void repeatedHostsWeighMore() {
    BackendSpec spec =
        Krakend.only(
            Krakend.endpoint("/x", "\"host\": [\"a\", \"b\", \"a:80\"], \"url_pattern\": \"/\""));
    assertThat(spec.transport().origins()).hasToString("http://a weight 2, http://b");
    assertThat(spec.routing().balancing().by()).isEqualTo(new Balance.Weighted());
  }

  @Test
  @DisplayName("K025 no hosts are refused")
  void hostsAreExpected() {
    assertThat(Krakend.findings(Krakend.endpoint("/x", "\"url_pattern\": \"/\"")))
        .containsExactly(
            "krakend.json:1:61: error: $.endpoints[0].backend[0]: host: missing (expected: such as"
                + " http://users.internal:8080)");
  }

  @Test
  @DisplayName("K027 one host is always that host")
  void oneHostIsAlone() {
    assertThat(pattern("/x", "/").transport().origins().lone()).isTrue();
  }

  @Test
  @DisplayName("K029, K031 SRV records are looked up every 30 s, and their weights minded")
  void srvRecordsAreLookedUp() {
    BackendSpec spec = Krakend.only(Krakend.example("discovery.json"));
    assertThat(spec.label()).isEqualTo("users_id");
    assertThat(spec.routing().balancing().by()).isEqualTo(new Balance.Weighted());
    Discovery how = ((Origins.Discovered) spec.transport().origins()).how();
    assertThat(how.kind()).isEqualTo(new Discovery.Srv("_http._tcp.users.internal", "http"));
    assertThat(how.refresh().min()).isEqualTo(Duration.ofSeconds(30));
    assertThat(how.refresh().max()).isEqualTo(Duration.ofSeconds(30));
    assertThat(how.probation()).isZero();
    assertThat(spec.exchange().edits().queryParams().add())
        .isEqualTo(Map.of("full", List.of(Value.of("true"))));
  }

  @Test
  @DisplayName("sd: dns with sanitising looks up http://name, and is refused")
  void discoveryNeedsTheBareName() {
    String backend = "\"host\": [\"a.internal\"], \"sd\": \"dns\", \"url_pattern\": \"/\"";
    assertThat(Krakend.findings(Krakend.endpoint("/x", backend)))
        .singleElement()
        .asString()
        .contains(".sd: disable_host_sanitize is not true (expected");
  }

  @ParameterizedTest(name = "K159, X27 {0} writes safely: {1}")
  @CsvSource({
    "'GET,PUT',true,true",
    "'GET,PUT',absent,true",
    "'GET,PUT',none,false",
    "'GET,PUT',false,false",
    "'PUT,GET',true,false",
    "'POST,PUT',true,false",
    "'POST,POST,shadow',none,false",
    "'POST,shadow',none,true",
  })
  void writingTakesTurns(String methods, String sequential, boolean safe) {
    StringBuilder backends = new StringBuilder();
    for (String method : methods.split(",", -1)) {
      backends
          .append(backends.isEmpty() ? "{" : ", {")
          .append(HOST)
          .append("\"url_pattern\": \"/\"");
      backends.append(
          method.equals("shadow")
              ? ", \"extra_config\": {\"proxy\": {\"shadow\": true}}}"
              : ", \"method\": \"" + method + "\"}");
    }
    String proxy = sequential.equals("absent") ? "{}" : "{\"sequential\": " + sequential + "}";
    String text =
        "{\"version\": 3, \"endpoints\": [{\"endpoint\": \"/x\", \"method\": \"POST\", "
            + (sequential.equals("none") ? "" : "\"extra_config\": {\"proxy\": " + proxy + "}, ")
            + "\"backend\": ["
            + backends
            + "]}]}";
    assertThat(Krakend.notes(text).stream().noneMatch(note -> note.contains("leaves this")))
        .isEqualTo(safe);
  }
}
