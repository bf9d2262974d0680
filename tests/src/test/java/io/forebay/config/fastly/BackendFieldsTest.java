package io.forebay.config.fastly;

import static io.forebay.config.fastly.Api.backend;
import static io.forebay.config.fastly.Api.findingsOfBackend;
import static io.forebay.config.fastly.Api.notesOfBackend;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.spec.BackendSpec;
import io.forebay.spec.ConnectionLife;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.PoolSpec;
import io.forebay.spec.SocketSpec;
import io.forebay.spec.TcpKeepalive;
import io.forebay.spec.Timeouts;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each key of a backend means. */
class BackendFieldsTest {

  @Test
  void whatIsNotGivenIsAsTheApiFillsItIn() {
    BackendSpec spec = backend("");

    assertThat(spec.exchange().timeouts())
        .isEqualTo(
            new Timeouts(
                Duration.ofSeconds(1),
                Duration.ofSeconds(15),
                Duration.ofSeconds(10),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO));
    assertThat(spec.exchange().withTimeouts(Timeouts.DEFAULT)).isEqualTo(ExchangeSpec.DEFAULT);
    assertThat(spec.transport().pool()).isEqualTo(PoolSpec.DEFAULT.withMaxConnections(200));
    assertThat(spec.transport().socket().keepalive()).contains(TcpKeepalive.DEFAULT);
    assertThat(spec.health()).isEmpty();
    assertThat(notesOfBackend("")).isEmpty();
  }

  @Test
  void createdBackendOfJ01CarriesWithoutAWordButItsName() {
    assertThat(Api.notes(Api.file("backend-created.json")))
        .containsExactly(
            "backend 'origin 1': name: called 'origin_1' here",
            "backend 'origin 1': ssl_check_cert: left out: use_ssl is false");
    assertThat(Api.file("backend-created.json").backends()).containsOnlyKeys("origin_1");
  }

  @Test
  void everyKeyOfTheDataModelIsRead() {
    BackendSpec spec = Api.file("backend-everything.json").backends().get("users");

    assertThat(spec.transport().origin()).hasToString("https://users.internal.example:8443");
    assertThat(spec.exchange().host()).contains("users.example");
    assertThat(spec.exchange().timeouts())
        .isEqualTo(
            new Timeouts(
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofSeconds(4),
                Duration.ofSeconds(30),
                Duration.ZERO,
                Duration.ZERO));
    assertThat(spec.transport().pool())
        .isEqualTo(
            PoolSpec.DEFAULT
                .withMaxConnections(50)
                .withLife(
                    new ConnectionLife(
                        Duration.ofSeconds(30), Duration.ofSeconds(600), 1_000, true)));
    assertThat(spec.transport().socket())
        .isEqualTo(
            SocketSpec.DEFAULT
                .withAddresses(SocketSpec.Addresses.IPV6_FIRST)
                .withKeepalive(
                    Optional.of(
                        new TcpKeepalive(Duration.ofSeconds(60), Duration.ofSeconds(5), 4))));
    assertThat(Api.notes(Api.file("backend-everything.json")))
        .containsExactly(
            "backend 'users': fetch_timeout: read as the total limit, connecting included");
  }

  @Test
  void numbersAndBooleansOfJ06MayBeText() {
    BackendSpec spec = Api.file("stringly.json").backends().get("texts");

    assertThat(spec.transport().origin()).hasToString("https://texts.example:8443");
    assertThat(spec.transport().pool().maxConnections()).isZero();
    assertThat(spec.transport().socket().keepalive()).isEmpty();
    assertThat(Api.file("stringly.json").notes()).isEmpty();
  }

