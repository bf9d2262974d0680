package io.forebay.config.vcl;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.config.internal.dialect.Carried;
import io.forebay.config.internal.dialect.Written;
import io.forebay.health.HealthSpec;
import io.forebay.health.SlidingWindow;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Balance;
import io.forebay.spec.Origin;
import io.forebay.spec.Origins;
import io.forebay.spec.Timeouts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whole texts: those of the manual, and one of the shape that Fastly generates. */
class VclExamplesTest {
  private static final String SILENCE =
      ".between_bytes_timeout: when it expires the exchange fails; Fastly takes the body to be"
          + " complete, which is between_bytes_expiry: truncate";

  @Test
  void exampleOfTheManualCarriesOver() {
    Carried carried = Vcl.read(Vcl.resource("backend_name.vcl"));

    BackendSpec spec = carried.backends().get("backend_name");
    assertThat(spec.transport().origin()).hasToString("https://storage.googleapis.com");
    assertThat(spec.transport().pool().maxConnections()).isEqualTo(200);
    assertThat(spec.transport().tls().sniHostname()).contains("storage.googleapis.com");
    assertThat(spec.transport().tls().trust().certHostname()).contains("storage.googleapis.com");
    assertThat(spec.exchange().host()).contains("storage.googleapis.com");
    assertThat(spec.exchange().timeouts())
        .isEqualTo(
            new Timeouts(
                Duration.ofSeconds(1),
                Duration.ofSeconds(15),
                Duration.ofSeconds(10),
                Duration.ofSeconds(120),
                Duration.ZERO,
                Duration.ZERO));
    HealthSpec health = spec.health().orElseThrow();
    assertThat(health.policy()).isEqualTo(new SlidingWindow(5, 4, 4));
    assertThat(health.request().method()).isEqualTo("HEAD");
    assertThat(health.request().host()).isEmpty(); // The backend sends that host anyway.
    assertThat(health.request().headers()).isEqualTo(Map.of("Connection", "close"));
    assertThat(health.schedule().interval()).isEqualTo(Duration.ofSeconds(60));
    assertThat(health.schedule().timeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(carried.notes())
        .extracting(Object::toString)
        .containsExactly(
            "t.vcl:16:3: note: backend 'backend_name': " + SILENCE,
            "t.vcl:19:3: note: backend 'backend_name': .fetch_timeout: as timeout it also covers"
                + " connecting, waiting and all attempts",
            "t.vcl:27:3: note: backend 'backend_name': .bypass_local_route_table: left out: there is"
                + " no local routing");
  }

  @Test
  void generatedTextCarriesOver() {
    Carried carried = Vcl.read(Vcl.resource("generated.vcl"));

    assertThat(carried.backends().keySet()).containsExactly("autodirector_");
    BackendSpec spec = carried.backends().get("autodirector_");
    assertThat(spec.transport().origins())
        .isEqualTo(
            new Origins.Listed(
                List.of(
                    Origin.of("https://a.example.com").weight(100),
                    Origin.of("https://b.example.com").weight(50))));
    assertThat(spec.routing().balancing().by()).isEqualTo(new Balance.Random());
    assertThat(spec.transport().tls().sniHostname()).isEmpty();
    assertThat(spec.transport().tls().trust().certHostname()).isEmpty();
    assertThat(spec.exchange().host()).isEqualTo(Optional.empty());
    assertThat(spec.health().orElseThrow().dummy()).isTrue();
    assertThat(carried.notes())
        .extracting(note -> note.line() + " " + note.message())
        .containsExactly(
            "7 backend 'F_origin_a': an origin of 'autodirector_', and no backend of its own",
            "9 backend 'F_origin_a': " + SILENCE,
            "32 backend 'F_origin_b': an origin of 'autodirector_', and no backend of its own",
            "34 backend 'F_origin_b': " + SILENCE,
            "58 director 'autodirector_': .host_header of each member is its own host, which is sent"
                + " unless the caller names another",
            "68 skipped, as definitions hold backends and no code: 1 × acl, 1 × import, 2 × sub, 1"
                + " × table");
  }

  /** A semicolon is missing in the manual itself. */
  @Test
  void exampleWithoutItsSemicolonIsRefused_G15() {
    assertThat(Vcl.findings(Vcl.resource("my_backend.vcl")))
        .containsExactly(
            "t.vcl:2:28: error: .host: no ';' behind its value, but '.' at 3:3 (expected: ';')");
    assertThat(Vcl.only(Vcl.resource("my_backend_repaired.vcl")).health().orElseThrow().policy())
        .isEqualTo(new SlidingWindow(5, 3, 2));
  }

  @Test
  void examplesAreWrittenAsTheyWere() {
    for (String name : List.of("backend_name.vcl", "my_backend_repaired.vcl", "generated.vcl")) {
      Carried carried = Vcl.read(Vcl.resource(name));
      Written written = Vcl.DIALECT.write(carried);
      assertThat(Vcl.read(written.text()).backends()).isEqualTo(carried.backends());
      assertThat(written.notes()).isEmpty();
    }
  }
}
