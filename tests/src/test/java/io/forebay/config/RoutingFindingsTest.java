package io.forebay.config;

import static io.forebay.config.Texts.definition;
import static io.forebay.config.Texts.findings;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong about several origins, retries and the breaker. */
class RoutingFindingsTest {

  /** The origins of a backend, the column of the finding, and the finding. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      quoteCharacter = '§',
      textBlock =
          """
          []                          | 14 | : none (expected: at least one)
          null                        | 14 | : expected a list of URLs or mappings, or a mapping with srv, dns or source but was null
          http://joe:topsecret@a      | 14 | : expected a list of URLs or mappings, or a mapping with srv, dns or source but was text
          {url: http://a}             | 14 | : nothing to look up (expected: one of srv, dns and source)
          [17]                        | 15 | [0]: expected an absolute URL or a mapping but was number 17
          [[http://a]]                | 15 | [0]: expected an absolute URL or a mapping but was a list
          [http://a, b]               | 25 | [1]: the origin attribute has to contain an absolute URL with a valid hostname: "b"
          [{}]                        | 15 | [0]: url: missing (expected: an absolute URL)
          [{weight: 2}]               | 15 | [0]: url: missing (expected: an absolute URL)
          [{url: a}]                  | 21 | [0].url: the origin attribute has to contain an absolute URL with a valid hostname: "a"
          [{url: http://a/b}]         | 21 | [0].url: the origin must not carry a path: '/b' (use path_prefix)
          [{url: http://a, wieght: 2}] | 31 | [0]: unknown key 'wieght' (did you mean 'weight'?)
          [{url: http://a, weight: 0}] | 39 | [0].weight: 0 (expected: 1-65535)
          [{url: http://a, weight: 65536}] | 39 | [0].weight: 65536 (expected: 1-65535)
          [{url: http://a, weight: x}] | 39 | [0].weight: expected a whole number but was text "x"
          [{url: http://a, priority: -1}] | 41 | [0].priority: -1 (expected: >= 0)
          [http://a, {url: "http://a:80", weight: 2}] | 25 | [1]: the origin is there twice (first at 3:15)
          """)
  void originsAreFaulted(String origins, int column, String finding) {
    originsFaulted(origins, column, finding);
  }

  private static void originsFaulted(String origins, int column, String finding) {
    assertThat(findings("backends:\n  a:\n    origins: " + origins + "\n"))
        .containsExactly("t.yaml:3:" + column + ": error: backends.a.origins" + finding);
  }

  /** The origins of a backend, the column of the finding, and the finding. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      quoteCharacter = '§',
      textBlock =
          """
          [{group: eu}]               | 15 | [0]: origins: missing (expected: a list of URLs or mappings)
          [{origins: [http://a]}]     | 15 | [0]: group: missing (expected: the name of a group)
          [{group: "", origins: [http://a]}] | 23 | [0].group: without a name (expected: one)
          [{group: [], origins: [http://a]}] | 23 | [0].group: expected the name of a group but was a list
          [{group: eu, origins: []}]  | 36 | [0].origins: none (expected: at least one)
          [{group: eu, origins: http://a}] | 36 | [0].origins: expected a list of URLs or mappings but was text
          [{group: eu, origins: {srv: a}}] | 36 | [0].origins: expected a list of URLs or mappings but was a mapping
          [{group: eu, origins: [17]}] | 37 | [0].origins[0]: expected an absolute URL or a mapping but was number 17
          [{group: eu, url: http://b, origins: [http://a]}] | 27 | [0]: unknown key 'url'
          [{group: eu, quorun: 1, origins: [http://a]}] | 27 | [0]: unknown key 'quorun' (did you mean 'quorum'?)
          [{group: eu, weight: 0, origins: [http://a]}] | 35 | [0].weight: 0 (expected: 1-65535)
          [{group: eu, priority: -1, origins: [http://a]}] | 37 | [0].priority: -1 (expected: >= 0)
          [{group: eu, quorum: 101, origins: [http://a]}] | 35 | [0].quorum: 101 (expected: 0-100)
          [{group: eu, balance: {ewma: {decay: 2h}}, origins: [http://a]}] | 51 | [0].balance.ewma.decay: 2h (expected: above zero, at most 1h)
          [{group: eu, origins: [http://a, http://a]}] | 47 | [0].origins[1]: the origin is there twice (first at 3:37)
          [http://a, {group: eu, origins: [http://a]}, {group: eu, origins: [http://a]}] | 59 | [2]: a group of this name is there twice (first at 3:25)
          ["http://a:80", {group: "http://a", origins: [http://b]}] | 30 | [1]: a group of this name is there twice (first at 3:15)
          """)
  void groupsAreFaulted(String origins, int column, String finding) {
    originsFaulted(origins, column, finding);
  }

  /** The origins of a backend, the column of the finding, and the finding. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      quoteCharacter = '§',
      textBlock =
          """
          {}                          | 14 | : nothing to look up (expected: one of srv, dns and source)
          {srv: a, dns: http://a}     | 14 | : srv and dns (expected: one of srv, dns and source)
          {srv: a b}                  | 20 | .srv: 'a b' (expected: a name such as _http._tcp.users.internal)
          {sv: a, srv: a}             | 15 | : unknown key 'sv' (did you mean 'srv'?)
          {dns: users}                | 20 | .dns: the origin attribute has to contain an absolute URL with a valid hostname: "users"
          {dns: http://a, refresh: 0} | 39 | .refresh: 0s (expected: above zero)
          {dns: http://a, probation: -1s} | 41 | .probation: cannot be negative: '-1s'
          {source: table}             | 14 | : source without url (expected: the URL that stands for its origins)
          {srv: a, nameservers: [x]}  | 37 | .nameservers[0]: 'x' (expected: an IP address, with or without a port)
          """)
  void discoveriesAreFaulted(String origins, int column, String finding) {
    originsFaulted(origins, column, finding);
  }

  @Test
  void groupsEndWhereTheyAreTooDeep() {
    String deepest = "{group: g, origins: [".repeat(8) + "http://a" + "]}".repeat(8);
    String tooDeep = "{group: g, origins: [".repeat(9) + "http://a" + "]}".repeat(9);

    assertThat(Texts.read("backends: {a: {origins: [" + deepest + "]}}").backends()).hasSize(1);
    assertThat(findings("backends: {a: {origins: [" + tooDeep + "]}}"))
        .singleElement()
        .asString()
        .startsWith("t.yaml:1:194: error: backends.a.origins[0].origins[0]")
        .endsWith(": too deep (expected: at most 8 groups within each other)");
  }

  @Test
  void backendHasEitherOneKeyOrTheOther() {
    assertThat(findings(definition("origins: [http://b]")))
        .containsExactly(
            "t.yaml:4:5: error: backends.a: origins: along with origin (expected: one of them)");
    assertThat(findings("backends: {a: {balance: random}}"))
        .containsExactly(
            "t.yaml:1:12: error: backends.a: origin: missing (expected: an absolute URL)");
    assertThat(findings("defaults: {origins: [http://b]}\n" + definition()))
        .containsExactly(
            "t.yaml:1:12: error: defaults: 'origins' is not permitted (expected: in each backend)");
  }

  @Test
  void everyOriginIsLookedAt() {
    assertThat(findings("backends: {a: {origins: [17, {url: x}, {url: http://a, weight: 0}]}}"))
        .hasSize(3);
  }

  /** One line of a backend, the column of the finding, and the finding. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      quoteCharacter = '§',
      textBlock =
          """
          balance: round_robbin | 14 | .balance: expected round_robin, random, weighted, least_requests, ewma, fallback, client or a mapping such as {hash: {key: "{request.headers.x-user}"}} but was text "round_robbin"
          balance: hash         | 14 | .balance: expected round_robin, random, weighted, least_requests, ewma, fallback, client or a mapping such as {hash: {key: "{request.headers.x-user}"}} but was text "hash"
          balance: {}           | 14 | .balance: empty (expected: hash, client, ring, least_requests or ewma)
          balance: {hsh: {key: a}} | 15 | .balance: unknown key 'hsh' (did you mean 'hash'?)
          balance: {hash: {}}   | 21 | .balance.hash: key: missing (expected: text such as {request.headers.x-user})
          balance: {ring: {vnodes: 9}} | 21 | .balance.ring: key: missing (expected: text such as {request.headers.x-user})
          balance: {hash: {key: 1}} | 27 | .balance.hash.key: expected text such as {request.headers.x-user} but was number 1
          balance: {hash: {key: "{backend_response.status}"}} | 27 | .balance.hash.key: {backend_response.status} is not known before the response
          balance: {hash: {key: a}, ring: {key: a}} | 14 | .balance: hash and ring (expected: one of them)
          balance: {ring: {key: a, vnodes: 0}} | 38 | .balance.ring.vnodes: 0 (expected: 1-8388608)
          balance: {least_requests: {choices: 1}} | 41 | .balance.least_requests.choices: 1 (expected: >= 2)
          balance: {ewma: {decay: 0s}} | 29 | .balance.ewma.decay: 0s (expected: above zero, at most 1h)
          balance: {ewma: {decay: 2h}} | 29 | .balance.ewma.decay: 2h (expected: above zero, at most 1h)
          quorum: 101           | 13 | .quorum: 101 (expected: 0-100)
          quorum: 50%           | 13 | .quorum: expected a whole number but was text "50%"
          panic_threshold: -1   | 22 | .panic_threshold: -1 (expected: 0-100)
          overprovisioning: 99  | 23 | .overprovisioning: 99 (expected: 0 or 100-1000)
          overprovisoning: 140  | 5  | : unknown key 'overprovisoning' (did you mean 'overprovisioning'?)
          outlier: never        | 14 | .outlier: expected true, false or a mapping but was text "never"
          outlier: {consecutive_5xx: 1} | 15 | .outlier: unknown key 'consecutive_5xx'
          outlier: {consecutive_error: 1} | 15 | .outlier: unknown key 'consecutive_error' (did you mean 'consecutive_errors'?)
          outlier: {consecutive_errors: 65536} | 35 | .outlier.consecutive_errors: 65536 (expected: 0-65535)
          outlier: {consecutive_gateway_errors: -1} | 43 | .outlier.consecutive_gateway_errors: -1 (expected: 0-65535)
          outlier: {consecutive_local_errors: -1} | 41 | .outlier.consecutive_local_errors: -1 (expected: 0-65535)
          outlier: {success_rate: {stdev_factor: 1001}} | 44 | .outlier.success_rate.stdev_factor: 1001.0 (expected: 0.0-1000.0)
          outlier: {success_rate: {margin: 101}} | 38 | .outlier.success_rate.margin: 101 (expected: 0-100)
          outlier: {success_rate: {request_volume: 0}} | 46 | .outlier.success_rate.request_volume: 0 (expected: >= 1)
          outlier: {success_rate: {minimum_origins: 0}} | 47 | .outlier.success_rate.minimum_origins: 0 (expected: >= 1)
          outlier: {failure_percentage: {threshold: 101}} | 47 | .outlier.failure_percentage.threshold: 101 (expected: 0-100)
          outlier: {failure_percentage: {request_volume: 0}} | 52 | .outlier.failure_percentage.request_volume: 0 (expected: >= 1)
          outlier: {failure_percentage: {minimum_origins: 0}} | 53 | .outlier.failure_percentage.minimum_origins: 0 (expected: >= 1)
          outlier: {ejection: {base: 0}} | 32 | .outlier.ejection.base: 0ms (expected: above zero)
          outlier: {ejection: {max: 10s}} | 25 | .outlier.ejection: base: 30s (expected: at most max, 10s)
          outlier: {ejection: {jitter: soon}} | 34 | .outlier.ejection.jitter: time: invalid duration "soon"
          outlier: {max_ejected_percent: 101} | 36 | .outlier.max_ejected_percent: 101 (expected: 0-100)
          outlier: {interval: 0}  | 25 | .outlier.interval: 0ms (expected: above zero)
          outlier: {probes_readmit: 1} | 31 | .outlier.probes_readmit: expected true or false but was number 1
          slow_start: true        | 17 | .slow_start: expected a duration such as 30s, or a mapping but was true
          slow_start: 30          | 17 | .slow_start: time: missing unit in duration "30"
          slow_start: 100000h     | 17 | .slow_start: longer than 10 years (expected: less)
          slow_start: {agression: 1} | 18 | .slow_start: unknown key 'agression' (did you mean 'aggression'?)
          slow_start: {aggression: 0} | 30 | .slow_start.aggression: 0.0 (expected: 0.01-100.0)
          slow_start: {min_weight: 1.5} | 30 | .slow_start.min_weight: 1.5 (expected: 0.0-1.0)
          """)
  void waysAreFaulted(String line, int column, String finding) {
    faulted(line, column, finding);
  }

  /** One line of a backend, the column of the finding, and the finding. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      quoteCharacter = '§',
      textBlock =
          """
          retries: 3            | 14 | .retries: expected a mapping or default but was number 3
          retries: none         | 14 | .retries: expected a mapping or default but was text "none"
          retries: {attempts: 0} | 25 | .retries.attempts: 0 (expected: 1-10)
          retries: {attempts: 11} | 25 | .retries.attempts: 11 (expected: 1-10)
          retries: {atempts: 2} | 15 | .retries: unknown key 'atempts' (did you mean 'attempts'?)
          retries: {on: [502]}  | 19 | .retries.on: expected a mapping but was a list
          retries: {on: {status: 503}} | 20 | .retries.on: unknown key 'status' (did you mean 'statuses'?)
          retries: {on: {statuses: [502, 399]}} | 36 | .retries.on.statuses[1]: 399 (expected: 400-599)
          retries: {on: {statuses: 5xx}} | 30 | .retries.on.statuses: expected a whole number but was text "5xx"
          retries: {on: {methods: [a b]}} | 30 | .retries.on.methods[0]: not a method (expected: such as POST)
          retries: {on: {time_limits: x}} | 33 | .retries.on.time_limits: expected true or false but was text "x"
          retries: {backoff: {base: 2h}} | 31 | .retries.backoff.base: 2h (expected: 0-1h)
          retries: {backoff: {max: 1ms}} | 24 | .retries.backoff: max: 1ms (expected: at least retries.backoff.base, 25ms)
          retries: {budget: {percent: 101}} | 33 | .retries.budget.percent: 101 (expected: 0-100)
          retries: {budget: {floor: -1}} | 31 | .retries.budget.floor: -1 (expected: 0-100000)
          retries: {retry_after_cap: 2h} | 32 | .retries.retry_after_cap: 2h (expected: 0-1h)
          retries: {hedge: {percentile: 100}} | 35 | .retries.hedge.percentile: 100 (expected: 50-99)
          retries: {hedge: {extra_load_percent: 101}} | 43 | .retries.hedge.extra_load_percent: 101 (expected: 0-100)
          retries: {attempts: 1, hedge: {}} | 14 | .retries: hedge: none with retries.attempts: 1 (expected: 2-10)
          retries: {deadline_header: a b} | 32 | .retries.deadline_header: not a header name (expected: letters, digits and !#$%&'*+-.^_`|~)
          circuit_breaker: on   | 22 | .circuit_breaker: expected true, false or a mapping but was text "on"
          circuit_breaker: {failure_rate_percent: 0} | 45 | .circuit_breaker.failure_rate_percent: 0 (expected: 1-100)
          circuit_breaker: {minimum_calls: 0} | 38 | .circuit_breaker.minimum_calls: 0 (expected: 1-100000)
          circuit_breaker: {window: 10} | 22 | .circuit_breaker: minimum_calls: 20 (expected: 1-10)
          circuit_breaker: {window: -1} | 31 | .circuit_breaker.window: -1 (expected: 1-100000)
          circuit_breaker: {window: 100001} | 31 | .circuit_breaker.window: 100001 (expected: 1-100000)
          circuit_breaker: {window: 1500ms} | 31 | .circuit_breaker.window: 1.5s (expected: whole seconds, 1s-1h)
          circuit_breaker: {window: true} | 31 | .circuit_breaker.window: expected a number of exchanges, or a duration such as 10s but was true
          circuit_breaker: {slow_call: {percent: 50}} | 34 | .circuit_breaker.slow_call: duration: missing (expected: a duration such as 2s)
          circuit_breaker: {slow_call: {duration: 1s}} | 34 | .circuit_breaker.slow_call: percent: missing (expected: a whole number)
          circuit_breaker: {slow_call: {percent: 0, duration: 1s}} | 44 | .circuit_breaker.slow_call.percent: 0 (expected: 1-100)
          circuit_breaker: {open_for: 0} | 33 | .circuit_breaker.open_for: 0s (expected: 1ms-24h)
          circuit_breaker: {trial_calls: 0} | 36 | .circuit_breaker.trial_calls: 0 (expected: 1-1000)
          circuit_breaker: {scope: pool} | 30 | .circuit_breaker.scope: expected origin or backend but was text "pool"
          circuit_breaker: {max_errors: -1} | 35 | .circuit_breaker.max_errors: -1 (expected: 0-99999)
          circuit_breaker: {max_errors: 3, window: 100} | 22 | .circuit_breaker: max_errors: along with window (expected: at most open_for beside it)
          circuit_breaker: {failure_rate: 50} | 23 | .circuit_breaker: unknown key 'failure_rate'
          """)
  void retriesAndBreakersAreFaulted(String line, int column, String finding) {
    faulted(line, column, finding);
  }

  private static void faulted(String line, int column, String finding) {
    assertThat(findings(definition(line)))
        .containsExactly("t.yaml:4:" + column + ": error: backends.a" + finding);
  }

  /** In Couper's words: they belong to the backend, which all its refinements share. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "origins",
        "balance",
        "quorum",
        "panic_threshold",
        "overprovisioning",
        "outlier",
        "slow_start",
        "circuit_breaker",
        "throttle",
        "max_concurrent",
        "adaptive_concurrency"
      })
  void refinementsMayNotHaveThem(String key) {
    assertThat(findings(definition() + "refinements: {b: {backend: a, " + key + ": 1}}"))
        .containsExactly(
            "t.yaml:4:31: error: refinements.b: backend reference: refinement for \""
                + key
                + "\" is not permitted");
  }

  @Test
  void refinementOfSeveralOriginsPinsNone() {
    String text = "backends: {a: {origins: [http://a, http://b]}}\n";
    assertThat(findings(text + "refinements: {b: {backend: a, origin: http://a}}"))
        .containsExactly(
            "t.yaml:2:31: error: refinements.b: backend reference: origin must be equal");
  }

  @Test
  void everythingWrongIsFoundAtOnce() {
    assertThat(
            findings(
                definition(
                    "balance: {ring: {vnodes: 0}}",
                    "quorum: 101",
                    "outlier: {interval: 0s, ejection: {base: 0s}}",
                    "retries: {attempts: 0, on: {statuses: [200, 600]}}")))
        .hasSize(7);
  }

  @Test
  void referencedValuesAreNotTold() {
    assertThat(findings(definition("quorum: ${env:TOKEN}", "slow_start: ${env:TOKEN}")))
        .hasSize(2)
        .noneMatch(finding -> finding.contains("s3cr3t"));
    String twice = "backends: {a: {origins: [\"http://${env:TOKEN}\", \"http://${env:TOKEN}\"]}}";
    assertThat(findings(twice)).hasSize(1).noneMatch(finding -> finding.contains("s3cr3t"));
    String group = "{group: \"${env:TOKEN}\", origins: [http://a]}";
    assertThat(findings("backends: {a: {origins: [" + group + ", " + group + "]}}"))
        .hasSize(1)
        .noneMatch(finding -> finding.contains("s3cr3t"));
    String found = "{source: \"${env:TOKEN}\", url: http://a, nameservers: \"${env:TOKEN}\"}";
    assertThat(findings("backends: {a: {origins: " + found + "}}"))
        .isNotEmpty()
        .noneMatch(finding -> finding.contains("s3cr3t"));
  }
}
