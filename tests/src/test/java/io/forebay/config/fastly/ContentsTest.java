package io.forebay.config.fastly;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.config.internal.dialect.Carried;
import io.forebay.config.internal.tree.Source;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which objects a text holds, what they are called, and what is said of those that are wrong. */
class ContentsTest {

  @Test
  void serviceStandsForItsActiveVersion() {
    Carried carried = Api.file("service.json");

    assertThat(carried.backends()).containsOnlyKeys("web");
    assertThat(Api.notes(carried)).containsExactly("'version': left out: not about backends");
  }

  @Test
  void listHoldsBackends() {
    assertThat(Api.file("backends.json").backends().values())
        .extracting(spec -> spec.transport().origin().toString())
        .containsExactly(
            "https://one.example",
            "https://two.example:80",
            "http://[2001:db8::1]:8080",
            "http://192.0.2.4");
  }

  @Test
  void listMayMixKinds() {
    Carried carried =
        Api.read(
            "[{\"name\": \"h\", \"check_interval\": 2000}, {\"name\": \"c\", \"statement\": \"x\"},"
                + " {\"name\": \"b\", \"address\": \"b.example\", \"healthcheck\": \"h\","
                + " \"request_condition\": \"c\"}]");

    assertThat(carried.backends().get("b").health()).isPresent();
  }

  @Test
  void singularKeysHoldObjectsToo() {
    assertThat(Api.backends("{\"backend\": {\"name\": \"b\", \"address\": \"b.example\"}}"))
        .containsOnlyKeys("b");
  }

