package io.forebay.config.vcl;

import static io.forebay.config.vcl.Vcl.backend;
import static io.forebay.config.vcl.Vcl.findings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.forebay.config.DefinitionException;
import io.forebay.config.internal.tree.Source;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.SocketSpec;
import io.forebay.spec.Timeouts;
import io.forebay.spec.TlsVersion;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Backends: what is taken, with which meaning, and what is refused. */
class VclGrammarTest {
  private static final String HOST = ".host = \"a.example\";";

  @Test
  void backendSaysOnlyItsHost_G01() {
    BackendSpec spec = Vcl.only("backend example { .host = \"example.com\"; }");

    assertThat(spec.label()).isEqualTo("example");
    assertThat(spec.transport().origin()).hasToString("http://example.com");
    assertThat(spec.health()).isEmpty();
    assertThat(spec.exchange().timeouts())
        .isEqualTo(
            Timeouts.DEFAULT
                .withConnect(Duration.ofSeconds(1))
                .withTtfb(Duration.ofSeconds(15))
                .withBetweenBytes(Duration.ofSeconds(10))
                .withTotal(Duration.ZERO)
                .withPermit(Duration.ZERO));
  }

  /** Nothing nests that deep, so nothing is read by recursion. */
  @Test
  void probeInProbeIsRefusedHoweverDeep() {
    for (int depth : new int[] {1, 100_000}) {
      String text =
          "backend b { .host = \"h\"; .probe = { "
              + ".probe = { ".repeat(depth)
              + "} ".repeat(depth)
              + "} }";
      assertThatExceptionOfType(DefinitionException.class)
          .isThrownBy(() -> Vcl.read(text))
          .withMessageContaining("probe");
    }
    assertThatExceptionOfType(DefinitionException.class)
        .isThrownBy(() -> Vcl.read("backend b { .probe = { " + ".probe = { ".repeat(100_000)));
  }

  @Test
  void commentsStandAnywhere_G02() {
    String text =
        """
        // a
        backend /* b */ b # c
        { // d
          .host /* } */ = "a.example" /* ; */ ; # e
          .probe = { // f
            .dummy = true; }// g
        } // h
        """;
    assertThat(Vcl.only(text).health().orElseThrow().dummy()).isTrue();
  }

