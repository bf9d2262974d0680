package io.forebay.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.forebay.spec.Edits;
import io.forebay.spec.FixedCall;
import io.forebay.spec.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EditValuesTest {
  private static final Value MISSING = Value.computed(call -> null);

  private static Value returning(Object value) {
    return Value.computed(call -> value);
  }

  private static List<Object> list(Object... elements) {
    return Arrays.asList(elements);
  }

  static Stream<Arguments> values() {
    return Stream.of(
        arguments("text", List.of(Value.of("a")), List.of("a")),
        arguments("empty text", List.of(Value.of("")), List.of("")),
        arguments("truth", List.of(Value.of(true)), List.of("true")),
        arguments("number", List.of(Value.of(new BigDecimal("1.5e3"))), List.of("1500")),
        arguments("several", List.of(Value.of("b"), Value.of("a")), List.of("b", "a")),
        arguments("no value", List.of(MISSING), null),
        arguments("no value twice", List.of(MISSING, MISSING), null),
        arguments("some value", List.of(MISSING, Value.of("a"), MISSING), List.of("a")),
        arguments("empty list given", List.of(), List.of()),
        arguments("empty list computed", List.of(returning(List.of())), List.of()),
        arguments("empty list and no value", List.of(MISSING, returning(List.of())), List.of()),
        arguments("list", List.of(returning(List.of("b", 1, false))), List.of("b", "1", "false")),
        arguments("set", List.of(returning(Set.of("b"))), List.of("b")),
        arguments("list with nulls", List.of(returning(list("a", null, "b"))), List.of("a", "b")),
        arguments("list of nulls", List.of(returning(list(null, null))), List.of()),
        arguments(
            "nested", List.of(returning(list("a", list("b"), Map.of("c", "d")))), List.of("a")),
        arguments("object", List.of(returning(Map.of("c", "d"))), List.of()),
        arguments("empty object", List.of(returning(Map.of())), List.of()),
        arguments(
            "lists between",
            List.of(Value.of("a"), returning(list("b", 2))),
            List.of("a", "b", "2")),
        arguments("line ends", List.of(Value.of("\ra\r\nb\nc\0")), List.of("abc")),
        arguments("line ends in a list", List.of(returning(list("a\nb"))), List.of("ab")),
        arguments("only line ends", List.of(Value.of("\r\n\0")), List.of("")),
        arguments("other controls", List.of(Value.of("a\tb\u0001")), List.of("a\tb\u0001")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("values")
  void valuesBecomeTexts(String what, List<Value> values, List<String> texts) {
    assertThat(EditValues.of(values, FixedCall.NONE)).isEqualTo(texts);
  }

  static Stream<Arguments> names() {
    return Stream.of(
        arguments("constants", List.of(Value.of("a"), Value.of("B")), List.of("a", "B")),
        arguments("none", List.of(MISSING), List.of()),
        arguments("nothing given", List.of(), List.of()),
        arguments("number", List.of(Value.of(1)), List.of("1")),
        arguments("list", List.of(returning(list("a", null, list("b"), 1))), List.of("a", "1")),
        arguments("empty text", List.of(Value.of("a"), Value.template("{v}")), List.of("a")),
        arguments("as it stands", List.of(Value.of("a\r\nb")), List.of("a\r\nb")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void namesToRemoveAreComputedToo(String what, List<Value> names, List<String> texts) {
    assertThat(EditValues.names(names, FixedCall.with("v", ""))).isEqualTo(texts);
  }

  static Stream<Arguments> tables() {
    return Stream.of(
        arguments("remove", edits().remove("a", "z"), "a=1&a=2&b=3", "b=3"),
        arguments("remove none", edits().remove(MISSING), "a=1", "a=1"),
        arguments("remove several", edits().remove(returning(list("a", "b"))), "a=1&b=2", ""),
        arguments("remove an empty name", edits().remove(""), "=1&b=2", "b=2"),
        arguments("names have a case", edits().remove("A"), "a=1", "a=1"),
        arguments("set", edits().set("a", "3"), "a=1&a=2", "a=3"),
        arguments("set several", edits().set("a", returning(list(3, 4))), "a=1", "a=3&a=4"),
        arguments("set to no value keeps", edits().set("a", MISSING), "a=1&a=2", "a=1&a=2"),
        arguments("set to none takes away", edits().set("a", new Value[0]), "a=1&b=2", "b=2"),
        arguments("set to an empty list", edits().set("a", returning(list())), "a=1&b=2", "b=2"),
        arguments("add", edits().add("a", "2"), "a=1", "a=1&a=2"),
        arguments("add no value", edits().add("a", MISSING), "b=1", "b=1"),
        arguments("add none", edits().add("a", new Value[0]), "b=1", "b=1"),
        arguments("add new", edits().add("a", "1", "2"), "", "a=1&a=2"),
        arguments("in order", edits().add("a", "3").set("a", "2").remove("a"), "a=1", "a=2&a=3"));
  }

  private static Edits.Builder edits() {
    return new Edits.Builder();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tables")
  void parametersAreEdited(String what, Edits.Builder edits, String given, String expected) {
    Map<String, List<String>> params = params(given);

    EditValues.edit(params, edits.build(), FixedCall.NONE);

    assertThat(params).isEqualTo(params(expected));
  }

  private static Map<String, List<String>> params(String pairs) {
    Map<String, List<String>> params = new TreeMap<>();
    for (String pair : pairs.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals >= 0) {
        params
            .computeIfAbsent(pair.substring(0, equals), any -> new ArrayList<>())
            .add(pair.substring(equals + 1));
      }
    }
    return params;
  }

  /** An edit is shared by all calls. */
  @Test
  void editingTwiceAddsTwiceToEachCallsOwn() {
    Edits edits = edits().set("a", "1").add("a", "2").build();
    for (int call = 0; call < 2; call++) {
      Map<String, List<String>> params = new TreeMap<>();
      EditValues.edit(params, edits, FixedCall.NONE);

      assertThat(params).isEqualTo(Map.of("a", List.of("1", "2")));
    }
  }
}
