package io.forebay.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Any text is a definition or a list of findings, and soon. */
class FuzzTest {
  private static final int INPUTS = 20_000;
  private static final long SEED = 20_260_101;

  private static final List<String> SEEDS =
      List.of(
          """
          forebay: 1
          defaults: { connect_timeout: 2s, health: {} }
          backends:
            users:
              origin: https://users.internal:8443
              path_prefix: /v2/{tenant}
              set_request_headers: { X-Tenant: acme, A: [1, true, null, "${env:TOKEN}"] }
              remove_query_params: [a, b]
              health: { path: /healthz, interval: 1s, expected_status: [200, 204] }
              tls:
                ca: |
                  -----BEGIN CERTIFICATE-----
                  MIIB
                min_version: 1.2
                client_certificate_file: c.p12
                client_key_password: "$${x}"
                pins: []
              proxy: http://joe:pw@proxy:3128
              tcp_keepalive: { time: 9s }
              unix_socket: run/s
              ipv6: prefer
              max_response_bytes: 5
              basic_auth: "peter:$${x}"
              max_connections: 50
            orders: { origin: "http://[::1]:8080", http2: true }
          refinements:
            users_admin: { backend: users, path: "/admin/**", timeout: 1h30m }
            more: { backend: users_admin, use_when_unhealthy: false }
          """,
          """
          {"forebay": 1, "defaults": {"connect_timeout": "2s"},
           "backends": {
             "users": {"origin": "https://users.internal:8443", "path_prefix": "/v2/{tenant}",
               "set_request_headers": {"X-Tenant": "acme", "A": [1, true, null, "${env:TOKEN}"]},
               "health": {"path": "/healthz", "interval": "1s", "expected_status": [200, 204]},
               "basic_auth": "peter:$${x}\\u0041", "max_connections": 50}},
           "refinements": {"a": {"backend": "users", "path": "/admin/**", "timeout": "1h30m"}}}
          """,
          """
          defaults: { retries: { attempts: 3, on: { statuses: [503], methods: [POST] } } }
          backends:
            orders:
              origins: [ { url: "http://o1:8080", weight: 2, priority: 1 }, "http://o${env:FIFTY}" ]
              balance: { ring: { key: "{request.headers.x-user}", vnodes: 9 } }
              outlier: { consecutive_errors: 3, ejection: { base: 9s }, success_rate: {} }
              slow_start: { window: 30s, min_weight: 0.2 }
              circuit_breaker: { window: 100, slow_call: { percent: 80, duration: 2s } }
              retries: { hedge: {}, backoff: { base: 1ms }, budget: { floor: 2 } }
            one: { origins: [http://o], circuit_breaker: { max_errors: 3 }, balance: ewma }
          refinements:
            patient: { backend: orders, retries: default }
          """,
          """
          backends:
            orders:
              origins:
                - group: eu
                  weight: 2
                  balance: { hash: { key: "{request.headers.x-user}" } }
                  origins: [ { group: far, quorum: 50, origins: [ "http://o${env:FIFTY}" ] }, http://o ]
                - { group: us, priority: 1, panic_threshold: 0, origins: [ http://o, http://p ] }
                - http://spare
            found: { origins: { srv: _http._tcp.users, scheme: https, probation: 1m, timeout: 2s } }
            named: { origins: { dns: "http://users:8080", nameservers: [10.0.0.1, "[::1]:53"] } }
            table: { origins: { source: t, url: http://users, min_refresh: 1s, max_refresh: 5m } }
          """);

  /** Pieces that mean something to somebody. */
  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ":",
          ": ",
          ",",
          "\"",
          "'",
          "\n",
          "\n  ",
          "- ",
          "? ",
          "|",
          ">",
          "&a ",
          "*a",
          "!!str ",
          "<<: ",
          "---\n",
          "...\n",
          "#",
          " #",
          "%YAML 1.1\n",
          "\\",
          "\\u0000",
          "\\ud800",
          "\t",
          "\r",
          "\u0000",
          "\ufeff",
          "\u0085",
          "\u2028",
          "\ud800",
          "\ud83d\ude00",
          "${",
          "$${",
          "${env:TOKEN}",
          "${env:",
          "${file:",
          "${file:/}",
          "{{",
          "null",
          "~",
          "true",
          "-1",
          "1e999",
          "99999999999999999999",
          "0x",
          "-1s",
          "1sec",
          "http://",
          "backends",
          "refinements",
          "origin",
          "backend",
          "users");

  @Test
  void anyTextIsReadOrFaulted() {
    Random random = new Random(SEED);
    int read = 0;
    for (int i = 0; i < INPUTS; i++) {
      String text = SEEDS.get(random.nextInt(SEEDS.size()));
      for (int mutations = random.nextInt(4); mutations >= 0; mutations--) {
        text = mutated(text, random);
      }
      read += isRead(text, List.of("t.yaml", "t.json", "t").get(random.nextInt(3))) ? 1 : 0;
    }
    // Enough of both to mean something.
    assertThat(read).isBetween(INPUTS / 50, INPUTS / 2);
  }

  private static boolean isRead(String text, String name) {
    long start = cpuNanos();
    boolean read;
    try {
      Definitions definitions = Texts.read(text, name);
      assertThat(Texts.read(definitions.toYaml())).isEqualTo(definitions);
      read = true;
    } catch (DefinitionException e) {
      assertThat(e.findings()).isNotEmpty();
      assertThat(e).hasMessageNotContaining("s3cr3t");
      read = false;
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("with " + name + ":\n" + text, e);
    }
    assertThat(cpuNanos() - start).as(text).isLessThan(TimeUnit.SECONDS.toNanos(1));
    return read;
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static String mutated(String text, Random random) {
    int at = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), at + random.nextInt(1 + random.nextInt(20)));
    return switch (random.nextInt(6)) {
      case 0 -> text.substring(0, at) + text.substring(to);
      case 1 -> text.substring(0, at) + piece(random) + text.substring(at);
      case 2 -> text.substring(0, at) + piece(random) + text.substring(to);
      case 3 -> text.substring(0, at) + text.substring(at, to).repeat(3) + text.substring(to);
      case 4 -> text.substring(0, at) + (char) random.nextInt(0x100) + text.substring(to);
      default -> {
        int from = random.nextInt(text.length() + 1);
        int length = Math.min(random.nextInt(40), text.length() - from);
        yield text.substring(0, at) + text.substring(from, from + length) + text.substring(at);
      }
    };
  }

  private static String piece(Random random) {
    String piece = PIECES.get(random.nextInt(PIECES.size()));
    return random.nextInt(20) == 0 ? piece.repeat(random.nextInt(500)) : piece;
  }
}
