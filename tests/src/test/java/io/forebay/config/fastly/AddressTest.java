package io.forebay.config.fastly;

import static io.forebay.config.fastly.Api.backend;
import static io.forebay.config.fastly.Api.findingsOfBackend;
import static io.forebay.config.fastly.Api.notesOfBackend;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a backend is, and whether TLS is spoken there. */
class AddressTest {

  @ParameterizedTest(name = "{0}: {1} is {2}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "S2,`\"port\": 443`,https://b.example",
        "S2,`\"port\": 80`,http://b.example",
        "S2,`\"port\": 443; \"use_ssl\": false`,http://b.example:443",
        "S2,`\"port\": 80; \"use_ssl\": true`,https://b.example:80",
        "J04,`\"port\": 1234; \"use_ssl\": false`,http://b.example:1234",
        "J04,`\"port\": 1234`,http://b.example:1234",
        "J06,`\"port\": \"80\"`,http://b.example",
        "J06,`\"port\": null`,http://b.example",
        "J19,`\"use_ssl\": true`,https://b.example",
        "J19,`\"use_ssl\": true; \"port\": 8443`,https://b.example:8443",
        "2.1,`\"ipv4\": \"192.0.2.1\"`,http://192.0.2.1",
        "2.1,`\"ipv6\": \"2001:DB8::1\"`,http://[2001:db8::1]",
        "2.1,`\"hostname\": \"H.example\"`,http://h.example",
        "2.1,`\"address\": \"192.0.2.1\"; \"hostname\": null; \"ipv4\": null`,http://192.0.2.1",
        "2.1,`\"address\": \"2001:db8::1\"; \"ipv6\": \"2001:db8:0:0::1\"`,http://[2001:db8::1]",
        "2.1,`\"address\": \"A.example\"; \"hostname\": \"a.example\"`,http://a.example",
      })
  void addressIsRead(String row, String members, String origin) {
    assertThat(backend(members.replace(';', ',')).transport().origin()).as(row).hasToString(origin);
  }

  @Test
  void tlsWithoutPortOfJ19IsNoted() {
    assertThat(notesOfBackend("\"use_ssl\": true"))
        .containsExactly("backend 'b': use_ssl: true without a port: read as port 443");
  }

  @ParameterizedTest(name = "2.1: {0} is refused: {1}")
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`\"address\": null`,address: missing (expected: a host name; IPv4 or IPv6)",
        "`\"ipv4\": \"2001:db8::1\"`,ipv4: '2001:db8::1': not IPv4",
        "`\"ipv4\": \"256.0.0.1\"`,ipv4: '256.0.0.1': not IPv4",
        "`\"ipv6\": \"192.0.2.1\"`,ipv6: '192.0.2.1': not IPv6",
        "`\"ipv6\": \"2001:db8:::1\"`,ipv6: '2001:db8:::1': not IPv6",
        "`\"address\": \"a.example\"; \"ipv4\": \"192.0.2.1\"`,ipv4: '192.0.2.1' beside address"
            + " 'a.example' (expected: the same; or one of them)",
        "`\"ipv4\": \"192.0.2.1\"; \"ipv6\": \"::1\"`,ipv6: '::1' beside ipv4 '192.0.2.1' (expected:"
            + " the same; or one of them)",
      })
  void addressIsRefused(String members, String problem) {
    assertThat(findingsOfBackend(members.replace(';', ',')))
        .singleElement()
        .asString()
        .endsWith(problem.replace(';', ','));
  }

  static Stream<String> hosts() {
    return Stream.of(
        "www.fastly.example",
        "w-w-w.f-a-s-t-l-y.e-x",
        "a".repeat(63) + ".com",
        ("a".repeat(62) + ".").repeat(4) + "b",
        "ai",
        "0.0.0.0",
        "192.168.140.255",
        "my_host.example.com",
        "3com.com",
        "::1:2:3:4");
  }

  @ParameterizedTest(name = "H01 H03 H06 H10 H11 7.8: {0}")
  @MethodSource("hosts")
  void hostIsTaken(String host) {
    assertThat(backend("\"address\": \"" + host + "\"").transport().origin().host())
        .isEqualTo(host);
  }

  static Stream<String> noHosts() {
    return Stream.of(
        "-www.fastly.example",
        "www.fastly.example-",
        "a".repeat(64) + ".com",
        ("a".repeat(62) + ".").repeat(4) + "bc",
        "w$.com",
        "w.a:a",
        "a.example:80",
        "a..b",
        "a.example.",
        "a.example.7",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.4.",
        "[::1]",
        "fe80::1%eth0",
        "*.example",
        "_dmarc.example",
        "a b",
        " ",
        "http://a.example",
        "\u00fcber.example",
        "::zz");
  }

  @ParameterizedTest(name = "H02 H04 H10 10.12: {0}")
  @MethodSource("noHosts")
  void noHostIsRefused(String host) {
    assertThat(findingsOfBackend("\"address\": \"" + host + "\""))
        .singleElement()
        .asString()
        .contains("address: '")
        .endsWith("(expected: a host name, IPv4 or IPv6)");
  }
}
