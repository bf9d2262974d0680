package io.forebay.config.krakend;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.config.internal.dialect.Carried;
import io.forebay.config.internal.tree.Source;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Balance;
import io.forebay.spec.BreakerSpec;
import io.forebay.spec.Material;
import io.forebay.spec.ProxySpec;
import io.forebay.spec.TcpKeepalive;
import io.forebay.spec.Throttle;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TlsVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The manual's own examples, and a file with everything. */
class ExamplesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "backend-alone.json",
        "two-backends.json",
        "disable-rest.json",
        "self-signed.json",
        "discovery.json",
        "everything.json"
      })
  void examplesAreRecognised(String name) {
    assertThat(Krakend.DIALECT.recognises(Source.of(Krakend.example(name), "text"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'backends: {}'",
    "'{\"forebay\": 1, \"backends\": {\"endpoints\": {\"origin\": \"http://h\"}}}'",
    "''",
    "'sub vcl_recv {}'"
  })
  void otherLanguagesAreNot(String text) {
    assertThat(Krakend.DIALECT.recognises(Source.of(text, "text"))).isFalse();
  }

  @Test
  void aBackendAloneIsRead() {
    BackendSpec spec = Krakend.only(Krakend.example("backend-alone.json"));
    assertThat(spec.label()).isEqualTo("root");
    assertThat(spec.transport().origins()).hasToString("http://your-api");
    assertThat(spec.exchange().path().path()).hasToString("Optional[/url]");
  }

  @Test
  void twoBackendsOfAnEndpointAreTwoBackends() {
    Carried carried = Krakend.read(Krakend.example("two-backends.json"));
    assertThat(carried.backends()).containsOnlyKeys("v1_products.1", "v1_products.2");
    assertThat(carried.backends().get("v1_products.1").transport().origins())
        .hasToString(
            "https://products-01.myapi.com:8000, https://products-02.myapi.com:8000,"
                + " https://products-03.myapi.com:8000");
    assertThat(carried.backends().get("v1_products.2").exchange().path().path())
        .hasToString("Optional[/offers]");
    assertThat(carried.notes())
        .anyMatch(note -> note.message().contains("nothing listens for GET /v1/products"));
  }

  @Test
  @DisplayName("the manual's example of disable_rest does not load: its endpoint has no variable")
  void disableRestDoesNotDeclareVariables() {
    assertThat(Krakend.findings(Krakend.example("disable-rest.json")))
        .containsExactly(
            "krakend.json:13:11: error: $.endpoints[0].backend[0].url_pattern: undefined output"
                + " param 'some_variable': no such parameter in the endpoint (inputs: [], outputs:"
                + " [some_variable])");
  }

  @Test
  void noEndpointsAreNoBackends() {
    Carried carried = Krakend.read(Krakend.example("self-signed.json"));
    assertThat(carried.backends()).isEmpty();
    assertThat(carried.notes())
        .singleElement()
        .hasToString("krakend.json:6:3: note: $.endpoints: none; nothing is defined");
  }

  @Test
  void everythingOfTheRootHoldsForEachBackend() {
    BackendSpec spec =
        Krakend.read(Krakend.example("everything.json")).backends().get("orders_user.post.1");
    assertThat(spec.transport().origins())
        .hasToString("http://api.internal:8080, https://api-2.internal");
    assertThat(spec.exchange().timeouts().connect()).isEqualTo(Duration.ofMillis(500));
    assertThat(spec.exchange().timeouts().ttfb()).isEqualTo(Duration.ofMillis(1500));
    assertThat(spec.exchange().timeouts().total()).isEqualTo(Duration.ofMillis(800));
    assertThat(spec.transport().pool().life().keepaliveTime()).isEqualTo(Duration.ofSeconds(90));
    assertThat(spec.transport().socket().keepalive())
        .contains(new TcpKeepalive(Duration.ofSeconds(20), Duration.ofSeconds(20), 9));
    TlsSpec tls = spec.transport().tls();
    assertThat(tls.trust().ca()).containsExactly(Material.file(Path.of("/etc/forebay/ca.pem")));
    assertThat(tls.trust().platform()).isFalse();
    assertThat(tls.ciphers())
        .containsExactly(
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
  }

  @Test
  void everythingOfABackendIsItsOwn() {
    BackendSpec spec = Krakend.read(Krakend.example("everything.json")).backends().get("orders");
    assertThat(spec.transport().origins())
        .hasToString("http://orders-1:8080 weight 2, http://orders-2:8080");
    assertThat(spec.routing().balancing().by()).isEqualTo(new Balance.Weighted());
    assertThat(spec.limits().breaker())
        .contains(BreakerSpec.consecutiveErrors(4, Duration.ofSeconds(10)));
    assertThat(spec.limits().throttles())
        .containsExactly(Throttle.rate(0.5, 1).withMode(Throttle.Mode.BLOCK));
    assertThat(spec.transport().proxy()).isEqualTo(ProxySpec.of("http://proxy.internal:3128"));
    assertThat(spec.transport().tls().trust().validate()).isFalse();
    assertThat(spec.exchange().path().path()).hasToString("Optional[/orders/{resp0_user.id}]");
    assertThat(spec.exchange().edits().queryParams().add())
        .hasToString("{source=[web shop], user=[{user}]}");
  }

  @Test
  void everythingElseIsNoted() {
    List<String> notes = Krakend.notes(Krakend.example("everything.json"));
    assertThat(notes)
        .noneMatch(note -> note.contains("s3cr3t"))
        .noneMatch(note -> note.contains("comment"));
    for (String key :
        List.of(
            "$.name",
            "$.port",
            "$.cache_ttl",
            "$.max_idle_connections_per_host",
            "$.client_tls.curve_preferences",
            "$.extra_config[\"telemetry/logging\"]",
            "$.endpoints[0].input_headers",
            "$.endpoints[0].extra_config[\"proxy\"]",
            "$.endpoints[0].backend[0].group",
            "$.endpoints[0].backend[0].allow",
            "$.endpoints[0].backend[1].method",
            "$.endpoints[0].backend[1].encoding",
            "$.endpoints[0].backend[1].url_pattern: {resp0_user.id}",
            "$.endpoints[0].backend[1].extra_config[\"qos/circuit-breaker\"].interval",
            "$.endpoints[0].backend[1].extra_config[\"qos/http-cache\"]",
            "$.endpoints[0].backend[1].extra_config[\"auth/client-credentials\"]",
            "$.endpoints[1].backend[0]: backend/amqp/producer")) {
      assertThat(notes).as(key).anyMatch(note -> note.contains(" note: " + key));
    }
  }

  @Test
  @DisplayName(
      "K193, K194 a limiter never waits, and holds a second's tokens unless told otherwise")
  void limitersAreBucketsThatRefuse() {
    assertThat(limiter("{\"max_rate\": 10.5}")).containsExactly(bucket(10.5, 10));
    assertThat(limiter("{\"max_rate\": 0.5, \"capacity\": 0}")).containsExactly(bucket(0.5, 1));
    assertThat(limiter("{\"max_rate\": 120, \"capacity\": 3, \"every\": \"1m\"}"))
        .containsExactly(bucket(2, 3));
    assertThat(limiter("{\"max_rate\": 0, \"capacity\": 3}")).isEmpty();
  }

  private static Throttle bucket(double rate, int capacity) {
    return Throttle.rate(rate, capacity).withMode(Throttle.Mode.BLOCK);
  }

  private static List<Throttle> limiter(String said) {
    String extra = "\"extra_config\": {\"qos/ratelimit/proxy\": " + said + "}";
    String backend = "\"host\": [\"h\"], \"url_pattern\": \"/\", " + extra;
    return Krakend.only(Krakend.root("", "/x", backend)).limits().throttles();
  }

  @Test
  @DisplayName("X16 client_tls does not raise the oldest version, where KrakenD would ask for 1.3")
  void theFloorOfTlsIsNotRaised() {
    String text =
        Krakend.root(
            "\"client_tls\": {\"allow_insecure_connections\": true}, ",
            "/x",
            "\"host\": [\"h\"], \"url_pattern\": \"/\"");
    TlsSpec tls = Krakend.only(text).transport().tls();
    assertThat(tls.trust().validate()).isFalse();
    assertThat(tls.minVersion()).isEqualTo(TlsVersion.TLS_1_2);
    assertThat(tls.maxVersion()).isEqualTo(TlsVersion.TLS_1_3);
  }

  @Test
  @DisplayName("K191 a breaker opens after max_errors and one more in a row; 0 s open is 60 s")
  void breakersCountFailuresInARow() {
    String breaker =
        "\"host\": [\"h\"], \"url_pattern\": \"/\", \"extra_config\": {\"qos/circuit-breaker\": %s}";
    assertThat(
            Krakend.only(
                    Krakend.endpoint(
                        "/x", breaker.formatted("{\"timeout\": 0, \"max_errors\": 1}")))
                .limits()
                .breaker())
        .contains(BreakerSpec.consecutiveErrors(1, Duration.ofMinutes(1)));
    assertThat(
            Krakend.only(
                    Krakend.endpoint(
                        "/x", breaker.formatted("{\"timeout\": 0, \"max_errors\": 0}")))
                .limits()
                .breaker())
        .isEmpty();
  }

  @Test
  void labelsAreUnique() {
    String endpoint =
        "{\"endpoint\": \"%s\", \"backend\": [{\"host\": [\"h\"], \"url_pattern\": \"/\"}]}";
    StringBuilder endpoints = new StringBuilder();
    for (String path :
        List.of("/", "/root", "/a/b", "/a_b", "/a b", "/.x", "/anonymous_1", "/{v}", "/a/")) {
      endpoints.append(endpoints.isEmpty() ? "" : ", ").append(endpoint.formatted(path));
    }
    Carried carried = Krakend.read("{\"version\": 3, \"endpoints\": [" + endpoints + "]}");
    assertThat(carried.backends().keySet())
        .containsExactly(
            "root", "root-2", "a_b", "a_b-2", "a_b-3", "_.x", "_anonymous_1", "v", "a");
    assertThat(carried.notes()).anyMatch(note -> note.message().contains("label 'a_b' is taken"));
  }
}
