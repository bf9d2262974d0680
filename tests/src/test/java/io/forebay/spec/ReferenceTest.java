package io.forebay.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.forebay.health.HealthOverride;
import io.forebay.health.HealthState;
import io.forebay.health.ProbeHistory;
import io.forebay.spec.FullCall.Answered;
import io.forebay.spec.FullCall.Asked;
import io.forebay.spec.FullCall.Headers;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {
  private static final CallView FULL =
      new FullCall(
          new Asked(
              "POST",
              "/a%20b",
              "x=1&y.z=2",
              Map.of("x", "1", "y.z", "2"),
              new Headers(Map.of("x-tenant", "acme", "x.y", "dotted"))),
          Optional.of(
              new Asked("PUT", "/v2/a", "q=9", Map.of("q", "9"), new Headers(Map.of("a", "sent")))),
          Optional.of(new Answered(503, new Headers(Map.of("content-type", "text/plain")))),
          new HealthState(
              HealthState.Status.UNHEALTHY,
              ProbeHistory.NONE.after(false),
              "unexpected text",
              HealthOverride.AUTO));

  static Stream<Arguments> names() {
    return Stream.of(
        arguments("request.method", "POST"),
        arguments("request.path", "/a%20b"),
        arguments("request.query", "x=1&y.z=2"),
        arguments("request.query.x", "1"),
        arguments("request.query.y.z", "2"),
        arguments("request.headers.x-tenant", "acme"),
        arguments("request.headers.X-Tenant", "acme"),
        arguments("request.headers.x.y", "dotted"),
        arguments("backend_request.method", "PUT"),
        arguments("backend_request.path", "/v2/a"),
        arguments("backend_request.query", "q=9"),
        arguments("backend_request.query.q", "9"),
        arguments("backend_request.headers.a", "sent"),
        arguments("backend_response.status", 503),
        arguments("backend_response.headers.Content-Type", "text/plain"),
        arguments("backend.name", "users"),
        arguments("backend.origin", "https://users.internal"),
        arguments("backend.health.healthy", false),
        arguments("backend.health.state", "unhealthy"),
        arguments("backend.health.error", "unexpected text"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyNameTellsItsPartOfTheCallWithItsType(String name, Object value) {
    Reference reference = Reference.of(name);

    assertThat(reference.value(FULL)).isEqualTo(value);
    assertThat(reference.name()).isEqualTo(name);
    assertThat(reference).hasToString("{" + name + "}");
    assertThat(Template.parse("{" + name + "}").parts()).containsExactly(reference);
  }

  @ParameterizedTest
  @MethodSource("names")
  void whatStandsAloneKeepsItsTypeAndIsTextAmongOthers(String name, Object value) {
    assertThat(Value.template("{" + name + "}").typed(FULL)).isEqualTo(value);
    assertThat(Value.template("{" + name + "}").resolve(FULL)).isEqualTo(value.toString());
    assertThat(Value.template("<{" + name + "}>").typed(FULL)).isEqualTo("<" + value + ">");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "request.query",
        "request.query.x",
        "request.headers.x-tenant",
        "backend_request.method",
        "backend_request.path",
        "backend_request.query",
        "backend_request.query.q",
        "backend_request.headers.a",
        "backend_response.status",
        "backend_response.headers.a",
        "backend.health.error"
      })
  void whatACallDoesNotHaveIsNoValueAloneAndEmptyAmongOthers(String name) {
    assertThat(Reference.of(name).value(FixedCall.NONE)).isNull();
    assertThat(Value.template("{" + name + "}").typed(FixedCall.NONE)).isNull();
    assertThat(Value.template("{" + name + "}").resolve(FixedCall.NONE)).isNull();
    assertThat(Value.template("a{" + name + "}b").typed(FixedCall.NONE)).isEqualTo("ab");
    assertThat(Value.template("{" + name + "}{" + name + "}").typed(FixedCall.NONE)).isEqualTo("");
  }

  @Test
  void healthIsToldBeforeTheFirstProbe() {
    assertThat(Reference.of("backend.health.healthy").value(FixedCall.NONE)).isEqualTo(true);
    assertThat(Reference.of("backend.health.state").value(FixedCall.NONE)).isEqualTo("healthy");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "request.",
        "request.nothing",
        "request.body",
        "request.Path",
        "request.headers",
        "request.headers.",
        "request.query.",
        "request.method.x",
        "request.path.x",
        "request.status",
        "backend_request.",
        "backend_request.status",
        "backend_response.",
        "backend_response.method",
        "backend_response.headers",
        "backend_response.headers.",
        "backend_response.status.x",
        "backend_response.query.x",
        "backend.",
        "backend.label",
        "backend.health",
        "backend.health.",
        "backend.health.failures",
      })
  void reservedNameThatMeansNothingIsRefused(String name) {
    String message = "{" + name + "} is not known (expected: such as {";

    assertThat(Reference.reserved(name)).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reference.of(name))
        .withMessageStartingWith(message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Value.template("a{" + name + "}b"))
        .withMessageStartingWith(message);
  }

  /** What is offered in its place is known. */
  @ParameterizedTest
  @CsvSource({
    "request.x, 3",
    "backend_request.x, 3",
    "backend_response.x, 2",
    "backend.x, 3",
  })
  void refusalOffersNamesThatAreKnown(String name, int offered) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reference.of(name))
        .satisfies(
            e -> {
              String offer = e.getMessage().substring(e.getMessage().indexOf('('));
              assertThat(Template.parse(offer).parts())
                  .filteredOn(Reference.class::isInstance)
                  .hasSize(offered);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"request", "backend", "requests.path", "Request.path", "my.request.path", "x"})
  void otherNamesAreVariables(String name) {
    assertThat(Reference.reserved(name)).isFalse();
    assertThat(Template.parse("{" + name + "}").parts())
        .containsExactly(new Template.Variable(name));
    assertThatIllegalArgumentException().isThrownBy(() -> Reference.of(name));
  }

  @ParameterizedTest
  @CsvSource({
    "request.path, false",
    "request.headers.backend_response.status, false",
    "backend.health.healthy, false",
    "backend_request.method, true",
    "backend_response.status, true",
  })
  void onlyWhatIsKnownAfterwardsNeedsTheResponse(String name, boolean needs) {
    assertThat(Reference.of(name).needsResponse()).isEqualTo(needs);
    assertThat(Value.template("a{" + name + "}").needsResponse()).isEqualTo(needs);
  }

  @Test
  void referenceIsNeitherAVariableNorConstant() {
    Value value = Value.template("{request.path}{x}");

    assertThat(value.variables()).containsExactly("x");
    assertThat(Value.template("{request.path}").constant()).isFalse();
    assertThat(Reference.of("request.path"))
        .isEqualTo(Reference.of("request.path"))
        .hasSameHashCodeAs(Reference.of("request.path"))
        .isNotEqualTo(Reference.of("request.method"));
  }
}
