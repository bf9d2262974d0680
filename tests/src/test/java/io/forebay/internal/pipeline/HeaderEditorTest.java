package io.forebay.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.forebay.spec.Edits;
import io.forebay.spec.FixedCall;
import io.forebay.spec.UnboundVariableException;
import io.forebay.spec.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderEditorTest {
  private static final Value MISSING = Value.computed(call -> null);

  private static Edits.Builder edits() {
    return new Edits.Builder();
  }

  private static Headers edited(Edits.Builder edits, Headers headers) {
    return HeaderEditor.ofRequests(edits.build()).edit(headers, FixedCall.NONE);
  }

  static Stream<Arguments> tables() {
    return Stream.of(
        arguments("HDR-03", edits().set("foo", "1").add("foo", "4"), "", "foo: 1|foo: 4"),
        arguments(
            "names have no case", edits().remove("COOKIE"), "Cookie: a|cookie: b|B: 1", "B: 1"),
        arguments("set replaces all", edits().set("a", "3"), "A: 1|B: 1|a: 2", "B: 1|a: 3"),
        arguments("set to several", edits().set("a", "3", "4"), "A: 1", "a: 3|a: 4"),
        arguments("set to none takes away", edits().set("a", new Value[0]), "A: 1|B: 1", "B: 1"),
        arguments("add to the client's", edits().add("A", "2"), "a: 1|b: 1", "a: 1|b: 1|A: 2"),
        arguments("add of none", edits().add("a", new Value[0]), "a: 1", "a: 1"),
        arguments("no value keeps", edits().set("a", MISSING), "a: 1", "a: 1"),
        arguments("no value adds nothing", edits().add("a", MISSING), "a: 1", "a: 1"),
        arguments("some value sets", edits().set("a", MISSING, Value.of("2")), "a: 1", "a: 2"),
        arguments("removed, then set", edits().set("a", "2").remove("a"), "a: 1", "a: 2"),
        arguments("empty value", edits().set("a", ""), "a: 1", "a: "),
        arguments("value of any script", edits().set("a", "\u00e4\u20ac"), "", "a: \u00e4\u20ac"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tables")
  void headersAreEdited(String what, Edits.Builder edits, String given, String expected) {
    assertThat(lines(edited(edits, headers(given)))).as(what).isEqualTo(expected);
  }

  private static Headers headers(String lines) {
    Headers.Builder headers = new Headers.Builder();
    for (String line : lines.split("\\|", -1)) {
      if (!line.isEmpty()) {
        headers.add(line);
      }
    }
    return headers.build();
  }

  private static String lines(Headers headers) {
    List<String> lines = new ArrayList<>();
    headers.forEach(header -> lines.add(header.getFirst() + ": " + header.getSecond()));
    return String.join("|", lines);
  }

  /** HDR-01. */
  @Test
  void everyKindOfEditHasItsEffect() {
    Edits.Builder edits =
        edits()
            .remove("aeb_del", "CaseIns", "xyz")
            .set("aeb_string", "str")
            .set("aeb_multi", "str1", "str2")
            .set("aeb_a_and_b", "A&B")
            .set("aeb_noop", MISSING)
            .set("aeb_null", MISSING)
            .set("aeb_empty", "")
            .set("xxx", "aaa", "bbb")
            .set("aeb", "aeb")
            .add("aeb_string", "str")
            .add("aeb_multi", "str3", "str4")
            .add("aeb_a_and_b", "A&B")
            .add("aeb_noop", MISSING)
            .add("aeb_null", MISSING)
            .add("aeb_empty", "")
            .add("aeb", "aeb");

    Headers sent =
        edited(edits, Headers.of("Aeb_del", "1", "CASEINS", "1", "Xyz", "1", "XXX", "zzz"));

    Map<String, List<String>> expected = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    expected.put("Aeb", List.of("aeb", "aeb"));
    expected.put("Aeb_a_and_b", List.of("A&B", "A&B"));
    expected.put("Aeb_empty", List.of("", ""));
    expected.put("Aeb_multi", List.of("str1", "str2", "str3", "str4"));
    expected.put("Aeb_string", List.of("str", "str"));
    expected.put("Xxx", List.of("aaa", "bbb"));
    assertThat(sent.toMultimap()).containsExactlyInAnyOrderEntriesOf(expected);
  }

  /** HDR-04; values are texts here, whatever they were in a file. */
  @Test
  void listsAreSetAndAddedInOrder() {
    Headers sent =
        edited(
            edits().set("Ba", "true", "false").set("S", "str").add("Na2", "3", "4"), Headers.of());

    assertThat(lines(sent)).isEqualTo("Ba: true|Ba: false|S: str|Na2: 3|Na2: 4");
  }

  static Stream<Arguments> lineEnds() {
    return Stream.of(
        arguments("safe-value", "safe-value"),
        arguments("value\rwith-cr", "valuewith-cr"),
        arguments("value\nwith-lf", "valuewith-lf"),
        arguments("value\r\nInjected: true", "valueInjected: true"),
        arguments("value\0with-null", "valuewith-null"),
        arguments("\r\n\0all-removed\r\n", "all-removed"),
        arguments("", ""));
  }

  /** HDR-05, for constants, variables and functions alike. */
  @ParameterizedTest
  @MethodSource("lineEnds")
  void lineEndsNeverReachTheWire(String value, String sent) {
    for (Value given :
        List.of(Value.of(value), Value.template("{v}"), Value.computed(call -> value))) {
      for (Edits edits :
          List.of(edits().set("x-test", given).build(), edits().add("x-test", given).build())) {
        Headers headers =
            HeaderEditor.ofRequests(edits).edit(Headers.of(), FixedCall.with("v", value));

        assertThat(headers.size()).isOne();
        assertThat(headers.get("x-test")).isEqualTo(sent);
      }
    }
  }

  @Property
  void noValueOfAnyKindEndsItsLine(@ForAll String value) {
    Headers headers = edited(edits().set("a", value).add("a", value), Headers.of("b", "1"));

    assertThat(headers.values("a")).hasSize(2);
    assertThat(headers.size()).isEqualTo(3);
    assertThat(headers.get("a")).doesNotContain("\r", "\n", "\0");
    assertThat(value.replaceAll("[\r\n\0]", "")).contains(headers.get("a")); // OkHttp trims.
  }

  @Property
  void withoutEditsEveryHeaderStaysAsItIs(@ForAll("headers") Headers headers) {
    HeaderEditor editor = HeaderEditor.ofRequests(Edits.NONE);

    assertThat(editor.changesNothing()).isTrue();
    assertThat(editor.edit(headers, FixedCall.NONE)).isEqualTo(headers);
  }

  @Property
  void headersThatNoEditNamesStayInOrder(@ForAll("headers") Headers headers) {
    Headers edited = edited(edits().remove("a").set("b", "1").add("z", "1"), headers);

    assertThat(without(edited, "a", "b", "z")).isEqualTo(without(headers, "a", "b"));
    assertThat(edited.values("a")).isEmpty();
    assertThat(edited.values("b")).containsExactly("1");
  }

  private static Headers without(Headers headers, String... names) {
    Headers.Builder less = headers.newBuilder();
    for (String name : names) {
      less.removeAll(name);
    }
    return less.build();
  }

  @Provide
  Arbitrary<Headers> headers() {
    Arbitrary<String> lines =
        Arbitraries.of("a: 1", "A: 2", "b: 3", "B: 4", "c: 5", "D: 6", "c: 7");
    return lines.list().ofMaxSize(6).map(list -> headers(String.join("|", list)));
  }

  @Property
  void nameThatIsNoneIsRefusedInNoOtherWay(@ForAll String name, @ForAll String value) {
    Edits edits = edits().remove(name).set(name, value).add(name, value).build();
    try {
      assertThat(
              HeaderEditor.ofRequests(edits)
                  .edit(Headers.of("a", "1"), FixedCall.NONE)
                  .values(name))
          .hasSize(2);
    } catch (IllegalArgumentException refused) {
      assertThat(edits.problems("request_headers")).isNotEmpty();
    }
  }

  @Test
  void nameToRemoveMayDependOnTheCall() {
    Edits edits =
        edits()
            .remove(Value.template("X-{v}"), Value.computed(call -> List.of("a", "B")))
            .remove(MISSING, Value.template("{request.headers.none}"), Value.template("{empty}"))
            .build();
    FixedCall call = new FixedCall(Map.of("v", "One", "empty", ""), Map.of());

    Headers left =
        HeaderEditor.ofRequests(edits).edit(headers("x-one: 1|X-Two: 2|A: 3|b: 4|C: 5"), call);

    assertThat(lines(left)).isEqualTo("X-Two: 2|C: 5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length", "transfer-encoding", "Connection", "a b", "a\r\nb"})
  void computedNameThatCannotBeRemovedIsRefused(String name) {
    Edits edits = edits().remove(Value.template("{v}")).build();
    FixedCall call = FixedCall.with("v", name);
    for (HeaderEditor editor :
        List.of(HeaderEditor.ofRequests(edits), HeaderEditor.ofResponses(edits))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> editor.edit(headers("A: 1"), call))
          .withMessageStartingWith("header to remove: ");
    }
  }

  @Test
  void hostCannotBeRemovedFromARequest() {
    Edits edits = edits().remove(Value.computed(call -> "host")).build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> HeaderEditor.ofRequests(edits).edit(headers("A: 1"), FixedCall.NONE))
        .withMessage(
            "header to remove: 'host' cannot be edited (expected: override_host or hostname)");
    assertThat(lines(HeaderEditor.ofResponses(edits).edit(headers("Host: a|A: 1"), FixedCall.NONE)))
        .isEqualTo("A: 1");
  }

  @Test
  void headerIsTouchedIfAnEditMayChangeIt() {
    for (Edits.Builder touching :
        List.of(
            edits().remove("content-type"),
            edits().remove(MISSING),
            edits().set("CONTENT-TYPE", "a"),
            edits().add("Content-Type", "a"))) {
      assertThat(HeaderEditor.ofRequests(touching.build()).touches("Content-Type")).isTrue();
    }
    assertThat(
            HeaderEditor.ofRequests(edits().remove("a").set("b", "1").add("c", "2").build())
                .touches("Content-Type"))
        .isFalse();
  }

  @Test
  void unboundVariableIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> edited(edits().set("a", Value.template("{v}")), Headers.of()))
        .isInstanceOf(UnboundVariableException.class);
  }

  @Test
  void descriptionTellsNamesButNoValues() {
    Edits edits =
        edits().remove("Cookie").set("A", "one").set("B", "two").add("C", "three").build();

    assertThat(HeaderEditor.describe(edits)).isEqualTo("remove [Cookie], set [A, B], add [C]");
    assertThat(HeaderEditor.describe(Edits.NONE)).isEmpty();
  }
}