  @ParameterizedTest(name = "{0}: {1} is refused: {2}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "J06,`\"port\": \"80a\"`,port: expected a whole number but was text \"80a\"",
        "J06,`\"port\": 80.5`,port: expected a whole number but was number 80.5",
        "J06,`\"port\": {}`,NOTHING",
        "J06,`\"port\": [1]`,port: expected a whole number but was a list",
        "J06,`\"use_ssl\": \"yes\"`,use_ssl: expected true or false but was text \"yes\"",
        "J06,`\"use_ssl\": 2`,use_ssl: expected true or false but was number 2",
        "2.1,`\"port\": 65536`,port: 65536 (expected: 1-65535)",
        "2.1,`\"port\": 0`,port: 0 (expected: 1-65535)",
        "X04,`\"override_host\": 7`,override_host: expected text but was number 7",
        "X04,`\"override_host\": \"somehost.com\\n"
            + "\"`,`override_host: 'somehost.com\\u000a' is not a host (expected: a name or"
            + " address, with or without a port)`",
        "10.18,`\"connect_timeout\": 0`,connect_timeout: 0 (expected: 1-4294967295)",
        "10.18,`\"first_byte_timeout\": 0`,first_byte_timeout: 0 (expected: 1-4294967295)",
        "V14,`\"between_bytes_timeout\": -1`,between_bytes_timeout: -1 (expected: 1-4294967295)",
        "V14,`\"connect_timeout\": 4294967296`,connect_timeout: 4294967296 (expected:"
            + " 1-4294967295)",
        "V14,`\"connect_timeout\": 99999999999999999999`,connect_timeout: expected a whole number"
            + " but was number 99999999999999999999",
        "G09,`\"share_key\": \"example.com\"`,share_key: 'example.com' (expected: letters and"
            + " digits only)",
        "S2,`\"weight\": 0`,weight: 0 (expected: 1-2147483647)",
        "S2,`\"max_conn\": -1`,max_conn: -1 (expected: 0-2147483647)",
        "S2,`\"name\": \"c\"`,key 'name' is there twice (first at 1:2)",
      })
  void fieldIsRefused(String row, String members, String problem) {
    if (problem.equals("NOTHING")) {
      // An empty object is as much as nothing.
      assertThat(notesOfBackend(members)).as(row).isEmpty();
      return;
    }
    assertThat(findingsOfBackend(members)).as(row).singleElement().asString().endsWith(problem);
  }

  @ParameterizedTest(name = "{0}: {1} becomes a note: {2}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "S2,`\"shield\": \"fra-de-de\"`,shield: left out: definitions know no points of presence",
        "S2,`\"comment\": \"the old one\"`,comment: left out: definitions have none",
        "S2,`\"client_cert\": \"x\"`,client_cert: left out: the API does not use it",
        "S2,`\"error_threshold\": 3`,error_threshold: left out: outlier detection or a breaker does"
            + " this",
        "J06,`\"something_new\": 1`,unknown key 'something_new': left out",
        "J06,`\"something_new\": null`,unknown key 'something_new': left out",
        "S2,`\"keepalive_time\": 0`,keepalive_time: 0: connections are closed as soon as they are"
            + " idle",
        "S2,`\"tcp_keepalive_interval\": 0`,tcp_keepalive_interval: 0: read as 1",
        "S2,`\"share_key\": \"abc\"`,share_key: left out: there is no healthcheck",
        "S2,`\"healthcheck\": \"up\"`,healthcheck: 'up' is not defined in this text: the backend is"
            + " not checked",
        "2.3,`\"request_condition\": \"c\"`,request_condition: 'c': left out: who calls chooses the"
            + " backend by its label",
        "S2,`\"weight\": 70000`,weight: 70000: read as 65535",
      })
  void fieldBecomesNote(String row, String members, String note) {
    assertThat(notesOfBackend(members)).as(row).containsExactly("backend 'b': " + note);
  }

  @Test
  void conditionOfD24OverridesBalancing() {
    assertThat(notesOfBackend("\"auto_loadbalance\": true, \"request_condition\": \"c\""))
        .contains("backend 'b': auto_loadbalance: left out: request_condition is given");
  }

  @Test
  void emptyOverrideHostOfX04IsNone() {
    assertThat(backend("\"override_host\": \"\"").exchange().host()).isEmpty();
  }

  @Test
  void singleLabelOfJ20IsAnOverrideHost() {
    assertThat(backend("\"override_host\": \"invalid-host-override\"").exchange().host())
        .contains("invalid-host-override");
  }

  @Test
  void keepaliveThatIsOffHasNoNumbers() {
    String off = "\"tcp_keepalive_enable\": false, \"tcp_keepalive_time\": 9";

    assertThat(backend(off).transport().socket().keepalive()).isEmpty();
    assertThat(notesOfBackend(off))
        .containsExactly(
            "backend 'b': tcp_keepalive_time: left out: tcp_keepalive_enable is false");
  }

  @ParameterizedTest
  @CsvSource({
    "connect_timeout, 4294967296",
    "connect_timeout, -1",
    "first_byte_timeout, 4294967296",
    "first_byte_timeout, -1",
    "between_bytes_timeout, 4294967296",
    "between_bytes_timeout, -1"
  })
  void v14TimeoutsAreOf32BitsAndAboveZero(String key, String millis) {
    assertThat(Api.findingsOfBackend("\"" + key + "\": " + millis))
        .singleElement()
        .asString()
        .endsWith(key + ": " + millis + " (expected: 1-4294967295)");
  }
}
