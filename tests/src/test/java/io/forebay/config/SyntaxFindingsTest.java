package io.forebay.config;

import static io.forebay.config.Texts.definition;
import static io.forebay.config.Texts.findings;
import static io.forebay.config.Texts.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before anybody asks for a meaning. */
@Timeout(60)
class SyntaxFindingsTest {
  private static final int LIMIT = 8 * 1024 * 1024;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \n\n",
        "# nothing\n",
        "---\n",
        "null",
        "{}",
        "backends:",
        "backends: null",
        "forebay: 1",
        "defaults: {timeout: 1s}",
        "\ufeff"
      })
  void nothingIsRefused(String text) {
    assertThat(findings(text, "t.yaml"))
        .containsExactly("t.yaml:1:1: error: nothing is defined (expected: backends)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "{}", "{\"forebay\": 1}", "null"})
  void nothingInJsonIsRefused(String text) {
    assertThat(findings(text, "t.json"))
        .singleElement()
        .asString()
        .endsWith(
            "error: "
                + (text.equals("null")
                    ? "expected a mapping with backends but was null"
                    : "nothing is defined (expected: backends)"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      textBlock =
          """
          [a]                    | 1:1 | expected a mapping with backends but was a list
          backends.yaml          | 1:1 | expected a mapping with backends but was text (to read a file: read(Path))
          topsecret              | 1:1 | expected a mapping with backends but was text
          backends: {} }         | 1:14 | not YAML: while parsing a block mapping: expected <block end>, but found '}'
          backends: [            | 1:12 | not YAML: while parsing a flow node: expected the node content, but found '<stream end>'
          backends: "a           | 1:13 | not YAML: while scanning a quoted scalar: found unexpected end of stream
          backends: topsecret: x | 1:20 | not YAML: mapping values are not allowed here
          %YAML 2.0 --- {}       | 1:11 | not YAML: while scanning a directive: expected a comment or a line break, but found -(45)
          backends: @x           | 1:11 | not YAML: while scanning for the next token: found character '@' that cannot start any token. (Do not use @ for indentation)
          """)
  void notYaml(String text, String at, String finding) {
    assertThat(findings(text, "t.yaml")).containsExactly("t.yaml:" + at + ": error: " + finding);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      textBlock =
          """
          {"backends": {}        | 1:14 | not JSON: Unexpected end-of-input: expected close marker for Object
          {"backends": {}} {}    | 1:18 | text after the end (expected: one JSON value)
          {"backends": {}} x     | 1:18 | not JSON: a word without quotes (expected: a value)
          {"backends": topsecret} | 1:14 | not JSON: a word without quotes (expected: a value)
          {"backends": {},}      | 1:17 | not JSON: Unexpected character ('}' (code 125)): was expecting double-quote to start property name
          {"backends": {} /**/ } | 1:17 | not JSON: Unexpected character ('/' (code 47))
          {'backends': {}}       | 1:2  | not JSON: Unexpected character (''' (code 39)): was expecting double-quote to start property name
          {"backends": [1}       | 1:16 | not JSON: Unexpected close marker '}': expected ']'
          {"backends": 01}       | 1:15 | not JSON: Invalid numeric value: Leading zeroes not allowed
          {"backends": NaN}      | 1:17 | not JSON: Non-standard token 'NaN'
          [1]                    | 1:1  | expected a mapping with backends but was a list
          """)
  void notJson(String text, String at, String finding) {
    assertThat(findings(text, "t.json"))
        .singleElement()
        .asString()
        .startsWith("t.json:")
        .endsWith(": error: " + finding);
  }

  /** A billion laughs end at the first. */
  @Test
  void aliasesAndAnchorsAreRefused() {
    String text =
        """
        backends:
          a: &a {origin: "http://a", remove_request_headers: &r [x]}
          b: *a
          c: {origin: "http://c", path: *r}
        """;

    assertThat(findings(text))
        .containsExactly(
            "t.yaml:2:6: error: anchors (&name) are not accepted (use defaults, or write it out)",
            "t.yaml:2:54: error: anchors (&name) are not accepted (use defaults, or write it out)",
            "t.yaml:3:6: error: aliases (*name) are not accepted (use defaults, or write it out)",
            "t.yaml:4:33: error: aliases (*name) are not accepted (use defaults, or write it out)");
  }

  @Test
  void mergeKeysAreRefused() {
    assertThat(findings(definition("<<: {timeout: 1s}", "'<<': 1")))
        .containsExactly(
            "t.yaml:4:5: error: merge keys (<<) are not accepted (use defaults)",
            "t.yaml:5:5: error: backends.a: unknown key '<<'");
  }

  @Test
  void tagsAreRefused() {
    assertThat(
            findings(
                definition(
                    "timeout: !!str 1s",
                    "path: !x /",
                    "tls: !!map {}",
                    "remove_request_headers: ! [a]",
                    "http2: !!javax.script.ScriptEngineManager [x]")))
        .contains(
            "t.yaml:4:14: error: tags (!name) are not accepted (expected: the value alone)",
            "t.yaml:5:11: error: tags (!name) are not accepted (expected: the value alone)",
            "t.yaml:6:10: error: tags (!name) are not accepted (expected: the value alone)",
            "t.yaml:7:29: error: tags (!name) are not accepted (expected: the value alone)",
            "t.yaml:8:12: error: tags (!name) are not accepted (expected: the value alone)");
  }

  @Test
  void keysAreText() {
    assertThat(findings(definition("? [path]", ": x", "? {a: b}", ": c")))
        .containsExactly(
            "t.yaml:4:7: error: a key is a list (expected: text)",
            "t.yaml:6:7: error: a key is a mapping (expected: text)");
  }

  @Test
  void oneDocumentIsRead() {
    assertThat(read("%YAML 1.2\n---\n" + definition() + "...\n").backends()).containsKey("a");
    assertThat(findings(definition() + "---\nbackends: {}\n"))
        .containsExactly(
            "t.yaml:4:1: error: a second document starts here (expected: one document)");
    assertThat(findings(definition() + "---\n"))
        .containsExactly(
            "t.yaml:4:1: error: a second document starts here (expected: one document)");
  }

  @Test
  void depthIsBounded() {
    assertThat(findings("a: " + "[".repeat(1_000_000)))
        .containsExactly("t.yaml:1:68: error: nested too deep (expected: at most 64 levels)");
    assertThat(findings("- ".repeat(1_000_000)))
        .containsExactly("t.yaml:1:131: error: nested too deep (expected: at most 64 levels)");
    assertThat(findings("{\"a\":".repeat(1_000_000)))
        .containsExactly("t.json:1:326: error: nested too deep (expected: at most 64 levels)");
    assertThat(findings("x: " + "[".repeat(64) + "]".repeat(64)))
        .contains("t.yaml:1:1: error: unknown key 'x'");
  }

  @Test
  void numberOfValuesIsBounded() {
    String zeros = "0,".repeat(1_000_000);

    assertThat(findings("{\"a\":[" + zeros + "0]}"))
        .containsExactly("t.json:1:2000003: error: too many values (expected: at most 1000000)");
    assertThat(findings("a: [" + zeros + "0]"))
        .singleElement()
        .asString()
        .endsWith("too many values (expected: at most 1000000)");
  }

  @Test
  void sizeIsBounded(@TempDir Path directory) throws IOException {
    String comment = "#".repeat(LIMIT - definition().length());
    assertThat(read(definition() + comment).backends()).containsKey("a");
    assertThat(findings(definition() + comment + "#"))
        .containsExactly(
            "t.yaml:1:1: error: too long: 8388609 characters (expected: at most 8388608)");

    Path file = directory.resolve("big.yaml");
    Files.writeString(file, definition() + comment + "##");
    assertThatExceptionOfType(DefinitionException.class)
        .isThrownBy(() -> Definitions.read(file))
        .withMessage(file + ":1:1: error: too long: 8388610 bytes (expected: at most 8388608)");
  }

  @Test
  void longValidFilesAreReadInTime() {
    StringBuilder yaml = new StringBuilder("backends:\n");
    int backends = 0;
    while (yaml.length() < 5_000_000) {
      yaml.append("  backend-")
          .append(backends++)
          .append(":\n    origin: http://o")
          .append(backends)
          .append(".example\n    path_prefix: /v2\n    timeout: 30s\n");
    }

    long start = System.nanoTime();
    Definitions definitions = read(yaml.toString());
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);

    assertThat(definitions.backends()).hasSize(backends);
    assertThat(elapsed).isLessThan(Duration.ofSeconds(20)); // Takes about two.
  }

  /** The engine would need minutes for each with its own settings. */
  @ParameterizedTest
  @ValueSource(
      strings = {" ", "a", "#", ":", "!", "\"", "'", "a ", "\n", "\t", "\r\n", "&", "*", "?"})
  void oneLongTokenIsHarmless(String piece) {
    String text = "a: " + piece.repeat(LIMIT / piece.length() - 10);

    assertThat(findings(text)).isNotEmpty();
  }

  @Test
  void longNumbersAreHarmless() {
    String number = "1".repeat(1_000_000);
    String finding =
        "max_connections: "
            + "1".repeat(60)
            + "\u2026 (1000000 characters) (expected: at most 2147483647)";

    assertThat(findings(definition("max_connections: " + number)))
        .containsExactly("t.yaml:4:22: error: backends.a." + finding);
    assertThat(
            findings(
                "{\"backends\":{\"a\":{\"origin\":\"http://a\",\"max_connections\":"
                    + number
                    + "}}}"))
        .containsExactly("t.json:1:57: error: backends.a." + finding);
    assertThat(findings(definition("max_connections: 1e999999999")))
        .containsExactly(
            "t.yaml:4:22: error: backends.a.max_connections: expected a whole number but was number"
                + " 1e999999999");
    assertThat(findings(definition("timeout: " + number + "s")))
        .singleElement()
        .asString()
        .contains("t.yaml:4:14: error: backends.a.timeout: time: invalid duration \"111");
    assertThat(read(definition("set_query_params: { n: " + number + " }")).toYaml())
        .hasSizeGreaterThan(1_000_000);
  }

  @Test
  void onlyUtf8IsRead(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("a.yaml");
    Files.write(file, new byte[] {'a', ':', '\n', 'b', (byte) 0xff, 'c'});
    assertThatExceptionOfType(DefinitionException.class)
        .isThrownBy(() -> Definitions.read(file))
        .withMessage(
            file + ":2:2: error: not UTF-8: byte 0xff at offset 4 (expected: text in UTF-8)");

    Files.write(file, definition().getBytes(StandardCharsets.UTF_16));
    assertThatExceptionOfType(DefinitionException.class)
        .isThrownBy(() -> Definitions.read(file))
        .withMessageContaining(":1:1: error: not UTF-8: byte 0xfe at offset 0");

    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xe2, (byte) 0x82});
    assertThatExceptionOfType(DefinitionException.class)
        .isThrownBy(() -> Definitions.read(file))
        .withMessageContaining(":1:4: error: not UTF-8: byte 0xe2 at offset 3");

    Files.writeString(file, "\ufeff" + definition());
    assertThat(Definitions.read(file).backends()).containsKey("a");
  }

  @Test
  void controlCharactersAreRefused() {
    assertThat(findings("a: b\nc: \u0000d"))
        .containsExactly("t.yaml:2:4: error: not YAML: character U+0000 is not allowed");
    assertThat(findings("a: \ud800"))
        .containsExactly("t.yaml:1:4: error: not YAML: character U+D800 is not allowed");
    assertThat(findings("backends: {\"\\ud800\": 1, a: \"\\ud800\"}"))
        .containsExactly(
            "t.yaml:1:12: error: half of a surrogate pair (expected: Unicode)",
            "t.yaml:1:28: error: half of a surrogate pair (expected: Unicode)");
    assertThat(findings("{\"backends\": \"\\ud800\"}"))
        .containsExactly("t.json:1:14: error: half of a surrogate pair (expected: Unicode)");
    assertThat(findings("{\"a\": \"\u0001\"}"))
        .singleElement()
        .asString()
        .startsWith("t.json:1:8: error: not JSON: Illegal unquoted character");
  }

  @Test
  void textsAreNamedInFindings() {
    assertThatExceptionOfType(DefinitionException.class)
        .isThrownBy(() -> Definitions.read("x"))
        .withMessage("(text):1:1: error: expected a mapping with backends but was text")
        .satisfies(
            e ->
                assertThat(e.findings())
                    .isEqualTo(
                        List.of(
                            new Finding(
                                "(text)", 1, 1, "expected a mapping with backends but was text"))));
  }
}
