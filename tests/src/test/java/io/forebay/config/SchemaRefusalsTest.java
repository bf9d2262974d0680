package io.forebay.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a text by both, the schema and the reader. */
class SchemaRefusalsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tiemout: 1s",
        "origins: [http://b]",
        "timeout: -1s",
        "timeout: 5",
        "timeout: 1 s",
        "timeout: 1d",
        "timeout: true",
        "timeout: [1s]",
        "max_connections: -1",
        "max_connections: many",
        "max_connections: '5'",
        "max_connections: 1.5",
        "max_connections: 2147483648",
        "http2: 1",
        "http2: 'true'",
        "http2: ",
        "between_bytes_expiry: give_up",
        "ipv6: always",
        "set_request_headers: X-A",
        "set_request_headers: { 'X A': 1 }",
        "set_request_headers: { X-A: { b: 1 } }",
        "remove_request_headers: { X-A: 1 }",
        "set_response_status: 199",
        "set_response_status: '600'",
        "custom_log_fields: [a]",
        "hostname: ''",
        "tls: { ca: a, ca_file: b }",
        "tls: { client_key: a, client_key_file: b }",
        "tls: { min_version: 2 }",
        "tls: { pins: [abc] }",
        "tls: true",
        "health: { interval: 0s }",
        "health: { port: 0 }",
        "health: { window: 65 }",
        "health: { expected_status: 200 }",
        "health: { expected_status: [99] }",
        "health: { path: [/] }",
        "quorum: 101",
        "overprovisioning: 99",
        "balance: fastest",
        "balance: {}",
        "balance: { hash: {} }",
        "balance: { ewma: {}, least_requests: {} }",
        "balance: { least_requests: { choices: 1 } }",
        "outlier: { ejection: { base: 0s } }",
        "outlier: { consecutive_errors: 65536 }",
        "retries: always",
        "retries: { attempts: 0 }",
        "retries: { on: { statuses: [200] } }",
        "circuit_breaker: { max_errors: 3, window: 10s }",
        "circuit_breaker: { slow_call: { percent: 50 } }",
        "circuit_breaker: { window: 0 }",
        "slow_start: { min_weight: -1 }",
        "tcp_keepalive: { probes: 0 }",
        "backend: a",
      })
  void keyOfABackendIsRefusedByBoth(String line) {
    refusedByBoth(Texts.definition(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "backends: []",
        "backends: {a: }",
        "backends: {a: {}}",
        "backends: {a: {origin: ftp://a}}",
        "backends: {a: {origin: a.example}}",
        "backends: {a: {origin: http://a/path}}",
        "backends: {a: {origin: http://user@a}}",
        "backends: {a: {origins: []}}",
        "backends: {a: {origins: http://a}}",
        "backends: {a: {origins: [{weight: 2}]}}",
        "backends: {a: {origins: [{url: http://a, weight: 0}]}}",
        "backends: {a: {origins: [{group: g}]}}",
        "backends: {a: {origins: [{group: g, origins: [], quorum: 1}]}}",
        "backends: {a: {origins: [{group: g, origins: [{url: http://a, nam: 1}]}]}}",
        "backends: {a: {origins: {}}}",
        "backends: {a: {origins: {srv: _http._tcp.a, dns: http://a}}}",
        "backends: {a: {origins: {dns: http://a, scheme: https}}}",
        "backends: {a: {origins: {source: s}}}",
        "backends: {a: {origins: {source: s, url: http://s, nameservers: 10.0.0.1}}}",
        "backends: {'a b': {origin: http://a}}",
        "backends: {anonymous_a: {origin: http://a}}",
        "{forebay: 2, backends: {a: {origin: http://a}}}",
        "{forebay: '1', backends: {a: {origin: http://a}}}",
        "{backend: {}, backends: {a: {origin: http://a}}}",
        "{defaults: , backends: {a: {origin: http://a}}}",
        "{defaults: {origin: http://b}, backends: {a: {origin: http://a}}}",
        "{defaults: {hostname: b}, backends: {a: {origin: http://a}}}",
        "{defaults: {timeout: soon}, backends: {a: {origin: http://a}}}",
        "{backends: {a: {origin: http://a}}, refinements: {b: {timeout: 1s}}}",
        "{backends: {a: {origin: http://a}}, refinements: {b: {backend: a, max_connections: 1}}}",
        "{backends: {a: {origin: http://a}}, refinements: {b: {backend: a, health: {}}}}",
        "{backends: {a: {origin: http://a}}, refinements: {b: {backend: a, timeout: -1s}}}",
        "{backends: {a: {origin: http://a}}, refinements: {b: a}}",
      })
  void textIsRefusedByBoth(String text) {
    refusedByBoth(text);
  }

  private static void refusedByBoth(String text) {
    assertThat(Texts.findings(text, "t.yaml")).isNotEmpty();
    assertThat(SchemaCheck.problems(text, "t.yaml")).as(text).isNotEmpty();
  }
}
