package io.forebay.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathSpecTest {

  private static PathSpec path(Value value) {
    return new PathSpec(Optional.of(value), Optional.empty());
  }

  /** PTH-10 to PTH-15, and the bad encoding of Couper's test. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /a#b       | invalid fragment found in "/a#b"
          /a?b       | invalid query string found in "/a?b"
          /a#b?c     | invalid fragment found in "/a#b?c"
          /a%        | invalid path encoding: "/a%"
          /a%2       | invalid path encoding: "/a%2"
          /a%zz      | invalid path encoding: "/a%zz"
          ..         | path traversal not allowed: ".."
          /../a      | path traversal not allowed: "/../a"
          a/..       | path traversal not allowed: "a/.."
          /%2e%2E/a  | path traversal not allowed: "/%2e%2E/a"
          /a%2f..    | path traversal not allowed: "/a%2f.."
          /a\\..     | path traversal not allowed: "/a\\.."
          /a%5C..%5C | path traversal not allowed: "/a%5C..%5C"
          """)
  void pathThatNoCallCouldSendIsFound(String text, String problem) {
    for (Value value : List.of(Value.of(text), Value.template(text))) {
      assertThat(path(value).problems()).containsExactly("path attribute: " + problem);
      assertThat(new PathSpec(Optional.empty(), Optional.of(value)).problems())
          .containsExactly("path_prefix attribute: " + problem);
    }
    assertThat(PathSpec.problem(text, "shown"))
        .contains(problem.substring(0, problem.indexOf('"')) + "\"shown\"");
  }

  /** PTH-14. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/api/resource",
        "resource",
        "/api/**",
        "/api/./resource",
        "/api/file..name",
        "/...",
        "/a%2Fb",
        "/%25",
        "/b\u00fccher",
        "/{x}"
      })
  void otherPathsAreFine(String text) {
    assertThat(path(Value.of(text)).problems()).isEmpty();
    assertThat(path(Value.template(text)).problems()).isEmpty();
  }

  /** A variable makes nothing good that stands beside it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /a?{x}        | invalid query string found in "/a?{x}"
          /{x}#b        | invalid fragment found in "/{x}#b"
          /{x}/../b     | path traversal not allowed: "/{x}/../b"
          /{x}/100%/{y} | invalid path encoding: "/{x}/100%/{y}"
          {request.path}?a | invalid query string found in "{request.path}?a"
          """)
  void constantPartThatNoCallCouldSendIsFound(String text, String problem) {
    assertThat(path(Value.template(text)).problems()).containsExactly("path attribute: " + problem);
  }

  @Test
  void secretIsNotTold() {
    Template secret = new Template(List.of(new Template.Literal("/tell-nobody?", "${env:PATH}")));

    assertThat(path(secret).problems())
        .containsExactly("path attribute: invalid query string found in \"***\"");
    assertThat(PathSpec.problem(secret)).contains("invalid query string found in \"***\"");
  }

  @Test
  void everyProblemIsFoundWithItsKey() {
    PathSpec wrong =
        new PathSpec(
            Optional.of(Value.template("/{backend_response.status}")),
            Optional.of(Value.of("/a?b")));

    assertThat(wrong.problems())
        .containsExactly(
            "path: /{backend_response.status} is not known before the response",
            "path_prefix attribute: invalid query string found in \"/a?b\"");
  }

  @Test
  void whatDependsOnTheCallIsJudgedThen() {
    assertThat(path(Value.computed(call -> "/a?b")).problems()).isEmpty();
    assertThat(path(Value.template("{x}{request.path}")).problems()).isEmpty();
    assertThat(path(Value.of(5)).problems()).isEmpty();
    assertThat(PathSpec.UNCHANGED.problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "..a, false",
    "a.., false",
    "..., false",
    ". ., false",
    "%2e, false",
    "%252e%252e, false",
    ".%2E, true",
    "%2e., true",
    "a%2F%2e%2e, true",
    "..%2fa, true",
    "a\\..\\b, true",
  })
  void segmentOfTwoDotsClimbsHoweverItIsWritten(String text, boolean climbs) {
    assertThat(PathSpec.climbs(text)).isEqualTo(climbs);
  }
}