  @Test
  void requestIsItsLines_G04() {
    var request =
        Vcl.health(".request = \"GET /x HTTP/1.1\" \"Host: example.com\" \"Connection: close\";")
            .request();
    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.path()).isEqualTo("/x");
    assertThat(request.host()).contains("example.com");
    assertThat(request.headers()).isEqualTo(Map.of("Connection", "close"));
  }

  @Test
  void everyPropertyIsTaken_G05() {
    BackendSpec spec =
        Vcl.only(
            backend(
                HOST,
                ".host_header = \"h.example\"; .always_use_host_header = true;",
                ".keepalive_time = 30s; .connect_timeout = 2s; .dynamic = true; .port = \"443\";",
                ".fetch_timeout = 120s; .first_byte_timeout = 20s; .max_connections = 500;",
                ".between_bytes_timeout = 20s; .share_key = \"key1\"; .ssl = true;",
                ".ssl_sni_hostname = \"s.example\"; .ssl_cert_hostname = \"c.example\";",
                ".ssl_check_cert = always; .min_tls_version = \"1.2\"; .max_tls_version = \"1.2\";",
                ".prefer_ipv6 = true; .ssl_ciphers = \"A:B,C\";",
                ".probe = { .dummy = false; .initial = 5; .threshold = 1; .timeout = 2s;",
                "  .window = 4; }"));

    assertThat(spec.transport().origin()).hasToString("https://a.example");
    assertThat(spec.exchange().host()).contains("h.example");
    assertThat(spec.transport().pool().life().keepaliveTime()).isEqualTo(Duration.ofSeconds(30));
    assertThat(spec.transport().pool().maxConnections()).isEqualTo(500);
    assertThat(spec.exchange().timeouts().total()).isEqualTo(Duration.ofMinutes(2));
    assertThat(spec.transport().tls().maxVersion()).isEqualTo(TlsVersion.TLS_1_2);
    assertThat(spec.transport().tls().ciphers()).containsExactly("A", "B", "C");
    assertThat(spec.transport().tls().trust().certHostname()).contains("c.example");
    assertThat(spec.transport().socket().addresses()).isEqualTo(SocketSpec.Addresses.IPV6_FIRST);
    assertThat(spec.health().orElseThrow().shareKey()).contains("key1");
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments("G06", "backend foo-bar { .host = \"a\"; }", "1:9: error: the name of a backend"),
        arguments(
            "G07", backend(".host = 1s;"), "2:11: error: backend 'b': .host: 1s (expected: a text"),
        arguments(
            "G08",
            backend(HOST, ".fetch_timeout = \"120\";"),
            "3:20: error: backend 'b': .fetch_timeout: a text in quotes (expected: a number with"),
        arguments(
            "G09", backend(HOST, ".share_key = \"example.com\";"), ".share_key: other characters"),
        arguments(
            "G10",
            backend(HOST) + backend(HOST),
            "4:9: error: backend 'b': declared before at 1:9"),
        arguments(
            "G11",
            backend(HOST, ".probe = \"probe\";"),
            ".probe: a text in quotes (expected: { … }"),
        arguments(
            "G16",
            backend(HOST, ".port = \"80\";", ".port = \"81\";"),
            "4:3: error: backend 'b': .port: given before at 3:3 (expected: once)"),
        arguments(
            "G17",
            backend(HOST, ".hots = \"x\";"),
            "3:3: error: backend 'b': .hots: unknown property"),
        arguments("G18", backend(".port = \"80\";"), "1:9: error: backend 'b': .host: missing"),
        arguments(
            "G19",
            backend(HOST, ".probe = { .timeout = \"120s\"; }"),
            ".probe: .timeout: a text in quotes"),
        arguments(
            "G20",
            backend(HOST, ".probe = { .url = \"/\"; .request = \"GET / HTTP/1.1\"; }"),
            ".url: beside .request"),
        arguments(
            "G20 turned",
            backend(HOST, ".probe = { .request = \"GET / HTTP/1.1\"; .url = \"/\"; }"),
            ".url: beside .request"),
        arguments(
            "G23",
            "probe p { .url = \"/\"; }\n" + backend(HOST),
            "1:1: error: a probe of its own is Varnish's"),
        arguments("G23 used", backend(HOST, ".probe = p;"), ".probe: a word (expected: { … }"),
        arguments("G28", backend(HOST, ".port = 443;"), ".port: 443 (expected: a text in quotes)"),
        arguments(
            "G29",
            backend(HOST, ".ssl = \"true\";"),
            ".ssl: a text in quotes (expected: true or false"),
        arguments(
            "G30",
            backend(HOST, ".first_byte_timeout = \"5s\";"),
            ".first_byte_timeout: a text in quotes"),
        arguments(
            "G30 integer",
            backend(HOST, ".fetch_timeout = 5;"),
            ".fetch_timeout: 5 (expected: a number with one of the units"),
        arguments("R13", "backend n none;", "1:11: error: backend 'n': none is Varnish's"),
        arguments(
            "object", backend(HOST, ".port = { .a = 1; }"), ".port: { … } (expected: a value"),
        arguments(
            "check cert",
            backend(HOST, ".ssl_check_cert = true;"),
            ".ssl_check_cert: true (expected: always or never"),
        arguments(
            "port 0",
            backend(HOST, ".port = \"0\";"),
            ".port: no port (expected: \"1\"-\"65535\")"),
        arguments("port 65536", backend(HOST, ".port = \"65536\";"), ".port: no port"),
        arguments(
            "tls versions",
            backend(HOST, ".min_tls_version = \"1.3\"; .max_tls_version = \"1.2\";"),
            "from 1.3 to 1.2"),
        arguments(
            "V15", backend(HOST, ".min_tls_version = \"1.4\";"), ".min_tls_version: no version"),
        arguments(
            "semicolon behind braces",
            backend(HOST, ".probe = { };"),
            "3:15: error: .probe: a ';' behind the braces"),
        arguments(
            "Varnish's",
            backend(HOST, ".wait_limit = 3;"),
            ".wait_limit: Varnish's, unknown to Fastly"),
        arguments(
            "zero",
            backend(HOST, ".connect_timeout = 0s;"),
            ".connect_timeout: 0s (expected: above 0"),
        arguments("misspelt", "backen b { }", "1:1: error: unknown declaration (expected"),
        arguments(
            "open brace", "backend b { .host = \"a\";", "1:11: error: a brace that is not closed"),
        arguments(
            "open brace of a sub", "sub x { if (a) { }", "1:7: error: a brace that is not closed"),
        arguments(
            "open text",
            backend(".host = \"a;"),
            "2:11: error: a text without its closing quote in this line"),
        arguments("open long text", "sub x { {A\"a\"} }", "a long text without its end"),
        arguments("S13 open comment", "/* a\n", "1:1: error: a comment without its end"),
        arguments(
            "S13 comment in comment", "/* a\n /* b */", "2:2: error: /* in the comment from 1:1"),
        arguments(
            "key without certificate",
            backend(HOST, ".ssl_client_key = \"s3cr3t\";"),
            ".ssl_client_key: without .ssl_client_cert"),
        arguments(
            "key without quotes",
            backend(HOST, ".ssl_client_cert = \"x\"; .ssl_client_key = s3cr3t;"),
            ".ssl_client_key: a word (expected: a text in quotes)"),
        arguments(
            "request",
            backend(HOST, ".probe = { .request = \"GET /\"; }"),
            ".request: no request line"),
        arguments(
            "request header",
            backend(HOST, ".probe = { .request = \"GET / HTTP/1.1\" \"s3cr3t\"; }"),
            ".request: a line that is no header"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void textIsRefused(String row, String text, String finding) {
    assertThat(findings(text)).as(row).hasSize(1).first().asString().contains(finding);
    assertThat(findings(text).get(0)).doesNotContain("s3cr3t");
  }

  @Test
  void everythingIsFoundAtOnce() {
    assertThat(
            findings("director d random { { .backend = x; } }\n" + backend(".ssl = 1;", ".a = b;")))
        .containsExactly(
            "t.vcl:1:21: error: director 'd': a member: .weight: missing (expected, as the director"
                + " is random)",
            "t.vcl:1:34: error: director 'd': .backend: 'x' is not declared (expected: the name of a"
                + " backend of this text)",
            "t.vcl:2:9: error: backend 'b': .host: missing (expected: a name or an address)",
            "t.vcl:3:10: error: backend 'b': .ssl: 1 (expected: true or false, without quotes)",
            "t.vcl:4:3: error: backend 'b': .a: unknown property");
  }

  @Test
  void portIsQuotedAndFollowsTls_G31() {
    assertThat(Vcl.spec(".port = \"8443\";").transport().origin().port()).isEqualTo(8443);
    assertThat(Vcl.spec(".ssl = true;").transport().origin()).hasToString("https://a.example");
    assertThat(Vcl.spec(".ssl = true; .port = \"80\";").transport().origin())
        .hasToString("https://a.example:80");
  }

  static Stream<Arguments> durations() {
    return Stream.of(
        arguments("T01", "100ms", "PT0.1S"),
        arguments("T01", "1.5s", "PT1.5S"),
        arguments("T01", "1000ms", "PT1S"),
        arguments("T03", "5 m", "PT300S"),
        arguments("T03", "5 /* c */ m", "PT300S"),
        arguments("T03", "5.3d", "PT457920S"),
        arguments("T03", "0ms", "PT0S"),
        arguments("T07", "1w", "PT604800S"),
        arguments("T07", "1y", "PT31536000S"),
        arguments("T13", "010s", "PT10S"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("durations")
  void durationsAreTaken(String row, String text, Duration duration) {
    assertThat(Vcl.spec(".fetch_timeout = " + text + ";").exchange().timeouts().total())
        .as(row)
        .isEqualTo(duration);
  }

  @ParameterizedTest(name = "T02, T03, T09, T11: {0}")
  @ValueSource(strings = {"1e3s", "0x1fs", "0x1ds", "1k", "120", "-2s", "1E3", "5%", "s", "366d"})
  void noDurationsAreRefused(String text) {
    assertThat(findings(backend(HOST, ".fetch_timeout = " + text + ";"))).isNotEmpty();
  }

  static Stream<Arguments> integers() {
    return Stream.of(
        arguments("T10", "0x5a5a", 23130),
        arguments("T10", "0Xff", 255),
        arguments("T13", "010", 10));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("integers")
  void integersAreTaken(String row, String text, int number) {
    assertThat(Vcl.spec(".max_connections = " + text + ";").transport().pool().maxConnections())
        .as(row)
        .isEqualTo(number);
  }

  @ParameterizedTest(name = "T10, T11: {0}")
  @ValueSource(
      strings = {
        "0x7FFFFFFFFFFFFFFF",
        "-0x8000000000000000",
        "1e3",
        "1E3",
        "1.0",
        "0x",
        "-1",
        "9999999999"
      })
  void noIntegersAreRefused(String text) {
    assertThat(findings(backend(HOST, ".max_connections = " + text + ";"))).hasSize(1);
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        arguments("S01", "\"/foo%20bar\"", "/foo bar"),
        arguments("S01", "{\"/foo%20bar\"}", "/foo%20bar"),
        arguments("S03", "\"/%24%7B%7D\"", "/${}"),
        arguments("S04", "\"/%u0024%u00A3\"", "/$£"),
        arguments("S04", "\"/%u{1F600}%f0%9f%98%80\"", "/\ud83d\ude00\ud83d\ude00"),
        arguments("S05, S11", "\"/\\1\\\"", "/\\1\\"),
        arguments("S09", "\"/a\" \"b\" + \"c\" {\"d\"} {X\"e\"}\"X}", "/abcde\"}"),
        arguments("S12", "\"/a//b/*c*/\"", "/a//b/*c*/"),
        arguments("NUL", "\"/a%00b\"", "/a"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("texts")
  void textsAreTaken(String row, String text, String decoded) {
    if (decoded.indexOf(' ') >= 0) {
      assertThat(findings(backend(HOST, ".probe = { .url = " + text + "; }"))).hasSize(1);
      return; // Decoded, it holds a blank, which no path may.
    }
    assertThat(Vcl.health(".url = " + text + ";").request().path()).as(row).isEqualTo(decoded);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%",
        "%2",
        "%zz",
        "%80",
        "%f8",
        "%c3%28",
        "%ud800",
        "%u{110000}",
        "%u{}",
        "%u12",
        "%u{1"
      })
  void noEscapesAreRefused(String text) {
    assertThat(findings(backend(HOST, ".host_header = \"" + text + "\";")))
        .hasSize(1)
        .first()
        .asString()
        .contains("3:18: error: a text in quotes: ");
  }

  static Stream<String> hosts() {
    return Stream.of(
        "www.fastly.com",
        "w-w-w.f-a-s-t-l-y.c-o-m",
        "a".repeat(63) + ".com",
        ("a".repeat(49) + ".").repeat(5) + "com",
        ("a".repeat(49) + ".").repeat(5) + "com.",
        "ai",
        "my_host.example.com",
        "3com.com",
        "0.0.0.0",
        "192.168.140.255",
        "::1:2:3:4",
        "[::1]",
        "WWW.Example.COM");
  }

  @ParameterizedTest(name = "H01, H03, H06, H10, H11: {0}")
  @MethodSource("hosts")
  void hostsAreTaken(String host) {
    assertThat(Vcl.only(backend(".host = \"" + host + "\";")).transport().origin().host())
        .isEqualToIgnoringCase(host.replaceAll("[\\[\\]]|\\.$", ""));
  }

  static Stream<String> noHosts() {
    return Stream.of(
        "",
        ".",
        "a..b",
        "-www.fastly.com",
        "www.fastly.com-",
        "a".repeat(64) + ".com",
        ("a".repeat(49) + ".").repeat(5) + "comm",
        "w$.com",
        "w.a:a",
        "fastly.com:80",
        "www.example.123",
        "1.2.3.256",
        "*.example.com",
        "http://a",
        "a b",
        "\u00e4.example");
  }

  @ParameterizedTest(name = "H02, H04, H10: {0}")
  @MethodSource("noHosts")
  void noHostsAreRefused(String host) {
    assertThat(findings(backend(".host = \"" + host + "\";"))).hasSize(1);
  }

  @Test
  void hostHeaderAloneIsForTheProbe() {
    String header = ".host_header = \"h.example\";";
    assertThat(Vcl.spec(header).exchange().host()).isEmpty();
    BackendSpec probed = Vcl.spec(header, ".probe = { }");
    assertThat(probed.exchange().host()).isEmpty();
    assertThat(probed.health().orElseThrow().request().host()).contains("h.example");
    assertThat(Vcl.notes(backend(HOST, header)))
        .containsExactly(
            "t.vcl:3:3: note: backend 'b': .host_header: left out, as .always_use_host_header is not"
                + " true and there is no probe");
  }

  @Test
  void wildcardsAreNoted() {
    String text = backend(HOST, ".ssl_cert_hostname = \"*.example\";");
    assertThat(Vcl.only(text).transport().tls().trust().certHostname()).isEmpty();
    assertThat(Vcl.notes(text)).hasSize(1).first().asString().contains("wildcard");
  }

  @Test
  void sslHostnameIsBoth() {
    BackendSpec spec =
        Vcl.spec(".ssl_hostname = \"n.example\"; .ssl_sni_hostname = \"s.example\";");
    assertThat(spec.transport().tls().sniHostname()).contains("s.example");
    assertThat(spec.transport().tls().trust().certHostname()).contains("n.example");
  }

  @Test
  void uncheckedCertificatesMakeNamesIdle() {
    String text = backend(HOST, ".ssl_check_cert = never; .ssl_cert_hostname = \"n.example\";");
    assertThat(Vcl.only(text).transport().tls().trust().validate()).isFalse();
    assertThat(Vcl.notes(text)).hasSize(1);
  }

  @Test
  void namesThatAreNoLabelsAreMapped() {
    String text = "backend anonymous_a { .host = \"a\"; } backend _anonymous_a { .host = \"b\"; }";
    assertThat(Vcl.read(text).backends().keySet())
        .containsExactly("_anonymous_a_2", "_anonymous_a");
    assertThat(Vcl.notes(text)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "backend a {\n .host = \"x\"; }",
        "# c\n  backend a { # c\n // d\n .host",
        "director d random {",
        "sub vcl_recv {",
        "sub vcl_recv\n{",
        "table t STRING {",
        "acl a {"
      })
  void vclIsRecognised(String text) {
    assertThat(Vcl.DIALECT.recognises(Source.of(text, "t"))).isTrue();
    assertThat(Vcl.DIALECT.recognises(Source.of(text, "t.hcl"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "backends:\n  a: {}",
        "{ \"backend\": 1 }",
        "backend \"a\" {\n origin = 1 }",
        "backend a {\n origin = 1 }",
        "definitions {\n backend \"a\" {"
      })
  void otherLanguagesAreNotRecognised(String text) {
    assertThat(Vcl.DIALECT.recognises(Source.of(text, "t"))).isFalse();
    assertThat(Vcl.DIALECT.recognises(Source.of(text, "t.vcl"))).isTrue();
  }
}
