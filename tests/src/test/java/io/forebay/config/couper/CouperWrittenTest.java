package io.forebay.config.couper;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.config.NamedRefinement;
import io.forebay.config.internal.couper.CouperDialect;
import io.forebay.config.internal.dialect.Carried;
import io.forebay.config.internal.dialect.Written;
import io.forebay.spec.AdaptiveSpec;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.ClientIdentity;
import io.forebay.spec.Credentials;
import io.forebay.spec.EditPlan;
import io.forebay.spec.Edits;
import io.forebay.spec.ExchangeAttribute;
import io.forebay.spec.ExchangeSpec;
import io.forebay.spec.Limits;
import io.forebay.spec.Material;
import io.forebay.spec.Origin;
import io.forebay.spec.ProxySpec;
import io.forebay.spec.Refinement;
import io.forebay.spec.Throttle;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TransportSpec;
import io.forebay.spec.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is written, and what is only noted. */
class CouperWrittenTest {
  private static final TransportSpec TRANSPORT = TransportSpec.of(Origin.of("https://o"));

  private static Written written(TransportSpec transport, ExchangeSpec exchange) {
    BackendSpec spec = new BackendSpec("x.y", transport, exchange, Optional.empty());
    return new CouperDialect().write(new Carried(Map.of("x.y", spec), Map.of(), List.of()));
  }

  @Test
  void whatIsReadIsWrittenCanonically() {
    Carried read = Couper.read(Couper.resource("attributes.hcl"));
    Written written = new CouperDialect().write(read);
    assertThat(written.notes()).isEmpty();
    Carried again = Couper.read(written.text());
    assertThat(again.backends()).isEqualTo(read.backends());
    assertThat(again.refinements()).isEqualTo(read.refinements());
    assertThat(new CouperDialect().write(again)).isEqualTo(written);
  }

  @Test
  void ourDefaultsAreNotedWhereCouperHasNoSuchLimit() {
    Written written = written(TRANSPORT, ExchangeSpec.DEFAULT);
    assertThat(written.text())
        .isEqualTo(
            """
            settings {
              no_proxy_from_env = true
            }

            definitions {
              backend "x_y" {
                origin = "https://o"
                max_connections = 100
              }
            }
            """);
    assertThat(written.notes())
        .containsExactly(
            "x.y: label: becomes 'x_y'",
            "x.y: permit_timeout: left out, as Couper has no such attribute",
            "x.y: between_bytes_timeout: left out, as Couper has no such attribute");
  }

  @Test
  void secretsOfUnknownOriginAreNeverWritten() {
    Edits edits = new Edits.Builder().set("a", Value.secret("s3cr3t"), Value.of("b")).build();
    ProxySpec proxy = ProxySpec.of("http://u:s3cr3t@proxy:1");
    TlsSpec tls =
        TlsSpec.DEFAULT.withIdentity(
            Optional.of(
                new ClientIdentity(
                    Material.inline("certificate"),
                    Optional.of(Material.inline("s3cr3t")),
                    Optional.empty())));
    ExchangeSpec exchange =
        ExchangeSpec.DEFAULT
            .withEdits(EditPlan.NONE.withRequestHeaders(edits))
            .withBasicAuth(Optional.of(Credentials.referenced("s3cr3t", "${file:/run/login}")));
    Written written = written(TRANSPORT.withProxy(proxy).withTls(tls), exchange);
    assertThat(written.text())
        .doesNotContain("s3cr3t")
        .contains("set_request_headers = { a = \"b\" }");
    assertThat(written.notes())
        .anySatisfy(note -> assertThat(note).startsWith("x.y: set_request_headers.a: left out"))
        .anySatisfy(note -> assertThat(note).startsWith("x.y: basic_auth: left out"))
        .anySatisfy(note -> assertThat(note).startsWith("x.y: proxy: left out"))
        .anySatisfy(note -> assertThat(note).startsWith("x.y: tls.client_private_key: left out"))
        .noneSatisfy(note -> assertThat(note).contains("s3cr3t"));
  }

  @Test
  void whatIsComputedIsNoted() {
    Edits edits = new Edits.Builder().set("a", Value.computed(call -> 1)).build();
    Written written =
        written(TRANSPORT, ExchangeSpec.DEFAULT.withEdits(EditPlan.NONE.withQueryParams(edits)));
    assertThat(written.notes()).contains("x.y: set_query_params.a: left out: computed in Java");
  }

  @Test
  void aRefinementOfARefinementIsWrittenWhole() {
    Map<String, NamedRefinement> refinements = new LinkedHashMap<>();
    Refinement path = Refinement.NONE.with(ExchangeAttribute.PATH, Optional.of(Value.of("/a")));
    Refinement none = Refinement.NONE.with(ExchangeAttribute.USE_WHEN_UNHEALTHY, true);
    refinements.put("b", new NamedRefinement("x", path));
    refinements.put("c", new NamedRefinement("b", none));
    Carried read = new Carried(Couper.read(Couper.defining("")).backends(), refinements, List.of());
    Written written = new CouperDialect().write(read);
    Carried again = Couper.read(written.text());
    assertThat(again.refinements().get("c")).isEqualTo(new NamedRefinement("x", path.then(none)));
    assertThat(written.notes()).hasSize(1);
  }

  @Test
  void limitsThatCouperHasNotAreNoted() {
    BackendSpec spec =
        Couper.backend("throttle {\n period = \"1m\"\n per_period = 6\n mode = \"block\" }");
    Limits limits =
        spec.limits()
            .withThrottles(List.of(spec.limits().throttles().get(0), Throttle.rate(1, 1)))
            .withMaxConcurrent(5)
            .withAdaptive(Optional.of(AdaptiveSpec.DEFAULT));
    Written written =
        new CouperDialect()
            .write(new Carried(Map.of("x", spec.withLimits(limits)), Map.of(), List.of()));
    assertThat(Couper.read(written.text()).backends().get("x").limits()).isEqualTo(spec.limits());
    assertThat(written.notes())
        .containsExactlyInAnyOrder(
            "x: throttle.rate: left out, as Couper has no such attribute",
            "x: max_concurrent: left out, as Couper has no such attribute",
            "x: adaptive_concurrency: left out, as Couper has no such attribute");
  }
}
