package io.forebay.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EditsTest {
  private static final String NO_NAME =
      "not a header name (expected: letters, digits and !#$%&'*+-.^_`|~)";

  private static Edits.Builder edits() {
    return new Edits.Builder();
  }

  static Stream<Arguments> headerProblems() {
    return Stream.of(
        arguments(edits().remove("a b"), List.of("remove_request_headers: " + NO_NAME)),
        arguments(edits().set("", "1"), List.of("set_request_headers: " + NO_NAME)),
        arguments(edits().add("a:", "1"), List.of("add_request_headers: " + NO_NAME)),
        arguments(edits().set("a\r\nb", "1"), List.of("set_request_headers: " + NO_NAME)),
        arguments(edits().set("\u00e4", "1"), List.of("set_request_headers: " + NO_NAME)),
        // HDR-07
        arguments(
            edits().set("a", "1").set("A", "2"),
            List.of("set_request_headers: key in an attribute must be unique: 'a'")),
        arguments(
            edits().add("a", "1").add("A", "2"),
            List.of("add_request_headers: key in an attribute must be unique: 'a'")),
        arguments(
            edits().remove("{}").set("/", "1").set("B", "1").set("b", "2").add("@", "1"),
            List.of(
                "remove_request_headers: " + NO_NAME,
                "set_request_headers: " + NO_NAME,
                "set_request_headers: key in an attribute must be unique: 'b'",
                "add_request_headers: " + NO_NAME)));
  }

  @ParameterizedTest
  @MethodSource("headerProblems")
  void headersThatHttpCannotCarryAreFoundAllAtOnce(Edits.Builder edits, List<String> problems) {
    assertThat(edits.build().problems("request_headers")).isEqualTo(problems);
    assertThat(edits.build().problems("response_headers"))
        .isEqualTo(
            problems.stream().map(p -> p.replace("request_headers", "response_headers")).toList());
  }

  @Test
  void headersThatHttpCanCarryAreNoProblem() {
    Edits fine =
        edits()
            .remove("a", "A", "Cookie")
            .set("a", "1")
            .set("!#$%&'*+-.^_`|~09azAZ", "2")
            .add("A", "3")
            .build();

    assertThat(fine.problems("request_headers")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"query_params", "form_params"})
  void parametersHaveNoRules(String subject) {
    Edits odd =
        edits().remove("", "a b").set("a", "1").set("A", "2").add("\u00e4\r\n", "3").build();

    assertThat(odd.problems(subject)).isEmpty();
  }

  static Stream<Arguments> framing() {
    return Stream.of("Connection", "content-length", "TE", "Transfer-Encoding", "Upgrade")
        .flatMap(
            name ->
                Stream.of(
                    arguments("remove", edits().remove(name), name),
                    arguments("set", edits().set(name, "1"), name),
                    arguments("add", edits().add(name, "1"), name)));
  }

  @ParameterizedTest
  @MethodSource("framing")
  void whatFramesAMessageCannotBeEdited(String verb, Edits.Builder edits, String name) {
    String problem = "'" + name + "' frames the message and cannot be set or removed";

    assertThat(edits.build().problems("request_headers"))
        .containsExactly(verb + "_request_headers: " + problem);
    assertThat(edits.build().problems("response_headers"))
        .containsExactly(verb + "_response_headers: " + problem);
    assertThat(edits.build().problems("query_params")).isEmpty();
  }

  @Test
  void hostCannotBeEditedInARequest() {
    Edits host = edits().remove("host").set("Host", "a").add("HOST", "b").build();

    assertThat(host.problems("request_headers"))
        .containsExactly(
            "remove_request_headers: 'host' cannot be edited (expected: override_host or hostname)",
            "set_request_headers: 'Host' cannot be edited (expected: override_host or hostname)",
            "add_request_headers: 'HOST' cannot be edited (expected: override_host or hostname)");
    assertThat(host.problems("response_headers")).isEmpty();
    assertThat(host.problems("form_params")).isEmpty();
  }

  @Test
  void nameToRemoveMayDependOnTheCall() {
    Edits edits =
        edits()
            .remove(Value.template("{a}"), Value.template("x-{request.headers.b}"))
            .remove(Value.computed(call -> "c d"))
            .build();

    assertThat(edits.problems("request_headers")).isEmpty();
    assertThat(edits.variables()).containsExactly("a");
    assertThat(edits.remove()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"request_headers", "query_params", "form_params"})
  void whatShapesARequestCannotTellOfItsResponse(String subject) {
    Edits late =
        edits()
            .remove(Value.template("{backend_response.headers.a}"))
            .set("b", Value.of("1"), Value.template("{backend_request.path}"))
            .add("c", Value.template("s{backend_response.status}"))
            .build();

    assertThat(late.problems(subject))
        .containsExactly(
            subject + ": {backend_response.headers.a} is not known before the response",
            subject + ": {backend_request.path} is not known before the response",
            subject + ": s{backend_response.status} is not known before the response");
    assertThat(late.problems("response_headers")).isEmpty();
  }

  @Test
  void sameNameSetAgainReplacesAndAddedAgainAppends() {
    Edits edits = edits().set("a", "1").set("a", "2", "3").add("b", "1").add("b", "2", "3").build();

    assertThat(edits.set()).isEqualTo(Map.of("a", List.of(Value.of("2"), Value.of("3"))));
    assertThat(edits.add())
        .isEqualTo(Map.of("b", List.of(Value.of("1"), Value.of("2"), Value.of("3"))));
  }

  @Test
  void namesKeepTheirOrder() {
    Edits edits = edits().set("z", "1").set("a", "1").add("y", "1").add("b", "1").build();

    assertThat(edits.set().keySet()).containsExactly("z", "a");
    assertThat(edits.add().keySet()).containsExactly("y", "b");
  }

  @Test
  void laterChangesOfTheGivenCollectionsDoNotCount() {
    List<Value> values = new ArrayList<>(List.of(Value.of("1")));
    Map<String, List<Value>> map = new LinkedHashMap<>(Map.of("a", values));
    List<Value> names = new ArrayList<>(List.of(Value.of("c")));
    Edits edits = new Edits(names, map, map);
    names.add(Value.of("d"));
    values.add(Value.of("2"));
    map.put("b", List.of());

    assertThat(edits)
        .isEqualTo(
            new Edits(
                List.of(Value.of("c")),
                Map.of("a", List.of(Value.of("1"))),
                Map.of("a", List.of(Value.of("1")))));
  }

  @Test
  void buildersLaterEditsDoNotReachWhatItBuilt() {
    Edits.Builder builder = edits().add("a", "1");
    Edits built = builder.build();
    builder.add("a", "2").remove("b");

    assertThat(built).isEqualTo(edits().add("a", "1").build());
  }

  @Test
  void onlyWhatChangesNothingIsEmpty() {
    assertThat(Edits.NONE.isEmpty()).isTrue();
    assertThat(edits().build()).isEqualTo(Edits.NONE);
    assertThat(edits().remove("a").build().isEmpty()).isFalse();
    assertThat(edits().set("a", new String[0]).build().isEmpty()).isFalse();
    assertThat(edits().add("a", "").build().isEmpty()).isFalse();
  }
}
