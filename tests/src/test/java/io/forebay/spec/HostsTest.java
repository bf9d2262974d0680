package io.forebay.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "users.internal",
        "users.internal.",
        "users.internal:8443",
        "A-b_c.D9",
        "xn--bcher-kva.example",
        "127.0.0.1",
        "127.0.0.1:80",
        "[::1]",
        "[::1]:443",
        "[::ffff:10.0.0.1]",
        "!$&'()*+,;=~"
      })
  void nameOrAddressWithOrWithoutPortIsAHost(String host) {
    assertThat(Hosts.problem(host)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "a\r\nb",
        "a\0",
        "a:",
        "a:b",
        "a:123456",
        "a:80:80",
        ":80",
        ".",
        ".:80",
        "::1",
        "[::1",
        "::1]",
        "[]",
        "[a.b]x",
        "a/b",
        "a?b",
        "a#b",
        "joe@a",
        "a%20b",
        "b\u00fccher",
        "http://a"
      })
  void anythingElseIsNoHost(String host) {
    assertThat(Hosts.problem(host))
        .contains("not a host (expected: a name or address, with or without a port)");
  }

  @ParameterizedTest
  @CsvSource({
    "users, users",
    "users:80, users",
    "users., users",
    "users.:80, users",
    "127.0.0.1:80, 127.0.0.1",
    "[::1], ::1",
    "[::1]:443, ::1",
  })
  void nameForTlsHasNoPortBracketsOrTrailingDot(String host, String name) {
    assertThat(Hosts.name(host)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "::1, true",
    "::, true",
    "127.0.0.1, true",
    "users, false",
    "1.2.3, false",
    "1.2.3.4.5, false",
    "1.2.3.a, false",
  })
  void addressIsTold(String name, boolean literal) {
    assertThat(Hosts.literal(name)).isEqualTo(literal);
  }
}
