package io.forebay.config;

import static io.forebay.config.Texts.definition;
import static io.forebay.config.Texts.findings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.spec.ExchangeAttribute;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong in a text that is right as YAML or JSON. */
class FormFindingsTest {

  /**
   * One line of a backend, the column of the finding, and the finding behind {@code backends.a}.
   */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      quoteCharacter = '§',
      textBlock =
          """
          max_connections: many     | 22 | .max_connections: expected a whole number but was text "many"
          max_connections: "5"      | 22 | .max_connections: expected a whole number but was text "5"
          max_connections: 1.5      | 22 | .max_connections: expected a whole number but was number 1.5
          max_connections: 1e2      | 22 | .max_connections: expected a whole number but was number 1e2
          max_connections: 0777     | 22 | .max_connections: expected a whole number but was number 0777
          max_connections: -1       | 22 | .max_connections: -1 (expected: >= 0)
          max_connections: 2147483648 | 22 | .max_connections: 2147483648 (expected: at most 2147483647)
          max_connections: true     | 22 | .max_connections: expected a whole number but was true
          max_connections:          | 21 | .max_connections: expected a whole number but was null
          max_connections: [1]      | 22 | .max_connections: expected a whole number but was a list
          max_connections: {a: 1}   | 22 | .max_connections: expected a whole number but was a mapping
          http2: "true"             | 12 | .http2: expected true or false but was text "true"
          http2: yes                | 12 | .http2: expected true or false but was text "yes"
          http2: 1                  | 12 | .http2: expected true or false but was number 1
          use_when_unhealthy: "on"  | 25 | .use_when_unhealthy: expected true or false but was text "on"
          disable_certificate_validation: 0 | 37 | .disable_certificate_validation: expected true or false but was number 0
          timeout: true             | 14 | .timeout: expected a duration such as 2s but was true
          timeout: [2s]             | 14 | .timeout: expected a duration such as 2s but was a list
          timeout: 30               | 14 | .timeout: time: missing unit in duration "30"
          timeout: 100000h          | 14 | .timeout: longer than 10 years (expected: less, or 0 for no limit)
          timeout: ""               | 14 | .timeout: time: invalid duration ""
          path: 17                  | 11 | .path: expected a path but was number 17
          path: "/{t}?a=b"          | 11 | .path: invalid query string found in "/{t}?a=b"
          custom_log_fields: {a: 1e9999} | 28 | .custom_log_fields.a: value: a number of more than 1000 digits
          path: [a]                 | 11 | .path: expected a path but was a list
          path_prefix: null         | 18 | .path_prefix: expected a path but was null
          conect_timeout: 1s        | 5  | : unknown key 'conect_timeout' (did you mean 'connect_timeout'?)
          time_out: 1s              | 5  | : unknown key 'time_out' (did you mean 'timeout'?)
          Timeout: 1s               | 5  | : unknown key 'Timeout' (did you mean 'timeout'?)
          set_request_header: {}    | 5  | : unknown key 'set_request_header' (did you mean 'set_request_headers'?)
          ttbf_timeout: 1s          | 5  | : unknown key 'ttbf_timeout' (did you mean 'ttfb_timeout'?)
          cache: {}                 | 5  | : unknown key 'cache'
          origin: http://b          | 5  | : duplicate key 'origin' (first at 3:5)
          remove_request_headers: {a: b} | 29 | .remove_request_headers: expected a list of names but was a mapping
          remove_request_headers: [X A]  | 30 | .remove_request_headers[0]: 'X A' is not a header name (expected: letters, digits and !#$%&'*+-.^_`|~)
          remove_request_headers: [[a]]  | 30 | .remove_request_headers[0]: expected a name but was a list
          set_request_headers: [a]  | 26 | .set_request_headers: expected a mapping but was a list
          set_request_headers: topsecret | 26 | .set_request_headers: expected a mapping but was text
          set_request_headers: {a: {b: c}} | 30 | .set_request_headers.a: expected text, a number, true, false or a list of them but was a mapping
          set_request_headers: {a: [[c]]}  | 31 | .set_request_headers.a[0]: expected text, a number, true or false but was a list
          add_query_params: {a: [{b: c}]}  | 28 | .add_query_params.a[0]: expected text, a number, true or false but was a mapping
          set_request_headers: {X A: b}    | 27 | .set_request_headers: 'X A' is not a header name (expected: letters, digits and !#$%&'*+-.^_`|~)
          set_request_headers: {"": b}     | 27 | .set_request_headers: '' is not a header name (expected: letters, digits and !#$%&'*+-.^_`|~)
          set_response_headers: {é: b}     | 28 | .set_response_headers: 'é' is not a header name (expected: letters, digits and !#$%&'*+-.^_`|~)
          basic_auth: {user: x}     | 17 | .basic_auth: expected text user:password but was a mapping
          basic_auth: 1234          | 17 | .basic_auth: expected text user:password but was a number
          basic_auth: "a:b\\n"      | 17 | .basic_auth: holds a control character (expected: user:password)
          tls: {ca_cert: x}         | 11 | .tls: unknown key 'ca_cert'
          tls: {ca: ""}             | 15 | .tls.ca: empty (expected: certificates in PEM)
          tls: {ca: 1}              | 15 | .tls.ca: expected certificates in PEM but was a number
          tls: {ca: [x, 1]}         | 19 | .tls.ca[1]: expected certificates in PEM but was a number
          tls: {ca: {a: b}}         | 15 | .tls.ca: expected certificates in PEM but was a mapping
          tls: {ca_file: ""}        | 20 | .tls.ca_file: empty (expected: the path of a file)
          tls: {ca_file: 1}         | 20 | .tls.ca_file: expected the path of a file but was number 1
          tls: {ca_file: "a\\0b"}   | 20 | .tls.ca_file: no path (expected: the path of a file)
          tls: {platform_ca: false} | 10 | .tls: ca: missing (expected, as platform_ca is false)
          tls: {ca: topsecret, ca_file: x} | 10 | .tls: read error: configured attribute and file
          tls: {client_certificate: "-----BEGIN CERTIFICATE-----"} | 10 | .tls: missing client private key: tls.client_certificate has none (expected: tls.client_key, or a PKCS12 file)
          tls: {client_certificate: topsecret, client_certificate_file: x} | 10 | .tls: read error: configured attribute and file
          tls: {client_certificate: x, client_key: topsecret, client_key_file: x} | 10 | .tls: read error: configured attribute and file
          tls: {client_key: topsecret} | 10 | .tls: client_key: given without client_certificate
          tls: {client_key_file: x}    | 10 | .tls: client_key: given without client_certificate
          tls: {client_key_password: topsecret} | 10 | .tls: client_key_password: given without client_certificate
          tls: {client_key_password: 17} | 32 | .tls.client_key_password: expected a password as text but was a number
          tls: {client_key: [x]}    | 23 | .tls.client_key: expected a key in PEM but was a list
          tls: {min_version: 1.4}   | 24 | .tls.min_version: expected 1.0, 1.1, 1.2 or 1.3 but was number 1.4
          tls: {max_version: TLSv1.2} | 24 | .tls.max_version: expected 1.0, 1.1, 1.2 or 1.3 but was text "TLSv1.2"
          tls: {min_version: 1.3, max_version: 1.2} | 10 | .tls: min_version: 1.3 (expected: at most max_version 1.2)
          tls: {pins: [sha256/x]}   | 18 | .tls.pins[0]: 'sha256/x' (expected: sha256/ and 44 characters of Base64)
          tls: {sni_hostname: ""}   | 25 | .tls.sni_hostname: empty (expected: a host name)
          tls: {reload: "on"}       | 19 | .tls.reload: expected true or false but was text "on"
          tls: x                    | 10 | .tls: expected a mapping but was text
          max_pending: -1           | 18 | .max_pending: -1 (expected: >= 0)
          keepalive_time: 60        | 21 | .keepalive_time: time: missing unit in duration "60"
          max_lifetime: -1h         | 19 | .max_lifetime: cannot be negative: '-1h'
          max_use: 1.5              | 14 | .max_use: expected a whole number but was number 1.5
          ping_interval: soon       | 20 | .ping_interval: time: invalid duration "soon"
          proxy: joe:topsecret@     | 12 | .proxy: not understood (expected: direct, environment, or http://, https://, socks5:// or socks5h:// with host and port)
          proxy: {url: topsecret}   | 12 | .proxy: expected direct, environment or the URL of a proxy but was a mapping
          ipv6: always              | 11 | .ipv6: expected prefer, only or never but was text "always"
          ipv6: true                | 11 | .ipv6: expected prefer, only or never but was true
          bind_address: ""          | 19 | .bind_address: empty (expected: an address)
          tcp_keepalive: 5          | 20 | .tcp_keepalive: expected true, false or a mapping but was number 5
          tcp_keepalive: [1]        | 20 | .tcp_keepalive: expected true, false or a mapping but was a list
          tcp_keepalive: {time: 9ms} | 27 | .tcp_keepalive.time: 9ms (expected: at least 1s)
          tcp_keepalive: {probes: 0} | 29 | .tcp_keepalive.probes: 0 (expected: >= 1)
          tcp_keepalive: {tme: 1s}  | 21 | .tcp_keepalive: unknown key 'tme' (did you mean 'time'?)
          unix_socket: ""           | 18 | .unix_socket: empty (expected: the path of a socket)
          dns_ttl: 30               | 14 | .dns_ttl: time: missing unit in duration "30"
          public_only: 1            | 18 | .public_only: expected true or false but was number 1
          between_bytes_expiry: stop | 27 | .between_bytes_expiry: expected fail or truncate but was text "stop"
          max_response_bytes: 1k    | 25 | .max_response_bytes: expected a whole number but was text "1k"
          max_response_bytes: -1    | 25 | .max_response_bytes: -1 (expected: >= 0)
          max_response_bytes: 9223372036854775808 | 25 | .max_response_bytes: 9223372036854775808 (expected: at most 9223372036854775807)
          health: true              | 13 | .health: expected a mapping but was true or false
          health:                   | 12 | .health: expected a mapping but was null
          health: {intervall: 1s}   | 14 | .health: unknown key 'intervall' (did you mean 'interval'?)
          health: {interval: 0s}    | 24 | .health.interval: 0s (expected: above zero)
          health: {timeout: 0}      | 23 | .health.timeout: 0s (expected: above zero)
          health: {interval: -1s}   | 24 | .health.interval: cannot be negative: '-1s'
          health: {path: "/a#b"}    | 20 | .health.path: expected a path with an optional query, without fragment, blanks or controls
          health: {headers: {A: [b]}} | 27 | .health.headers.A: expected text, a number, true or false but was a list
          health: {headers: {A: "\\u0001"}} | 27 | .health.headers.A: not a header value (expected: visible ASCII)
          health: {expected_status: [1000]} | 32 | .health.expected_status[0]: 1000 (expected: 100-999)
          health: {expected_status: [ok]}   | 32 | .health.expected_status[0]: expected a status such as 204, or several as 200-399 but was text "ok"
          health: {expected_status: [null]} | 32 | .health.expected_status[0]: expected a status such as 204, or several as 200-399 but was null
          health: {expected_status: [9-1]}  | 32 | .health.expected_status[0]: 9 (expected: 100-999)
          health: {window: 32}              | 13 | .health: window: 32 without threshold (expected: both or neither)
          health: {window: 65}              | 22 | .health.window: 65 (expected: 1-64)
          health: {jitter: x}               | 22 | .health.jitter: expected a number such as 0.1 but was text "x"
          """)
  void backendIsFaulted(String line, int column, String finding) {
    assertThat(findings(definition(line)))
        .containsExactly("t.yaml:4:" + column + ": error: backends.a" + finding);
  }

  /** TMO-06, for every limit, in Couper's words. */
  @Test
  void badDurationsAreFaulted() {
    List<String> limits =
        List.of(
            "connect_timeout",
            "ttfb_timeout",
            "between_bytes_timeout",
            "timeout",
            "permit_timeout",
            "attempt_timeout");
    for (String limit : limits) {
      String at = "t.yaml:4:" + (7 + limit.length()) + ": error: backends.a." + limit + ": ";
      assertThat(findings(definition(limit + ": invalid")))
          .containsExactly(at + "time: invalid duration \"invalid\"");
      assertThat(findings(definition(limit + ": 1sec")))
          .containsExactly(at + "time: unknown unit \"sec\" in duration \"1sec\"");
      assertThat(findings(definition(limit + ": -3s")))
          .containsExactly(at + "cannot be negative: '-3s'");
    }
  }

  /** TMO-05: and what is left out keeps its default. */
  @ParameterizedTest
  @CsvSource({"1s, 1", "0m, 0", "1h1s1m, 3661", "0, 0", "0s, 0", "'\"0\"', 0", "+5s, 5"})
  void durationsAreRead(String text, long seconds) {
    assertThat(ExchangeAttribute.TTFB_TIMEOUT.of(Texts.backend("ttfb_timeout: " + text).exchange()))
        .hasSeconds(seconds);
    assertThat(ExchangeAttribute.TTFB_TIMEOUT.of(Texts.backend().exchange())).hasSeconds(60);
  }

  /** HLT-06, HLT-08. */
  @Test
  void badHealthIsFaulted() {
    assertThat(findings(definition("health: {interval: 10sec}")))
        .containsExactly(
            "t.yaml:4:24: error: backends.a.health.interval: time: unknown unit \"sec\" in duration"
                + " \"10sec\"");
    assertThat(findings(definition("health: {failure_threshold: -1}")))
        .containsExactly(
            "t.yaml:4:33: error: backends.a.health.failure_threshold: -1 (expected: >= 0)");
    assertThat(findings(definition("health: {expected_status: 200}")))
        .containsExactly(
            "t.yaml:4:31: error: backends.a.health.expected_status: expected a list of statuses"
                + " but was number 200");
  }

  /** HDR-07, for all four header attributes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "set_request_headers",
        "add_request_headers",
        "set_response_headers",
        "add_response_headers"
      })
  void headerNamesAreUniqueWhateverTheirCase(String key) {
    assertThat(findings(definition(key + ":", "  a: 1", "  A: 2")))
        .containsExactly(
            "t.yaml:6:7: error: backends.a."
                + key
                + ": key in an attribute must be unique: 'a' (first at 5:7)");
    assertThat(findings(definition(key + ":", "  a: 1", "  a: 2")))
        .containsExactly(
            "t.yaml:6:7: error: backends.a." + key + ": duplicate key 'a' (first at 5:7)");
  }

  @Test
  void missingOriginIsFaulted() {
    assertThat(findings("backends:\n  a: {}\n"))
        .containsExactly(
            "t.yaml:2:3: error: backends.a: origin: missing (expected: an absolute URL)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      quoteCharacter = '§',
      textBlock =
          """
          users         | the origin attribute has to contain an absolute URL with a valid hostname: "users"
          /users        | the origin attribute has to contain an absolute URL with a valid hostname: "/users"
          ""            | the origin attribute must not be empty
          17            | expected an absolute URL but was number 17
          [http://a]    | expected an absolute URL but was a list
          ftp://a       | unsupported protocol scheme "ftp" (expected: http or https)
          http://a/b    | the origin must not carry a path: '/b' (use path_prefix)
          http://a:0    | port: 0 (expected: 1-65535)
          http://me:topsecret@a    | the origin must not carry a user (use basic_auth)
          //me:topsecret@a         | the origin attribute has to contain an absolute URL with a valid hostname: "***@a"
          """)
  void badOriginIsFaulted(String origin, String finding) {
    assertThat(findings("backends:\n  a:\n    origin: " + origin + "\n"))
        .containsExactly("t.yaml:3:13: error: backends.a.origin: " + finding);
  }

  /** REF-09. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      quoteCharacter = '§',
      textBlock =
          """
          foo bar       | 'foo bar': label contains invalid character(s), allowed are 'a-z', 'A-Z', '0-9', '_', '-' and '.', and it starts with a letter, a digit or '_'
          ""            | '': label is empty
          "  "          | '  ': label is empty
          anonymous_foo | 'anonymous_foo': backend label must not start with 'anonymous_'
          """)
  void badLabelIsFaulted(String label, String finding) {
    assertThat(findings("backends:\n  " + label + ": {origin: 'http://a'}\n"))
        .containsExactly("t.yaml:2:3: error: backends: " + finding);
    assertThat(findings(definition() + "refinements:\n  " + label + ": {backend: a}\n"))
        .containsExactly("t.yaml:5:3: error: refinements: " + finding);
  }

  /** REF-09. */
  @Test
  void labelsAreUnique() {
    assertThat(findings("backends: {a: {origin: 'http://a'}, a: {origin: 'http://a'}}"))
        .containsExactly(
            "t.yaml:1:37: error: backends: backend labels must be unique: 'a' (first at 1:12)");
    assertThat(findings("{\"backends\": {\"a\": {\"origin\": \"http://a\"},\n \"a\": {}}}"))
        .containsExactly(
            "t.json:2:2: error: backends: backend labels must be unique: 'a' (first at 1:15)");
    assertThat(findings(definition() + "refinements: {a: {backend: a}}"))
        .containsExactly(
            "t.yaml:4:15: error: refinements: backend labels must be unique: 'a' is a backend");
  }

  /** REF-01, REF-02. */
  @ParameterizedTest
  @CsvSource({
    "disable_certificate_validation: true",
    "disable_certificate_validation: [nonsense]",
    "http2: false",
    "max_connections: 5",
    "max_pending: 5",
    "keepalive_time: 1s",
    "max_lifetime: 1s",
    "max_use: 1",
    "disable_connection_reuse: true",
    "http2_prior_knowledge: true",
    "ping_interval: 1s",
    "tls: {}",
    "proxy: direct",
    "ipv6: only",
    "bind_address: 127.0.0.1",
    "tcp_keepalive: true",
    "unix_socket: x",
    "dns_ttl: 1s",
    "public_only: true",
    "health: {}"
  })
  void poolIsNotRefined(String line) {
    String key = line.substring(0, line.indexOf(':'));
    assertThat(findings(definition() + "refinements:\n  b:\n    backend: a\n    " + line + "\n"))
        .containsExactly(
            "t.yaml:7:5: error: refinements.b: backend reference: refinement for \""
                + key
                + "\" is not permitted");
  }

  @Test
  void originIsNotRefined() {
    assertThat(findings(definition() + "refinements: {b: {backend: a, origin: 'http://b'}}"))
        .containsExactly(
            "t.yaml:4:31: error: refinements.b: backend reference: origin must be equal");
    assertThat(
            findings(
                definition()
                    + "refinements: {b: {backend: a}, c: {backend: b, origin: 'http://b'}}"))
        .containsExactly(
            "t.yaml:4:48: error: refinements.c: backend reference: origin must be equal");
  }

  /** REF-07. */
  @Test
  void referenceLeadsSomewhere() {
    assertThat(findings(definition() + "refinements:\n  b: {backend: rs}\n"))
        .containsExactly(
            "t.yaml:5:16: error: refinements.b: referenced backend \"rs\" is not defined");
    assertThat(
            findings("backends: {users: {origin: 'http://a'}}\nrefinements: {b: {backend: user}}"))
        .containsExactly(
            "t.yaml:2:28: error: refinements.b: referenced backend \"user\" is not defined"
                + " (did you mean 'users'?)");
    assertThat(findings("refinements: {b: {backend: a}}"))
        .containsExactly(
            "t.yaml:1:28: error: refinements.b: referenced backend \"a\" is not defined");
  }

  @Test
  void refinementNamesItsBackend() {
    assertThat(
            findings(
                definition() + "refinements:\n  b: {timeout: 1s}\n  c:\n  d: {backend: [a]}\n"))
        .containsExactly(
            "t.yaml:5:3: error: refinements.b: backend: missing (expected: the label of a backend"
                + " or refinement)",
            "t.yaml:6:5: error: refinements.c: expected a mapping but was null",
            "t.yaml:7:16: error: refinements.d.backend: expected a label but was a list");
  }

  @Test
  void refinementIsFaultedLikeABackend() {
    assertThat(
            findings(
                definition()
                    + "refinements:\n  b: {bakend: a, backend: a, timeout: -1s, timeout: 1s}\n"))
        .containsExactly(
            "t.yaml:5:7: error: refinements.b: unknown key 'bakend' (did you mean 'backend'?)",
            "t.yaml:5:39: error: refinements.b.timeout: cannot be negative: '-1s'",
            "t.yaml:5:44: error: refinements.b: duplicate key 'timeout' (first at 5:30)");
  }

  @Test
  void circlesAreFoundOnce() {
    assertThat(
            findings(
                definition()
                    + "refinements:\n  b: {backend: c}\n  c: {backend: d}\n  d: {backend: c}\n"
                    + "  e: {backend: e}\n  f: {backend: b}\n"))
        .containsExactly(
            "t.yaml:6:16: error: refinements.c: circular reference: c,d,c",
            "t.yaml:8:16: error: refinements.e: circular reference: e,e");
  }

  @Test
  void aBackendWithFindingsIsStillDefined() {
    assertThat(findings("backends: {a: {}}\nrefinements: {b: {backend: a}}"))
        .containsExactly(
            "t.yaml:1:12: error: backends.a: origin: missing (expected: an absolute URL)");
  }

  @Test
  void topIsChecked() {
    assertThat(
            findings(
                "forebay: 2\nbackend: {}\ndefault: {}\nbackends: []\nrefinements: x\ndefaults: 3\n"))
        .containsExactly(
            "t.yaml:1:10: error: forebay: expected version 1 but was number 2",
            "t.yaml:2:1: error: unknown key 'backend' (did you mean 'backends'?)",
            "t.yaml:3:1: error: unknown key 'default' (did you mean 'defaults'?)",
            "t.yaml:4:11: error: backends: expected a mapping but was a list",
            "t.yaml:5:14: error: refinements: expected a mapping but was text",
            "t.yaml:6:11: error: defaults: expected a mapping but was a number");
    assertThat(findings("forebay: one\nforebay: 1\nbackends: {}"))
        .containsExactly(
            "t.yaml:1:10: error: forebay: expected version 1 but was text \"one\"",
            "t.yaml:2:1: error: duplicate key 'forebay' (first at 1:1)");
  }

  @Test
  void defaultsAreCheckedOnce() {
    assertThat(
            findings(
                "defaults: {origin: 'http://a', proxy: xyzw, timout: 1s, timeout: x}\n"
                    + "backends: {a: {origin: 'http://a'}, b: {origin: 'http://b'}}"))
        .containsExactly(
            "t.yaml:1:12: error: defaults: 'origin' is not permitted (expected: in each backend)",
            "t.yaml:1:32: error: defaults: 'proxy' is not permitted (expected: in each backend)",
            "t.yaml:1:45: error: defaults: unknown key 'timout' (did you mean 'timeout'?)",
            "t.yaml:1:66: error: defaults.timeout: time: invalid duration \"x\"");
  }

  @Test
  void contradictionsOfTlsAreFound() {
    assertThat(findings(definition("tls: {ca: x}", "disable_certificate_validation: true")))
        .containsExactly(
            "t.yaml:5:5: error: backends.a: disable_certificate_validation: true along with tls.ca"
                + " (expected: one of them)");
    assertThat(findings(definition("disable_certificate_validation: true", "tls: {ca_file: x}")))
        .containsExactly(
            "t.yaml:4:5: error: backends.a: disable_certificate_validation: true along with"
                + " tls.ca_file (expected: one of them)");
    assertThat(
            findings(definition("tls: {cert_hostname: x}", "disable_certificate_validation: true")))
        .hasSize(1);
  }

  @Test
  void everythingIsFoundAtOnceInTheOrderOfTheText() {
    assertThat(
            findings(
                "refinements: {x: {backend: nope}}\ndefaults: {timeout: x}\n"
                    + "backends: {a: {origin: x, http2: 1}}"))
        .extracting(finding -> finding.substring(0, finding.indexOf(": ")))
        .containsExactly("t.yaml:1:28", "t.yaml:2:21", "t.yaml:3:24", "t.yaml:3:34");
  }

  @Test
  void atMostAHundredFindingsAreListed() {
    String text =
        IntStream.range(0, 150)
            .mapToObj(i -> "x" + i + ": 1\n")
            .collect(Collectors.joining("", "backends: {}\n", ""));

    assertThatThrownBy(() -> Texts.read(text))
        .isInstanceOfSatisfying(
            DefinitionException.class, e -> assertThat(e.findings()).hasSize(100))
        .hasMessageStartingWith("t.yaml:2:1: error: unknown key 'x0'\nt.yaml:3:1: ")
        .hasMessageEndingWith("unknown key 'x99'\nand 50 more");
  }

  @Test
  void listIsReadNoFurtherThanTheLastFindingThatIsListed() {
    String pins =
        IntStream.range(0, 150).mapToObj(i -> "x" + i).collect(Collectors.joining(", ", "[", "]"));

    assertThatThrownBy(
            () -> Texts.read(definition("tls: {pins: " + pins + "}", "unknown: 1", "other: 2")))
        .isInstanceOfSatisfying(
            DefinitionException.class, e -> assertThat(e.findings()).hasSize(100))
        .hasMessageContaining("backends.a.tls.pins[99]: ")
        .hasMessageEndingWith("\nand 2 more; 50 items of lists were not read");
  }

  @Test
  void findingsStayOnOneLine() {
    assertThat(findings("backends: {a: {\"x\\ny\\u001b[31m\": 1, origin: 'http://a'}}"))
        .containsExactly("t.yaml:1:16: error: backends.a: unknown key 'x\\u000ay\\u001b[31m'");
    assertThat(
            findings(definition("path: [" + "x".repeat(10_000) + "]", "y".repeat(1_000) + ": 1")))
        .allSatisfy(finding -> assertThat(finding).hasSizeLessThan(600));
  }
}
