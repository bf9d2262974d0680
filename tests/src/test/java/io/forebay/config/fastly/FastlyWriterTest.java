package io.forebay.config.fastly;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.Backend;
import io.forebay.config.NamedRefinement;
import io.forebay.config.internal.dialect.Carried;
import io.forebay.config.internal.dialect.Written;
import io.forebay.health.HealthSpec;
import io.forebay.health.SlidingWindow;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ClientIdentity;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.Material;
import io.forebay.spec.Origin;
import io.forebay.spec.Origins;
import io.forebay.spec.Refinement;
import io.forebay.spec.Timeouts;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TransportSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written, and what is said of the rest. */
class FastlyWriterTest {
  private static final Timeouts PLAIN =
      Timeouts.DEFAULT.withPermit(Duration.ZERO).withTotal(Duration.ZERO);

  private static Written written(BackendSpec... specs) {
    return Api.DIALECT.write(carried(specs));
  }

  private static Carried carried(BackendSpec... specs) {
    Map<String, BackendSpec> byLabel = new LinkedHashMap<>();
    for (BackendSpec spec : specs) {
      byLabel.put(spec.label(), spec);
    }
    return new Carried(byLabel, Map.of(), List.of());
  }

  private static BackendSpec spec(String label, TransportSpec transport) {
    return new BackendSpec(
        label, transport, ExchangeSpec.DEFAULT.withTimeouts(PLAIN), Optional.empty());
  }

  private static TransportSpec to(String... urls) {
    return TransportSpec.of(
        new Origins.Listed(List.of(urls).stream().map(url -> Origin.of(url).weight(3)).toList()));
  }

