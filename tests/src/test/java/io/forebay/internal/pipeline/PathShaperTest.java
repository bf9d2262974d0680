package io.forebay.internal.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.forebay.spec.FixedCall;
import io.forebay.spec.PathSpec;
import io.forebay.spec.Template;
import io.forebay.spec.UnboundVariableException;
import io.forebay.spec.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathShaperTest {
  private static final String SECRET = "tell-nobody";

  private static PathShaper shaper(Value path, Value prefix) {
    return new PathShaper(new PathSpec(Optional.ofNullable(path), Optional.ofNullable(prefix)));
  }

  private static Value template(String text) {
    return text == null ? null : Value.template(text);
  }

  private static String shape(String path, String prefix, String asked) {
    return shaper(template(path), template(prefix)).shape(asked, FixedCall.NONE);
  }

  /** What the wire sees: OkHttp takes {@code .} segments out. */
  private static String sent(String shaped) {
    return new HttpUrl.Builder().scheme("http").host("o").encodedPath(shaped).build().encodedPath();
  }

  @ParameterizedTest(name = "{0}: path {1}, prefix {2}, asked {3}")
  @CsvSource({
    "PTH-02, /**, , /hans, /hans",
    "PTH-03, /docs/**, , '', /docs",
    "PTH-03 slash, /docs/**, , /, /docs/",
    "PTH-07, , /, /v2/yyy, /v2/yyy",
    "PTH-08, , /zzz, /v3/zzz, /zzz/v3/zzz",
    "PTH-09, /path, , /, /path",
    "PTH-14, /api/resource, , /x, /api/resource",
    "PTH-14 relative, resource, , /x, /resource",
    "PTH-14 wildcard, /api/**, , /x, /api/x",
    "PTH-14 empty, '', , /x, /x",
    "PTH-14 dot, /api/./resource, , /x, /api/resource",
    "PTH-14 dots, /api/file..name, , /x, /api/file..name",
    "PTH-17, , , /path, /path",
    "PTH-17 slash, , , /path/, /path/",
    "PTH-17 prefix, , /p, /path/, /p/path/",
    "PTH-18 root, /**, , /, /",
    "PTH-18 one, /**, , /anything, /anything",
    "PTH-18 two, /**, , /a/b, /a/b",
    "PTH-20, /anything, , /other-wildcard, /anything",
    "PTH-21 front, , /foo, /bar/, /foo/bar/",
    "PTH-21 slashes, , /foo/, /bar/, /foo/bar/",
    "RUN-03, rel//a/./b/, pre/fix/, /x, /pre/fix/rel/a/b/",
    "RUN-04, /a%2Fb c, , /x, /a%252Fb%20c",
    "blank path, ' ', , /x, /x",
    "blank prefix, , ' ', /x, /x",
    "empty prefix, , '', /x, /x",
    "both, /a, /b, /x, /b/a",
    "both and wildcard, /a/**, /b, /x, /b/a/x",
    "star is no wildcard, /a/*, , /x, /a/*",
    "stars inside, /a**, , /x, /a**",
    "reserved, /a:@!$&'()*+;=, , /x, /a:@!$&'()*+;=",
    "non-ASCII, /b\u00fccher, , /x, /b%C3%BCcher",
    "asked encoding, , /p, /a%2Fb%20c;d=e, /p/a%2Fb%20c;d=e",
    "asked wildcard encoding, /p/**, , /a%2fb, /p/a%2fb",
    "asked slashes, , /p, //a//b//, /p//a//b//",
    "asked is no template, , /p, /%7Bx%7D, /p/%7Bx%7D",
  })
  void pathIsShaped(String id, String path, String prefix, String asked, String expected) {
    assertThat(sent(shape(path, prefix, asked))).as(id).isEqualTo(expected);
  }

  /** PTH-05. */
  @Test
  void prefixMayBeComputedFromTheCall() {
    Value prefix = Value.computed(call -> "/" + call.header("x-val").orElse("") + "/xxx/");

    assertThat(shaper(null, prefix).shape("/v1", FixedCall.withHeader("x-val", "xxx")))
        .isEqualTo("/xxx/xxx/v1");
    assertThat(shaper(null, prefix).shape("/v1", FixedCall.NONE)).isEqualTo("/xxx/v1");
  }

  @Test
  void noComputedValueLeavesThePath() {
    Value none = Value.computed(call -> null);
    Value blank = Value.computed(call -> " ");

    assertThat(shaper(none, none).shape("/a//b", FixedCall.NONE)).isEqualTo("/a//b");
    assertThat(shaper(blank, blank).shape("/a//b", FixedCall.NONE)).isEqualTo("/a//b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PTH-10 | /path#xxx | | path attribute: invalid fragment found in "/path#xxx"
          PTH-11 | /path?xxx | | path attribute: invalid query string found in "/path?xxx"
          PTH-12 | | /path#xxx | path_prefix attribute: invalid fragment found in "/path#xxx"
          PTH-13 | | /path?xxx | path_prefix attribute: invalid query string found in "/path?xxx"
          PTH-15 | /../etc/passwd | | path attribute: path traversal not allowed: "/../etc/passwd"
          PTH-15 | /api/../../etc | | path attribute: path traversal not allowed: "/api/../../etc"
          PTH-15 | .. | | path attribute: path traversal not allowed: ".."
          PTH-15 | foo/../bar | | path attribute: path traversal not allowed: "foo/../bar"
          PTH-15 | | /.. | path_prefix attribute: path traversal not allowed: "/.."
          PTH-15 | /%2e%2E/a | | path attribute: path traversal not allowed: "/%2e%2E/a"
          PTH-15 | /a/.%2e | | path attribute: path traversal not allowed: "/a/.%2e"
          PTH-15 | /../** | | path attribute: path traversal not allowed: "/../**"
          """)
  void pathThatLeadsElsewhereIsRefused(String id, String path, String prefix, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> shape(path, prefix, "/x"))
        .withMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a?b", "/a#b", "/../a"})
  void computedPathThatLeadsElsewhereIsRefused(String computed) {
    PathShaper shaper = shaper(Value.computed(call -> computed), null);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> shaper.shape("/x", FixedCall.NONE))
        .withMessageContaining('"' + computed + '"');
  }

  @ParameterizedTest
  @CsvSource({
    "/users/{v}, a/b, /users/a%2Fb",
    "/users/{v}, a?b#c, /users/a%3Fb%23c",
    "/users/{v}/x, a b, /users/a%20b/x",
    "/users/{v}, 100%, /users/100%25",
    "/users/{v}, %2F, /users/%252F",
    "/users/{v}, ..., /users/...",
    "/users/{v}, a..b, /users/a..b",
    "/{v}/**, **, /%2A%2A/asked",
    "/{v}, **, /%2A%2A",
    "{v}, /**, /%2F%2A%2A",
    "/a.{v}, ., /a..",
  })
  void variableIsOneSegment(String path, String bound, String expected) {
    assertThat(shaper(template(path), null).shape("/asked", FixedCall.with("v", bound)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "/users/{v}, ..",
    "/users/{v}/x, ..",
    "/users/{v}, .",
    "/users/{v}/x, .",
    "/users/{v}, %2e%2e",
    "/users/{v}, .%2E",
    "/users/{v}{v}, .",
    "/users/.{v}, .",
    "/users/{v}.{w}, .",
    "/users/{w}.{v}/x, .",
  })
  void variableThatWouldClimbIsRefusedWithoutBeingRepeated(String path, String bound) {
    FixedCall call = new FixedCall(Map.of("v", bound, "w", ""), Map.of());
    for (PathShaper shaper : List.of(shaper(template(path), null), shaper(null, template(path)))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> shaper.shape("/asked", call))
          .withMessageEndingWith(" attribute: path traversal not allowed: \"" + path + "\"");
    }
  }

  /** Their names end like that of a path, but anybody may say anything in them. */
  @ParameterizedTest
  @ValueSource(strings = {"../admin", "%2e%2e/admin", "a/%2E%2E", ".."})
  void referenceToAHeaderCannotClimb(String header) {
    for (String name : List.of("path", "request.path", "x.path")) {
      FixedCall call = FixedCall.withHeader(name, header);
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> shaper(template("/a/{request.headers." + name + "}"), null).shape("/x", call))
          .withMessageContaining("path traversal not allowed");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a/b, /p/a%2Fb",
    "a?b#c, /p/a%3Fb%23c",
    "/**, /p/%2F%2A%2A",
    "'', /p/",
  })
  void referenceToAHeaderIsOneSegment(String header, String expected) {
    Value path = template("/p/{request.headers.x.path}");

    assertThat(shaper(path, null).shape("/x", FixedCall.withHeader("x.path", header)))
        .isEqualTo(expected);
    assertThat(shaper(null, path).shape("", FixedCall.withHeader("x.path", header)))
        .isEqualTo(expected);
  }

  @Test
  void referenceToThePathIsAPath() {
    assertThat(
            shaper(template("/p{request.path}/q"), null)
                .shape("/x", FixedCall.withPath("/a%2Fb//c")))
        .isEqualTo("/p/a%2Fb/c/q");
  }

  /** The caller's stars are no more than stars. */
  @Test
  void onlyConfiguredStarsTakeTheRest() {
    FixedCall call = FixedCall.withPath("/a/**");

    assertThat(shaper(template("{request.path}"), null).shape("/a/**", call)).isEqualTo("/a/**");
    assertThat(shaper(template("/p{request.path}"), null).shape("/a/**", call))
        .isEqualTo("/p/a/**");
    assertThat(shaper(template("{request.path}/**"), null).shape("/a/**", call))
        .isEqualTo("/a/**/a/**");
  }

  @Property
  void variableNeverAddsASegment(@ForAll("texts") String bound) {
    FixedCall call = FixedCall.with("v", bound);
    try {
      String path = shaper(template("/a/x{v}/b"), template("/{v}y")).shape("/asked", call);

      assertThat(path).startsWith("/").matches("[A-Za-z0-9._~%/-]*");
      HttpUrl url = HttpUrl.parse("http://o" + path);
      assertThat(url.pathSegments()).hasSize(4).startsWith(wellFormed(bound) + "y", "a");
      assertThat(url.query()).isNull();
      assertThat(url.fragment()).isNull();
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageContaining("traversal");
    }
  }

  private static String wellFormed(String text) {
    return new String(text.getBytes(UTF_8), UTF_8);
  }

  @Property
  void anythingElseThanARefusalIsAPath(
      @ForAll("texts") String path,
      @ForAll("texts") String prefix,
      @ForAll("texts") String bound,
      @ForAll("askedPaths") String asked) {
    PathShaper shaper = shaper(Value.template(path), Value.template(prefix));
    FixedCall call = new FixedCall(Map.of("a", bound, "b", bound), Map.of());
    try {
      String shaped = shaper.shape(asked, call);

      assertThat(shaped).startsWith("/").doesNotContain("?", "#", "/../").doesNotEndWith("/..");
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageMatching("(?s)(path|path_prefix) attribute: .+|variable .+");
    }
  }

  @Property
  void unchangedPathKeepsEveryByte(@ForAll("askedPaths") String asked) {
    PathShaper shaper = new PathShaper(PathSpec.UNCHANGED);

    assertThat(shaper.changesNothing()).isTrue();
    assertThat(shaper.shape(asked, FixedCall.NONE)).isEqualTo(asked);
  }

  @Property
  void askedPathKeepsItsBytesBehindAPrefixAndInAWildcard(@ForAll("askedPaths") String asked) {
    assertThat(shape(null, "/p", asked)).isEqualTo("/p" + asked);
    assertThat(shape("/p/**", null, asked)).isEqualTo("/p" + asked);
    assertThat(shape("/**", null, asked)).isEqualTo(asked);
  }

  /** Paths as OkHttp hands them over. */
  @Provide
  Arbitrary<String> askedPaths() {
    return Arbitraries.strings()
        .withChars("a/.%;=*+ \u00e4{}")
        .ofMaxLength(10)
        .map(s -> sent("/" + s));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars("ab/.%2e*{} ?#").ofMaxLength(8), Arbitraries.strings());
  }

  @Test
  void unboundVariableIsNamed() {
    assertThatExceptionOfType(UnboundVariableException.class)
        .isThrownBy(() -> shape("/users/{id}", null, "/x"))
        .satisfies(e -> assertThat(e.variable()).isEqualTo("id"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"?", "#", "/../"})
  void refusalTellsNoSecret(String wrong) {
    Value secret = Value.secret("/" + SECRET + wrong);
    Value mixed =
        new Template(
            List.of(
                new Template.Literal("/" + SECRET + wrong, "${env:TOKEN}"),
                new Template.Variable("v")));
    for (Value value : List.of(secret, mixed)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> shaper(value, null).shape("/x", FixedCall.with("v", "v")))
          .withMessageContaining("***")
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain(SECRET));
    }
  }

  @Test
  void onlyAConfiguredPathOrPrefixChangesSomething() {
    assertThat(shaper(Value.of("/a"), null).changesNothing()).isFalse();
    assertThat(shaper(null, Value.of("/a")).changesNothing()).isFalse();
  }
}
