package io.forebay.internal.pipeline;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.forebay.spec.Edits;
import io.forebay.spec.FixedCall;
import io.forebay.spec.UnboundVariableException;
import io.forebay.spec.Value;
import java.io.IOException;
import java.net.URLDecoder;
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
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.BufferedSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormEditorTest {
  private static final MediaType FORM = MediaType.get("application/x-www-form-urlencoded");
  private static final Value MISSING = Value.computed(call -> null);

  private static Edits.Builder edits() {
    return new Edits.Builder();
  }

  private static Request post(RequestBody body) {
    return new Request.Builder().url("http://users/").post(body).build();
  }

  private static RequestBody edit(Edits.Builder edits, RequestBody body) throws IOException {
    return new FormEditor(edits.build()).edit(body, FixedCall.NONE);
  }

  private static RequestBody form(String text) {
    return RequestBody.create(text.getBytes(UTF_8), FORM);
  }

  private static String text(RequestBody body) throws IOException {
    Buffer sink = new Buffer();
    body.writeTo(sink);
    return sink.readUtf8();
  }

  static Stream<Arguments> tables() {
    return Stream.of(
        arguments(
            "FRM-01",
            edits().set("a", "A").set("b", "B").set("c", "C 1", "C 2").add("d", "D").remove("x"),
            "x=X+1&x=X%202&y=Y&d=d",
            "a=A&b=B&c=C+1&c=C+2&d=d&d=D&y=Y"),
        arguments("FRM-07", edits().remove("x"), "x=X+1&x=X%202&y=Y", "y=Y"),
        arguments("sorted", edits().remove("none"), "z=1&a=2&Z=3&a=1", "Z=3&a=2&a=1&z=1"),
        arguments("plus is a space", edits().remove("none"), "a+b=c+d", "a+b=c+d"),
        arguments("a plus", edits().set("p", "1+1"), "q=1%2B1", "p=1%2B1&q=1%2B1"),
        arguments("space either way", edits().remove("a b"), "a+b=1&a%20b=2&c=3", "c=3"),
        arguments("empty body", edits().set("a", "1").add("b", "2"), "", "a=1&b=2"),
        arguments("nothing is left", edits().remove("a"), "a=1&a=2", ""),
        arguments("no equals", edits().remove("x"), "a&b=&=c", "=c&a=&b="),
        arguments("empty pairs", edits().remove("x"), "&&a=1&&", "a=1"),
        arguments("equals in value", edits().remove("x"), "a=b=c", "a=b%3Dc"),
        arguments("semicolon is no separator", edits().remove("x"), "a=1;b=2", "a=1%3Bb%3D2"),
        arguments("unescaped UTF-8", edits().remove("x"), "a=\u00e4\u20ac", "a=%C3%A4%E2%82%AC"),
        arguments("no value keeps", edits().set("a", MISSING).add("b", MISSING), "a=1", "a=1"),
        arguments("set to none", edits().set("a", new Value[0]), "a=1&b=2", "b=2"),
        arguments("line ends (Couper)", edits().set("a", "1\r\n2\0"), "", "a=12"),
        arguments("line ends that came", edits().remove("x"), "a=%0D%0A%00", "a=%0D%0A%00"),
        arguments("reserved", edits().set("a&b", "c=d#%"), "", "a%26b=c%3Dd%23%25"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tables")
  void formIsEdited(String what, Edits.Builder edits, String given, String expected)
      throws IOException {
    RequestBody edited = edit(edits, form(given));

    assertThat(text(edited)).as(what).isEqualTo(expected);
    assertThat(text(edited)).as("written again").isEqualTo(expected);
    assertThat(edited.contentLength()).isEqualTo(expected.length());
    assertThat(edited.contentType()).isEqualTo(FORM);
    assertThat(edited.isOneShot()).isFalse();
  }

  /** RUN-09. */
  @Test
  void bodyOfUnknownLengthStaysOne() throws IOException {
    RequestBody edited = edit(edits().set("b", "2"), pieces("a=1"));

    assertThat(edited.contentLength()).isEqualTo(-1);
    assertThat(text(edited)).isEqualTo("a=1&b=2");
  }

  /** A body of unknown length, in pieces. */
  private static RequestBody pieces(String... pieces) {
    return new RequestBody() {
      @Override
      public MediaType contentType() {
        return FORM;
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        for (String piece : pieces) {
          sink.writeUtf8(piece).flush();
        }
      }
    };
  }

  @Test
  void formMayComeInPieces() throws IOException {
    assertThat(text(edit(edits().remove("x"), pieces("b=", "%E2%8", "2%AC", "&a", "=1"))))
        .isEqualTo("a=1&b=%E2%82%AC");
  }

  @Test
  void valuesMayDependOnTheCall() throws IOException {
    Edits edits = edits().set("a", Value.template("{v}&")).remove(Value.template("{v}")).build();
    RequestBody edited = new FormEditor(edits).edit(form("x+y=1&b=2"), FixedCall.with("v", "x y"));

    assertThat(text(edited)).isEqualTo("a=x+y%26&b=2");
    assertThatExceptionOfType(UnboundVariableException.class)
        .isThrownBy(() -> new FormEditor(edits).edit(form(""), FixedCall.NONE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-www-form-urlencoded",
        "Application/X-WWW-Form-Urlencoded",
        "application/x-www-form-urlencoded; charset=utf-8",
        "application/x-www-form-urlencoded;charset=ISO-8859-1",
      })
  void formIsKnownByItsTypeAndKeepsIt(String type) throws IOException {
    RequestBody body = RequestBody.create("a=1".getBytes(UTF_8), MediaType.get(type));
    Request named =
        post(RequestBody.create("a=1".getBytes(UTF_8)))
            .newBuilder()
            .header("Content-Type", type)
            .build();

    assertThat(FormEditor.mismatch(post(body))).isEmpty();
    assertThat(FormEditor.mismatch(named)).isEmpty();
    assertThat(edit(edits().set("b", "\u00e4"), body).contentType()).hasToString(type);
    assertThat(text(edit(edits().set("b", "\u00e4"), body))).isEqualTo("a=1&b=%C3%A4");
  }

  /** FRM-02, FRM-04. */
  @ParameterizedTest
  @CsvSource({
    "DELETE, application/x-www-form-urlencoded, method mismatch: DELETE",
    "PUT, application/x-www-form-urlencoded, method mismatch: PUT",
    "post, application/x-www-form-urlencoded, method mismatch: post",
    "POST, text/plain, content-type mismatch: text/plain",
    "POST, multipart/form-data, content-type mismatch: multipart/form-data",
    "POST, x/application/x-www-form-urlencoded, content-type mismatch: ",
  })
  void anythingElseIsLeftAsItIs(String method, String type, String problem) {
    Request request =
        new Request.Builder()
            .url("http://users/")
            .method(method, RequestBody.create(new byte[0], MediaType.parse(type)))
            .build();

    assertThat(FormEditor.mismatch(request))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .startsWith("expression evaluation error: form_params: " + problem));
  }

  @Test
  void requestWithoutBodyOrTypeIsLeftAsItIs() {
    Request get = new Request.Builder().url("http://users/").build();

    assertThat(FormEditor.mismatch(get))
        .contains("expression evaluation error: form_params: method mismatch: GET");
    assertThat(FormEditor.mismatch(post(RequestBody.create(new byte[0]))))
        .contains("expression evaluation error: form_params: content-type mismatch: ");
  }

  /** OkHttp sends the type of the body, whatever the header says. */
  @Test
  void typeOfTheBodyIsTheOneThatCounts() {
    Request form = post(form("a=1")).newBuilder().header("Content-Type", "text/plain").build();

    assertThat(FormEditor.mismatch(form)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"%zz=1", "a=%", "a=%2", "a=%ff", "%C3=1", "a=1&b=%C3%28", "a=%ED%A0%80"})
  void malformedFormIsRefused(String form) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> edit(edits().set("a", "1"), form(form)))
        .withMessage(
            "form_params: the body is no form"
                + " (expected: names and values in percent-encoded UTF-8)");
  }

  /** They would leave as replacement characters. */
  @ParameterizedTest
  @ValueSource(strings = {"a=\u00e4", "\u00e4=1", "b=1&a=\u00ff\u00fe"})
  void bytesThatAreNoUtf8AreRefused(String form) {
    RequestBody latin =
        RequestBody.create(
            form.getBytes(ISO_8859_1),
            MediaType.get("application/x-www-form-urlencoded; charset=ISO-8859-1"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> edit(edits().set("c", "1"), latin))
        .withMessageStartingWith("form_params: the body is no form");
  }

  @Test
  void copyIsTheBodyAndCanBeWrittenAgain() throws IOException {
    RequestBody known = FormEditor.copy(form("b=1&a=\u00e4%"));
    RequestBody unknown = FormEditor.copy(pieces("b=1", "&a=\u00e4%"));

    for (RequestBody copy : List.of(known, unknown)) {
      assertThat(copy.isOneShot()).isFalse();
      assertThat(copy.contentType()).isEqualTo(FORM);
      assertThat(text(copy)).isEqualTo("b=1&a=\u00e4%");
      assertThat(text(copy)).isEqualTo("b=1&a=\u00e4%");
    }
    assertThat(known.contentLength()).isEqualTo(9);
    assertThat(unknown.contentLength()).isEqualTo(-1);
  }

  @Test
  void duplexBodyIsRefused() {
    RequestBody duplex =
        new RequestBody() {
          @Override
          public MediaType contentType() {
            return FORM;
          }

          @Override
          public boolean isDuplex() {
            return true;
          }

          @Override
          public void writeTo(BufferedSink sink) {
            throw new AssertionError("read");
          }
        };

    assertThatIllegalArgumentException()
        .isThrownBy(() -> edit(edits().set("a", "1"), duplex))
        .withMessage("form_params: a duplex body cannot be edited");
  }

  /** One mebibyte, again and again: its bytes are shared and not copied. */
  private static final class Endless extends RequestBody {
    private final Buffer mebibyte = new Buffer().write(new byte[1 << 20]);
    private final long length;
    private int asked;

    Endless(long length) {
      this.length = length;
    }

    @Override
    public MediaType contentType() {
      return FORM;
    }

    @Override
    public long contentLength() {
      return length;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      while (true) {
        asked++;
        sink.write(mebibyte.clone(), mebibyte.size());
      }
    }
  }

  @Test
  void bodyThatGrowsTooLargeIsRefusedAndReadNoFurther() {
    Endless endless = new Endless(-1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> edit(edits().set("a", "1"), endless))
        .withMessage("form_params: body size exceeded: 67108864 bytes");
    assertThat(endless.asked).isEqualTo(65);
  }

  @Test
  void bodyThatSaysItIsTooLargeIsNotReadAtAll() {
    Endless endless = new Endless(FormEditor.MOST + 1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> edit(edits().set("a", "1"), endless))
        .withMessage("form_params: body size exceeded: 67108864 bytes");
    assertThat(endless.asked).isZero();
  }

  @Test
  void failureToReadTheBodyIsItsOwn() {
    RequestBody broken =
        new RequestBody() {
          @Override
          public MediaType contentType() {
            return FORM;
          }

          @Override
          public void writeTo(BufferedSink sink) throws IOException {
            sink.writeUtf8("a=1");
            throw new IOException("disk");
          }
        };

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> edit(edits().set("a", "1"), broken))
        .withMessage("disk");
  }

  @Test
  void withoutEditsNothingIsToBeDone() {
    assertThat(new FormEditor(Edits.NONE).changesNothing()).isTrue();
    assertThat(new FormEditor(edits().remove("a").build()).changesNothing()).isFalse();
  }

  @Property
  void editedFormIsTheExpectedMultimap(
      @ForAll("params") Map<String, List<String>> given,
      @ForAll("names") List<String> remove,
      @ForAll("params") Map<String, List<String>> set,
      @ForAll("params") Map<String, List<String>> add,
      @ForAll boolean everyByte)
      throws IOException {
    Map<String, List<String>> expected = new TreeMap<>(given);
    remove.forEach(expected::remove);
    expected.putAll(set);
    add.forEach(
        (name, values) ->
            expected.merge(
                name, values, (old, more) -> Stream.concat(old.stream(), more.stream()).toList()));
    expected.values().removeIf(List::isEmpty);
    Edits edits =
        new Edits(remove.stream().map(Value::of).toList(), constants(set), constants(add));

    RequestBody edited =
        new FormEditor(edits).edit(form(written(given, everyByte)), FixedCall.NONE);

    assertThat(parsed(text(edited))).isEqualTo(expected);
  }

  private static Map<String, List<Value>> constants(Map<String, List<String>> texts) {
    Map<String, List<Value>> values = new TreeMap<>();
    texts.forEach((name, list) -> values.put(name, list.stream().map(Value::of).toList()));
    return values;
  }

  private static String written(Map<String, List<String>> params, boolean everyByte) {
    List<String> pairs = new ArrayList<>();
    params.forEach(
        (name, values) ->
            values.forEach(
                value -> pairs.add(escaped(name, everyByte) + "=" + escaped(value, everyByte))));
    return String.join("&", pairs);
  }

  /** Every byte as an escape, or letters as they are: both mean the same. */
  private static String escaped(String text, boolean everyByte) {
    if (!everyByte) {
      return Percent.component(text).replace("%20", "+");
    }
    StringBuilder escaped = new StringBuilder();
    for (byte b : text.getBytes(UTF_8)) {
      escaped.append(String.format("%%%02x", b));
    }
    return escaped.toString();
  }

  /** Reads a form with the JDK, which is not what wrote it. */
  private static Map<String, List<String>> parsed(String form) {
    Map<String, List<String>> params = new TreeMap<>();
    for (String pair : form.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals >= 0) {
        params
            .computeIfAbsent(
                URLDecoder.decode(pair.substring(0, equals), UTF_8), any -> new ArrayList<>())
            .add(URLDecoder.decode(pair.substring(equals + 1), UTF_8));
      }
    }
    return params;
  }

  @Provide
  Arbitrary<Map<String, List<String>>> params() {
    return Arbitraries.maps(name(), texts().list().ofMaxSize(3)).ofMaxSize(4).map(TreeMap::new);
  }

  @Provide
  Arbitrary<List<String>> names() {
    return name().list().ofMaxSize(2);
  }

  private static Arbitrary<String> name() {
    return Arbitraries.oneOf(Arbitraries.of("a", "b", "A", "a b", "\u00e4", "x[]"), texts());
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("ab &=+%#?;/\u00e4\u20ac'\"<>").ofMaxLength(6);
  }

  @Property
  void anyBodyIsEditedOrRefused(
      @ForAll("bodies") byte[] body, @ForAll("params") Map<String, List<String>> add)
      throws IOException {
    Edits edits = new Edits(List.of(Value.of("a")), Map.of(), constants(add));
    try {
      RequestBody edited =
          new FormEditor(edits).edit(RequestBody.create(body, FORM), FixedCall.NONE);

      assertThat(text(edited)).matches("[A-Za-z0-9._~%=&+-]*");
      assertThat(edited.contentLength()).isEqualTo(text(edited).length());
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageStartingWith("form_params: the body is no form");
    }
  }

  @Provide
  Arbitrary<byte[]> bodies() {
    Arbitrary<String> likely = Arbitraries.strings().withChars("ab&=;%2fF+ \u00e4").ofMaxLength(15);
    return Arbitraries.oneOf(
        likely.map(text -> text.getBytes(UTF_8)),
        Arbitraries.bytes().array(byte[].class).ofMaxSize(20));
  }
}