  @ParameterizedTest(name = "{0} gives the note: {1}")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{\"name\": \"h\", \"window\": 5}|healthcheck 'h': left out: no backend refers to it",
        "{\"service_id\": \"x\", \"number\": 3}|an object that is not about backends: left out",
        "{\"backends\": [], \"vcls\": [{\"name\": \"main\"}]}|'vcls' (1 entries): left out: not"
            + " about backends",
        "[{\"director_name\": \"d\", \"backend_name\": \"b\"}]|director_backend: left out: its"
            + " director is not in this text",
      })
  void nothingIsDroppedInSilence(String text, String note) {
    assertThat(Api.read(text).backends()).isEmpty();
    assertThat(Api.notes(Api.read(text))).containsExactly(note);
  }

  @ParameterizedTest(name = "{0}: {1} is refused: {2}")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "J22|{\"msg\": \"Record not found\", \"detail\": \"Cannot load\"}|t:1:1: error: an error of"
            + " the API: Record not found: Cannot load (expected: a backend, healthcheck, director"
            + " or condition, a list of them, or a version)",
        "J22|{\"title\": \"Bad request\", \"status\": 400}|t:1:1: error: an error of the API: Bad"
            + " request (expected: a backend, healthcheck, director or condition, a list of them,"
            + " or a version)",
        "J23|{\"status\": \"ok\"}|t:1:1: error: backend: name: missing (expected: text)",
        "G18|{\"name\": \"b\", \"port\": 80}|t:1:1: error: backend 'b': address: missing (expected:"
            + " a host name, IPv4 or IPv6)",
        "G10|[{\"name\": \"f\", \"address\": \"a\"}, {\"name\": \"f\", \"address\": \"b\"}]|t:1:42:"
            + " error: backend 'f': name: there is backend 'f' already, at 1:2 (expected: another"
            + " name)",
        "10.17|[{\"name\": \"a b\", \"address\": \"a\"}, {\"name\": \"a/b\", \"address\": \"b\"}]|"
            + "t:1:44: error: backend 'a/b': name: its label 'a_b' is that of backend 'a b' at 1:2"
            + " (expected: names that differ in letters and digits)",
        "5.1|{\"backends\": [7]}|t:1:15: error: director: backends: expected the name of a backend but was number 7",
        "5.1|{\"healthchecks\": [7]}|t:1:19: error: healthchecks: expected an object but was a"
            + " number",
        "7|[\"x\"]|t:1:2: error: text (expected: a backend, healthcheck, director or condition, a"
            + " list of them, or a version)",
        "7|7|t:1:1: error: a number (expected: a backend, healthcheck, director or condition, a"
            + " list of them, or a version)",
        "7|{\"backends\": [], \"backends\": []}|t:1:18: error: key 'backends' is there twice (first"
            + " at 1:2)",
        "7|``|t:1:1: error: empty (expected: JSON)",
      })
  void textIsRefused(String row, String text, String finding) {
    assertThat(Api.findings(text)).as(row).contains(finding);
  }

  @Test
  void allMistakesAreFoundAtOnce() {
    assertThat(Api.findings(Api.resource("mistakes.json")))
        .containsExactly(
            "t:3:30: error: backend 'a': address: 'a.example.': ends with a dot (expected: a host"
                + " name, IPv4 or IPv6)",
            "t:3:52: error: backend 'a': port: 70000 (expected: 1-65535)",
            "t:3:72: error: backend 'a': share_key: 'not-this' (expected: letters and digits only)",
            "t:4:25: error: backend 'a': connect_timeout: 0 (expected: 1-4294967295)",
            "t:4:43: error: backend 'a': healthcheck: 'missing' is not defined (expected: the name"
                + " of a healthcheck)",
            "t:5:14: error: backend 'a': name: there is backend 'a' already, at 3:5 (expected:"
                + " another name)",
            "t:5:51: error: backend 'a': ipv4: '10.0.0.1' beside address 'a.example' (expected: the"
                + " same, or one of them)",
            "t:5:74: error: backend 'a': use_ssl: expected true or false but was text \"maybe\"",
            "t:6:5: error: backend: name: missing (expected: text)",
            "t:6:49: error: backend: min_tls_version: '1.4' (expected: 1.0, 1.1, 1.2 or 1.3)",
            "t:6:83: error: backend: weight: 0 (expected: 1-2147483647)",
            "t:9:37: error: healthcheck 'h': check_interval: 999 (expected: 1000-3600000)",
            "t:9:68: error: healthcheck 'h': threshold: 4 (expected: at most the window, 3)",
            "t:9:92: error: healthcheck 'h': expected_response: 1000 (expected: 100-999)",
            "t:11:39: error: director 'd': type: '9' (expected: 1 (random), 3 (hash) or 4"
                + " (client))",
            "t:11:52: error: director 'd': quorum: 101 (expected: 0-100)",
            "t:11:69: error: director 'd': backends: none (expected: at least one name)");
  }

  @ParameterizedTest(name = "J24 7.7: name {0} becomes the label {1}")
  @CsvSource({
    "web-1.a_b,web-1.a_b",
    "my origin/1,my_origin_1",
    "-x,_x",
    ".x,_x",
    "anonymous_x,_anonymous_x",
    "\u00fc\ud83d\ude00,__"
  })
  void nameBecomesLabel(String name, String label) {
    assertThat(Api.backends("{\"name\": \"" + name + "\", \"address\": \"a\"}"))
        .containsOnlyKeys(label);
  }

  @Test
  void longNameIsCut() {
    assertThat(Api.backends("{\"name\": \"" + "n".repeat(300) + "\", \"address\": \"a\"}"))
        .containsOnlyKeys("n".repeat(128));
  }

  static Stream<String> files() {
    return Api.FILES.stream();
  }

  @ParameterizedTest
  @MethodSource("files")
  void textOfTheApiIsRecognised(String file) {
    assertThat(Api.DIALECT.recognises(Source.of(Api.resource(file), "text"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[",
        "backend b { .host = \"address\"; }",
        "{\"forebay\": 1, \"backends\": {\"a\": {\"origin\": \"http://a\"}}}",
        "{\"backends\": {\"a\": {\"origin\": \"http://a\", \"set_query_params\":"
            + " {\"service_id\": \"x\"}}}}",
        "{\"version\": 3, \"endpoints\": [{\"backend\": [{\"host\": [\"http://address\"]}]}]}",
        "backends:\n  a: { origin: http://a, \"address\": x }",
        "definitions { backend \"a\" { origin = \"http://a\" } }"
      })
  void otherLanguagesAreNotRecognised(String text) {
    assertThat(Api.DIALECT.recognises(Source.of(text, "t.json"))).isFalse();
  }

  @Test
  void byteOrderMarkIsNoMatter() {
    String text = "\ufeff" + Api.backendText("");

    assertThat(Api.DIALECT.recognises(Source.of(text, "t"))).isTrue();
    assertThat(Api.backends(text)).containsOnlyKeys("b");
  }
}
