package io.forebay.internal.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.forebay.spec.Edits;
import io.forebay.spec.FixedCall;
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
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class QueryEditorTest {
  private static final Value MISSING = Value.computed(call -> null);

  private static Edits.Builder edits() {
    return new Edits.Builder();
  }

  private static String edited(Edits.Builder edits, String query) {
    return new QueryEditor(edits.build()).edit(query, FixedCall.NONE);
  }

  static Stream<Arguments> tables() {
    return Stream.of(
        arguments(
            "QRY-02",
            edits().set("space", "a b+c"),
            "a=a%20a&x=x+x",
            "a=a%20a&space=a%20b%2Bc&x=x%2Bx"),
        arguments("QRY-03", edits().set("def", "def"), "ae=ae", "ae=ae&def=def"),
        arguments("QRY-05", edits().set("test", "pest"), null, "test=pest"),
        arguments("QRY-07", edits().add("bar", "4"), "bar=3", "bar=3&bar=4"),
        arguments(
            "RUN-05",
            edits().remove("none"),
            "z=1&a=b%20c&p=x+y&e=&f&%zz=1&m=1;n=2",
            "a=b%20c&e=&f=&p=x%2By&z=1"),
        arguments("RUN-06", edits().set("el", new Value[0]), "el=1&a=1", "a=1"),
        arguments("nothing is left", edits().remove("a"), "a=1&a=2", null),
        arguments("nothing was there", edits().remove("a"), null, null),
        arguments("empty query", edits().remove("a"), "", null),
        arguments("names have a case", edits().remove("a"), "A=1&a=2", "A=1"),
        arguments("encoded name", edits().remove("a b"), "a%20b=1&c=2", "c=2"),
        arguments("removed, then set", edits().remove("a").set("a", "2"), "a=1", "a=2"),
        arguments("set, then added", edits().set("a", "2").add("a", "3"), "a=1", "a=2&a=3"),
        arguments("removed, then added", edits().remove("a").add("a", "3"), "a=1&b=2", "a=3&b=2"),
        arguments("no value keeps", edits().set("a", MISSING), "a=1", "a=1"),
        arguments("no value adds nothing", edits().add("a", MISSING), "b=1", "b=1"),
        arguments("empty value", edits().set("a", "").add("a", ""), null, "a=&a="),
        arguments("empty name", edits().set("", "1"), "=0", "=1"),
        arguments("only separators", edits().set("a", "1"), "&&&", "a=1"),
        arguments("equals in value", edits().remove("x"), "a=b=c", "a=b%3Dc"),
        arguments("line ends (Couper)", edits().set("a", "1\r\n2\0"), null, "a=12"),
        arguments(
            "broken pairs", edits().remove("x"), "%=1&a=%&b=%C3&c=%ff&d=%2&e=1&;=1&f=;", "e=1"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tables")
  void queryIsEdited(String what, Edits.Builder edits, String query, String expected) {
    assertThat(edited(edits, query)).as(what).isEqualTo(expected);
  }

  /** QRY-01. */
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
            .set("aeb", Value.computed(call -> call.header("aeb").orElse(null)))
            .add("aeb_string", "str")
            .add("aeb_multi", "str3", "str4")
            .add("aeb_a_and_b", "A&B")
            .add("aeb_noop", MISSING)
            .add("aeb_null", MISSING)
            .add("aeb_empty", "")
            .add("aeb", Value.computed(call -> call.header("aeb").orElse(null)));

    String query =
        new QueryEditor(edits.build())
            .edit(
                "a=b%20c&aeb_del=1&CaseIns=1&caseIns=1&def_del=1&xyz=123&xxx=zzz&xxx=ccc",
                FixedCall.withHeader("aeb", "aeb"));

    Map<String, List<String>> expected = new TreeMap<>();
    expected.put("a", List.of("b c"));
    expected.put("aeb", List.of("aeb", "aeb"));
    expected.put("aeb_a_and_b", List.of("A&B", "A&B"));
    expected.put("aeb_empty", List.of("", ""));
    expected.put("aeb_multi", List.of("str1", "str2", "str3", "str4"));
    expected.put("aeb_string", List.of("str", "str"));
    expected.put("caseIns", List.of("1"));
    expected.put("def_del", List.of("1"));
    expected.put("xxx", List.of("aaa", "bbb"));
    assertThat(parsed(query)).isEqualTo(expected);
  }

  /** QRY-08; values are texts here, whatever they were in a file. */
  @Test
  void listsAreSetAndAddedInOrder() {
    Edits.Builder edits =
        edits()
            .set("B", "true")
            .set("Ba", "true", "false")
            .set("Na", "1", "2")
            .add("B2", "false")
            .add("Ba2", "false", "true")
            .add("Sa2", "s3", "s4");

    assertThat(edited(edits, null))
        .isEqualTo("B=true&B2=false&Ba=true&Ba=false&Ba2=false&Ba2=true&Na=1&Na=2&Sa2=s3&Sa2=s4");
  }

  @Test
  void variableIsEncodedInsideOneValue() {
    Edits edits = edits().set("a", Value.template("x{v}")).build();

    assertThat(new QueryEditor(edits).edit("b=1", FixedCall.with("v", "&b=2#%+ ")))
        .isEqualTo("a=x%26b%3D2%23%25%2B%20&b=1");
  }

  @Test
  void withoutEditsNothingIsToBeDone() {
    assertThat(new QueryEditor(Edits.NONE).changesNothing()).isTrue();
    assertThat(new QueryEditor(edits().remove("a").build()).changesNothing()).isFalse();
  }

  @Property
  void editedQueryIsTheExpectedMultimap(
      @ForAll("params") Map<String, List<String>> given,
      @ForAll("names") List<String> remove,
      @ForAll("params") Map<String, List<String>> set,
      @ForAll("params") Map<String, List<String>> add,
      @ForAll boolean lowerCaseEscapes) {
    Map<String, List<String>> expected = new TreeMap<>(given);
    remove.forEach(expected::remove);
    expected.putAll(set);
    add.forEach(
        (name, values) ->
            expected.merge(
                name, values, (old, more) -> Stream.concat(old.stream(), more.stream()).toList()));
    expected.values().removeIf(List::isEmpty);

    String query =
        new QueryEditor(
                new Edits(remove.stream().map(Value::of).toList(), constants(set), constants(add)))
            .edit(written(given, lowerCaseEscapes), FixedCall.NONE);

    if (remove.isEmpty() && set.isEmpty() && add.isEmpty()) {
      return; // Nobody asks an editor that changes nothing.
    }
    assertThat(parsed(query)).isEqualTo(expected);
  }

  private static Map<String, List<Value>> constants(Map<String, List<String>> texts) {
    Map<String, List<Value>> values = new TreeMap<>();
    texts.forEach((name, list) -> values.put(name, list.stream().map(Value::of).toList()));
    return values;
  }

  /** Every byte as an escape, or letters as they are: both mean the same. */
  private static String written(Map<String, List<String>> params, boolean everyByte) {
    List<String> pairs = new ArrayList<>();
    params.forEach(
        (name, values) ->
            values.forEach(
                value -> pairs.add(escaped(name, everyByte) + "=" + escaped(value, everyByte))));
    return String.join("&", pairs);
  }

  private static String escaped(String text, boolean everyByte) {
    if (!everyByte) {
      return Percent.component(text);
    }
    StringBuilder escaped = new StringBuilder();
    for (byte b : text.getBytes(UTF_8)) {
      escaped.append(String.format("%%%02x", b));
    }
    return escaped.toString();
  }

  /** Reads a query with OkHttp, which is not what wrote it. */
  private static Map<String, List<String>> parsed(String query) {
    Map<String, List<String>> params = new TreeMap<>();
    HttpUrl url = HttpUrl.get("http://o/" + (query == null ? "" : "?" + query));
    for (String name : url.queryParameterNames()) {
      params.put(name, url.queryParameterValues(name));
    }
    return params;
  }

  @Provide
  Arbitrary<Map<String, List<String>>> params() {
    return Arbitraries.maps(name(), text().list().ofMaxSize(3)).ofMaxSize(4).map(TreeMap::new);
  }

  @Provide
  Arbitrary<List<String>> names() {
    return name().list().ofMaxSize(2);
  }

  private static Arbitrary<String> name() {
    return Arbitraries.oneOf(Arbitraries.of("a", "b", "A", "a b", "\u00e4", "x[]"), text());
  }

  private static Arbitrary<String> text() {
    return Arbitraries.strings().withChars("ab &=+%#?;/\u00e4\u20ac'\"<>").ofMaxLength(6);
  }

  @Property
  void anyQueryIsEditedWithoutAnException(
      @ForAll("queries") String query, @ForAll("params") Map<String, List<String>> add) {
    Edits edits = new Edits(List.of(Value.of("a")), Map.of(), constants(add));

    String edited = new QueryEditor(edits).edit(query, FixedCall.NONE);

    if (edited != null) {
      assertThat(edited).matches("[A-Za-z0-9._~%=&-]*");
    }
  }

  @Provide
  Arbitrary<String> queries() {
    return Arbitraries.oneOf(
        Arbitraries.strings(),
        Arbitraries.strings().withChars("ab&=;%2fF+ \u00e4").ofMaxLength(15));
  }
}
