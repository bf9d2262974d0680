package io.forebay.config.krakend;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.spec.BreakerSpec;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a text: all of it, with its places. */
class FindingsTest {

  @Test
  void everythingIsFoundAtOnce() {
    String text =
        """
        {
          "version": 3,
          "timeout": "2",
          "disable_rest": "yes",
          "client_tls": {"min_version": "TLS14", "disable_system_ca_pool": true},
          "endpoints": [
            {
              "method": "FETCH",
              "backend": [
                {
                  "host": ["http://joe:s3cr3t@h", 7],
                  "url_pattern": "/a#b",
                  "extra_config": {
                    "qos/circuit-breaker": {"timeout": -1, "max_errors": 1.5}
                  }
                },
                {
                  "host": ["ftp://h"],
                  "url_pattern": "/{id}?q=%zz"
                }
              ]
            },
            {"endpoint": "/y", "backend": []},
            5
          ]
        }
        """;
    assertThat(Krakend.findings(text))
        .containsExactly(
            "krakend.json:3:3: error: $.timeout: time: missing unit in duration \"2\""
                + " (expected: a duration such as 2s)",
            "krakend.json:4:19: error: $.disable_rest: expected true or false but was text",
            "krakend.json:5:18: error: $.client_tls.min_version: unknown version"
                + " (expected: TLS10, TLS11, TLS12 or TLS13)",
            "krakend.json:5:42: error: $.client_tls.disable_system_ca_pool: nothing is believed"
                + " (expected: ca_certs)",
            "krakend.json:7:5: error: $.endpoints[0]: endpoint: missing (expected: a path)",
            "krakend.json:8:7: error: $.endpoints[0].method: unknown"
                + " (expected: such as GET or POST)",
            "krakend.json:11:20: error: $.endpoints[0].backend[0].host[0]: invalid host"
                + " (expected: such as http://users.internal:8080)",
            "krakend.json:11:43: error: $.endpoints[0].backend[0].host[1]: expected text but was"
                + " number 7",
            "krakend.json:12:11: error: $.endpoints[0].backend[0].url_pattern: path attribute:"
                + " invalid fragment found in \"/a#b\"",
            "krakend.json:14:37: error: $.endpoints[0].backend[0].extra_config"
                + "[\"qos/circuit-breaker\"].timeout: -1 (expected: >= 0)",
            "krakend.json:14:66: error:"
                + " $.endpoints[0].backend[0].extra_config[\"qos/circuit-breaker\"].max_errors:"
                + " expected a whole number but was number 1.5",
            "krakend.json:18:20: error: $.endpoints[0].backend[1].host[0]: invalid host 'ftp://h'"
                + " (expected: such as http://users.internal:8080)",
            "krakend.json:19:11: error: $.endpoints[0].backend[1].url_pattern: undefined output"
                + " param 'id': no such parameter in the endpoint (inputs: [], outputs: [id])",
            "krakend.json:19:11: error: $.endpoints[0].backend[1].url_pattern: the query has a %"
                + " without two hex digits (expected: such as %2F)",
            "krakend.json:23:5: error: $.endpoints[1]: backend: none (expected: at least one)",
            "krakend.json:24:5: error: $.endpoints[2]: expected an object but was number 5");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '{"version": 2, "endpoints": []}'        | 1:2: $.version: unsupported version 2 (expected: 3)
          '{"version": 3, "version": 3}'           | 1:16: $: duplicate key 'version' (first at 1:2)
          '{"version": 3, "Version": 3}'           | 1:16: $: duplicate key 'version' (first at 1:2)
          '{"version": "3"}'                       | 1:13: $.version: expected a whole number but was text
          '[]'                                     | 1:1: $: expected an object but was a list
          ' '                                      | 1:1: nothing is defined (expected: endpoints)
          '{"version": 3, {{ include "x" }} }'     | 1:16: a template of the flexible configuration
          '{"version": {{ .v }}}'                  | 1:13: a template of the flexible configuration
          '{"name": "{{ env "N" }}"}'              | 1:11: a template of the flexible configuration
          '{"version": 3, "host": ["{{ .h }}"]}'   | 1:25: $.host[0]: a template of the flexible configuration
          '{"version": 3'                          | 1:14: not JSON: Unexpected end-of-input
          """)
  void wrongTextsAreRefused(String text, String finding) {
    String where = finding.substring(0, finding.indexOf(' '));
    String what = finding.substring(finding.indexOf(' ') + 1);
    assertThat(Krakend.findings(text).get(0))
        .startsWith("krakend.json:" + where + " error: " + what);
  }

  @Test
  void secretsAreNeverTold() {
    String text =
        Krakend.endpoint(
            "/x",
            "\"host\": [\"http://joe:s3cr3t@h\"], \"url_pattern\": \"/\", \"extra_config\":"
                + " {\"auth/client-credentials\": \"s3cr3t\", \"backend/http/client\":"
                + " {\"proxy_address\": \"http://joe:s3cr3t@:1:2\"}}");
    assertThat(Krakend.findings(text)).hasSize(3).noneMatch(one -> one.contains("s3cr3t"));
  }

  @Test
  void emptyListsOfHostsAreNoHosts() {
    String text = Krakend.root("\"host\": [], ", "/x", "\"url_pattern\": \"/\"");
    assertThat(Krakend.findings(text)).singleElement().asString().contains("host: missing");
  }

  @Test
  void keysInAnyCaseAreRead() {
    String text = Krakend.endpoint("/x", "\"Host\": [\"h\"], \"URL_pattern\": \"/y\"");
    assertThat(Krakend.only(text).exchange().path().path()).hasToString("Optional[/y]");
  }

  @Test
  void unknownKeysAreNoted() {
    String text = Krakend.endpoint("/x", "\"host\": [\"h\"], \"url_patern\": \"/y\"");
    assertThat(Krakend.notes(text))
        .anyMatch(note -> note.contains("backend[0].url_patern: unknown key; ignored"))
        .anyMatch(note -> note.contains("backend[0].url_pattern: missing; it is '/'"));
  }

  @Test
  void pathsOfHostsStandInFront() {
    String hosts = "\"host\": [\"http://a/v1\", \"http://b/v1\", \"http://c\"], ";
    String text =
        Krakend.endpoint("/x", hosts + "\"disable_host_sanitize\": true, \"url_pattern\": \"/y\"");
    assertThat(Krakend.only(text).exchange().path().path()).hasToString("Optional[/v1/y]");
    assertThat(Krakend.only(text).transport().origins()).hasToString("http://a, http://b");
    assertThat(Krakend.notes(text))
        .anyMatch(note -> note.contains("host[2]: another path than the first; left out"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "github.com/devopsfaith/krakend-circuitbreaker/gobreaker",
        "github_com/devopsfaith/krakend-circuitbreaker/gobreaker",
        "github.com/krakendio/krakend-circuitbreaker/gobreaker",
        "qos/circuit-breaker"
      })
  void oldNamespacesAreReadAsThoseOfToday(String namespace) {
    String text =
        Krakend.endpoint(
            "/a",
            "\"host\": [\"h\"], \"url_pattern\": \"/\", \"extra_config\": {\""
                + namespace
                + "\": {\"interval\": 0, \"timeout\": 5, \"max_errors\": 3}}");
    assertThat(Krakend.only(text).limits().breaker())
        .contains(BreakerSpec.consecutiveErrors(3, Duration.ofSeconds(5)));
    assertThat(Krakend.notes(text).stream().anyMatch(note -> note.contains("an old spelling")))
        .isEqualTo(namespace.startsWith("github"));
  }

  @Test
  void oldNamespaceBesideThatOfTodayIsLeftOut() {
    String text =
        Krakend.endpoint(
            "/a",
            "\"host\": [\"h\"], \"url_pattern\": \"/\", \"extra_config\": {"
                + "\"github.com/devopsfaith/krakend-cel\": [], \"validation/cel\": []}");
    assertThat(Krakend.notes(text))
        .anyMatch(note -> note.contains("an old spelling; left out, as validation/cel is there"))
        .anyMatch(note -> note.contains("[\"validation/cel\"]: its conditions are not checked"));
  }

  @Test
  void oldNamespaceOfALambdaLeavesTheBackendOut() {
    String text =
        Krakend.endpoint(
            "/a",
            "\"host\": [\"h\"], \"url_pattern\": \"/\", \"extra_config\": {"
                + "\"github.com/devopsfaith/krakend-lambda\": {}}");
    assertThat(Krakend.read(text).backends()).isEmpty();
    assertThat(Krakend.notes(text)).anyMatch(note -> note.contains("backend/lambda is not HTTP"));
  }
}