  @Test
  void plainBackendIsCanonicalText() {
    assertThat(written(spec("users", to("https://users.example"))).text())
        .isEqualTo(
            """
            {
              "backends": [
                {
                  "name": "users",
                  "address": "users.example",
                  "hostname": "users.example",
                  "port": 443,
                  "use_ssl": true,
                  "connect_timeout": 10000,
                  "first_byte_timeout": 60000,
                  "between_bytes_timeout": 60000,
                  "max_conn": 100,
                  "ssl_check_cert": true,
                  "prefer_ipv6": false,
                  "tcp_keepalive_enable": false
                }
              ],
              "healthchecks": [],
              "directors": []
            }
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"version.json", "backends.json", "stringly.json", "service.json"})
  void whatWasReadIsWrittenWithoutLoss(String file) {
    Carried read = Api.file(file);
    Written written = Api.DIALECT.write(read);

    assertThat(written.notes()).isEmpty();
    assertThat(Api.read(written.text()).backends()).isEqualTo(read.backends());
  }

  @Test
  void referenceIsWrittenInPlaceOfAKey() {
    Carried read = Api.file("backend-everything.json");
    Written written = Api.DIALECT.write(read);

    assertThat(written.text()).contains("\"ssl_client_key\": \"${env:CLIENT_KEY}\"");
    assertThat(written.text()).doesNotContain("s3cr3t");
    assertThat(Api.read(written.text()).backends()).isEqualTo(read.backends());
  }

  @Test
  void keyWithoutReferenceIsNotWritten() {
    ClientIdentity identity =
        new ClientIdentity(
            Material.inline("cert"), Optional.of(Material.inline("s3cr3t")), Optional.empty());
    TransportSpec transport = to("https://a.example");
    Written written =
        written(spec("a", transport.withTls(TlsSpec.DEFAULT.withIdentity(Optional.of(identity)))));

    assertThat(written.text()).doesNotContain("s3cr3t").doesNotContain("ssl_client_cert");
    assertThat(written.notes())
        .containsExactly(
            "backend 'a': tls.client_key: not written, nor its certificate: a secret that did not"
                + " come from ${env:NAME}, or a file");
  }

  @Test
  void whatFastlyCannotSayIsNoted() {
    BackendSpec spec =
        Backend.builder("a")
            .origin("http://a.example")
            .pathPrefix("/v2")
            .requestHeaders(headers -> headers.set("X", "1"))
            .basicAuth("joe", "s3cr3t")
            .maxPending(7)
            .http2(true)
            .connectTimeout(Duration.ZERO)
            .ttfbTimeout(Duration.ofNanos(1_500_000))
            .spec();
    Written written = written(spec);

    assertThat(written.notes())
        .containsExactly(
            "backend 'a': connect_timeout: no limit: written as 600000 ms",
            "backend 'a': ttfb_timeout: 1.5ms: written as 2 ms",
            "backend 'a': permit_timeout: not written: Fastly refuses at once",
            "backend 'a': path_prefix: not written: Fastly has nothing like it",
            "backend 'a': set_request_headers: not written: Fastly has nothing like it",
            "backend 'a': basic_auth: not written: Fastly has nothing like it",
            "backend 'a': max_pending: not written: Fastly has nothing like it",
            "backend 'a': http2: not written: Fastly has nothing like it");
    assertThat(written.text() + written.notes()).doesNotContain("s3cr3t");
  }

  @Test
  void failuresInARowAreAWindowOfOneSuccess() {
    BackendSpec plain = spec("a", to("http://a.example"));
    HealthSpec check =
        new HealthSpec.Builder().expectedStatus(200).failureThreshold(4).jitter(0).build();
    Written written =
        written(new BackendSpec("a", plain.transport(), plain.exchange(), Optional.of(check)));

    assertThat(written.notes())
        .containsExactly(
            "backend 'a': health.failure_threshold: written as 1 good result of the last 4");
    assertThat(Api.backends(written.text()).get("a").health().orElseThrow().policy())
        .isEqualTo(new SlidingWindow(4, 1, 1));
  }

  /** One of the two at http://a.example says its name, as the group does. */
  @Test
  void memberIsWhoSaysTheNameOfTheGroup() {
    Carried read =
        Api.read(
            """
            {"backends": [
              {"name": "a", "address": "a.example"},
              {"name": "b", "address": "a.example", "override_host": "a.example"},
              {"name": "c", "address": "a.example", "override_host": "a.example", "port": 443}],
             "directors": [{"name": "d", "backends": ["c", "b"]}]}
            """);
    Written written = Api.DIALECT.write(read);

    assertThat(written.text()).contains("\"backends\": [\"c\", \"b\"]");
    assertThat(Api.backends(written.text())).isEqualTo(read.backends());
    assertThat(written.notes()).isEmpty();
  }

  @Test
  void groupIsADirectorOfItsMembers() {
    Written written = written(spec("shop", to("http://a.example", "http://b.example")));

    assertThat(written.notes())
        .contains(
            "backend 'shop': origins: one is written as the backend 'shop_1'",
            "backend 'shop': origins: one is written as the backend 'shop_2'",
            "backend 'shop': balance: round_robin: written as random",
            "backend 'shop': panic_threshold: not written: Fastly never ignores health");
    assertThat(Api.backends(written.text()).get("shop").transport().origins())
        .hasToString("http://a.example weight 3, http://b.example weight 3");
  }

  @Test
  void addressThatFastlyDoesNotTakeIsNoted() {
    Written written = written(spec("a", TransportSpec.of(new Origin("http", "_a", 80))));

    assertThat(written.notes())
        .containsExactly(
            "backend 'a': origin: not written, nor the backend: no address for Fastly");
    assertThat(Api.backends(written.text())).isEmpty();
  }

  @Test
  void refinementIsNoted() {
    Carried carried =
        new Carried(
            carried(spec("a", to("http://a.example"))).backends(),
            Map.of("r", new NamedRefinement("a", Refinement.NONE)),
            List.of());

    assertThat(Api.DIALECT.write(carried).notes())
        .containsExactly("refinement 'r': not written: Fastly has nothing like it");
  }
}
