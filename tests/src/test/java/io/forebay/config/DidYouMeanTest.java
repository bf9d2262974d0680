package io.forebay.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.config.internal.tree.NearMiss;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Row G5: a name that nobody knows is told with the one that may have been meant. */
class DidYouMeanTest {

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "COUPER | definitions { backend \"a\" { orign = \"http://h\" } } | here. (did you mean"
            + " 'origin'?)",
        "COUPER | definitions { backend \"a\" { helth {} } } | here. (did you mean 'health'?)",
        "COUPER | definitons { } | here. (did you mean 'definitions'?)",
        "COUPER | definitions { backend \"a\" { tls { server_ca_certficate = 1 } } } | (did you"
            + " mean 'server_ca_certificate'?)",
        "VCL | backend b { .hots = \"a\"; } | .hots: unknown property (did you mean 'host'?)",
        "VCL | backend b { .host = \"a\"; .probe = { .treshold = 3; } } | (did you mean"
            + " 'threshold'?)",
        "VCL | backen b { } | unknown declaration (expected: backend, director) (did you mean"
            + " 'backend'?)",
        "VCL | backend b { .host = \"a\"; } director d random { .qorum = 50%; { .backend = b;"
            + " .weight = 1; } } | (did you mean 'quorum'?)",
        "FASTLY | {\"name\": \"b\", \"address\": \"a\", \"prot\": 80} | unknown key 'prot': left"
            + " out (did you mean 'port'?)",
        "KRAKEND | {\"url_pattern\": \"/\", \"host\": [\"h\"], \"url_patern\": 1} | ignored, as"
            + " KrakenD does (did you mean 'url_pattern'?)",
        "KRAKEND | {\"url_pattern\": \"/\", \"host\": [\"h\"], \"extra_config\":"
            + " {\"qos/circut-breaker\": {}}} | not carried (did you mean 'qos/circuit-breaker'?)",
        "YAML | backends: {a: {orign: http://h}} | unknown key 'orign' (did you mean 'origin'?)",
      })
  void g5NearNamesAreTold(Language language, String text, String told) {
    assertThat(said(language, text)).anyMatch(line -> line.contains(told));
  }

  private static List<String> said(Language language, String text) {
    try {
      Reading reading = Definitions.read(text, "t", language);
      return reading.notes().stream().map(Note::message).toList();
    } catch (DefinitionException e) {
      return e.findings().stream().map(Finding::message).toList();
    }
  }

  @Test
  void nothingNearIsNotTold() {
    assertThat(NearMiss.hint("zebra", Set.of("origin", "path"))).isEmpty();
    assertThat(NearMiss.hint("o".repeat(65), Set.of("o".repeat(64)))).isEmpty();
  }

  @Test
  void whatIsToldDoesNotDependOnTheOrder() {
    assertThat(
            Stream.of(List.of("cat", "bat", "rat"), List.of("rat", "cat", "bat"))
                .map(known -> NearMiss.hint("hat", known)))
        .containsOnly(" (did you mean 'bat'?)");
  }

  @Test
  void swapIsOneMistake() {
    assertThat(NearMiss.hint("prot", List.of("part", "port"))).contains("'port'");
  }
}
