package io.forebay.spec;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.Backend;
import io.forebay.BackendRequest;
import io.forebay.ExchangeReport;
import io.forebay.ManagedBackend;
import io.forebay.testing.Behaviour;
import io.forebay.testing.MisbehavingOrigin;
import io.forebay.testing.ReceivedRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import okhttp3.Headers;
import okhttp3.Response;

/** Refining one call sends what a refined backend sends, and gives back what it gives back. */
@PropertyDefaults(tries = 150)
class RefinedRequestTest {
  private static MisbehavingOrigin origin;

  @BeforeContainer
  static void open() {
    origin = MisbehavingOrigin.start().respond(Behaviour.status(200, "hello", "abc: 1", "a: 2"));
  }

  @AfterContainer
  static void close() {
    origin.close();
  }

  /** What the origin saw and what the caller got. */
  private record Exchanged(
      String failure,
      List<Object> seen,
      int status,
      Headers headers,
      String body,
      List<String> warnings) {}

  @Property
  void refiningOneCallIsCallingARefinedBackend(
      @ForAll("specs") ExchangeSpec base, @ForAll("refinements") Refinement refinement) {
    try (ManagedBackend backend = open(base)) {
      Exchanged once = exchanged(backend.post("/{c}/x?a=1&abc=2").refine(refinement));
      Exchanged always = exchanged(backend.refine(refinement).post("/{c}/x?a=1&abc=2"));

      assertThat(once).isEqualTo(always);
      assertThat(backend.stats().leased()).isZero();
    }
  }

  @Property
  void refiningACallTwiceIsRefiningItOnceWithTheMerge(
      @ForAll("specs") ExchangeSpec base,
      @ForAll("refinements") Refinement first,
      @ForAll("refinements") Refinement second) {
    try (ManagedBackend backend = open(base)) {
      Exchanged twice = exchanged(backend.refine(first).post("/x?a=1").refine(second));
      Exchanged merged = exchanged(backend.post("/x?a=1").refine(first).refine(second));

      assertThat(twice).isEqualTo(merged);
      assertThat(merged).isEqualTo(exchanged(backend.refine(first.then(second)).post("/x?a=1")));
    }
  }

  @Property(tries = 100)
  void refiningACallWithNothingChangesNothing(@ForAll("specs") ExchangeSpec base) {
    try (ManagedBackend backend = open(base)) {
      assertThat(exchanged(backend.post("/x").refine(Refinement.NONE)))
          .isEqualTo(exchanged(backend.post("/x")));
    }
  }

  private static ManagedBackend open(ExchangeSpec exchange) {
    return Backend.open(
        new BackendSpec(
            "users", TransportSpec.of(Origin.of(origin.url())), exchange, Optional.empty()));
  }

  private static Exchanged exchanged(BackendRequest request) {
    for (String a : List.of("", "a", "b", "c")) {
      for (String b : List.of("", "a", "b", "c")) {
        for (String c : List.of("a", "b", "c")) {
          request.with(a + b + c, a + "/" + b + c);
        }
      }
    }
    request.header("a", "1").addHeader("A", "2").header("cb", "3");
    request.body("application/x-www-form-urlencoded", "a=1&b=2&abc=3");
    int before = origin.requestCount();
    try (Response response = request.send()) {
      String body = response.body().string();
      List<String> warnings = ExchangeReport.of(response).orElseThrow().warnings();
      return new Exchanged("", seen(before), response.code(), response.headers(), body, warnings);
    } catch (IOException e) {
      return new Exchanged(e.getMessage(), seen(before), 0, Headers.of(), "", List.of());
    }
  }

  /** Everything that arrived since; it is counted before it is answered. */
  private static List<Object> seen(int before) {
    List<Object> seen = new ArrayList<>();
    for (int i = before; i < origin.requestCount(); i++) {
      ReceivedRequest request = origin.takeRequest(ofSeconds(10));
      seen.add(List.of(request.method(), request.target(), request.headers(), request.bodyText()));
    }
    return seen;
  }

  /** Limits that anybody can keep, so that no exchange depends on how busy the machine is. */
  private static ExchangeSpec patient(ExchangeSpec spec) {
    return spec.withTimeouts(Timeouts.DEFAULT).withBody(BodySpec.DEFAULT);
  }

  @Provide
  Arbitrary<ExchangeSpec> specs() {
    return ExchangeArbitraries.specs().map(RefinedRequestTest::patient);
  }

  @Provide
  Arbitrary<Refinement> refinements() {
    return ExchangeArbitraries.refinements()
        .map(refinement -> refinement.then(patience(refinement)));
  }

  private static Refinement patience(Refinement refinement) {
    Refinement patient = Refinement.NONE;
    for (ExchangeAttribute<?> attribute : refinement.attributes()) {
      patient = withDefault(patient, attribute);
    }
    return patient;
  }

  private static <T> Refinement withDefault(Refinement patient, ExchangeAttribute<T> attribute) {
    boolean hurries =
        attribute.key().endsWith("timeout") || attribute == ExchangeAttribute.MAX_RESPONSE_BYTES;
    return hurries ? patient.with(attribute, attribute.of(ExchangeSpec.DEFAULT)) : patient;
  }
}
