package io.forebay.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {
  private static final String NOT_ABSOLUTE =
      "the origin attribute has to contain an absolute URL with a valid hostname: ";

  @ParameterizedTest
  @CsvSource({
    "http://users, http, users, 80",
    "https://users, https, users, 443",
    "https://users.internal:8443, https, users.internal, 8443",
    "http://users/, http, users, 80",
    "http://users:80/, http, users, 80",
    "http://users:, http, users, 80",
    "HTTP://Users.Internal, http, users.internal, 80",
    "'  http://users  ', http, users, 80",
    "http://users., http, users, 80",
    "http://exa_mple:1, http, exa_mple, 1",
    "http://exa_mple., http, exa_mple, 80",
    "http://a-b.c--d, http, a-b.c--d, 80",
    "http://10.0.0.1:65535, http, 10.0.0.1, 65535",
    "http://[::1]:8080, http, ::1, 8080",
    "https://[2001:DB8::A], https, 2001:db8::a, 443",
    "http://b\u00fccher.example, http, xn--bcher-kva.example, 80",
    "http://xn--bcher-kva.example, http, xn--bcher-kva.example, 80",
  })
  void absoluteUrlIsTakenApart(String url, String scheme, String host, int port) {
    assertThat(Origin.of(url)).isEqualTo(new Origin(scheme, host, port));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                   | the origin attribute must not be empty
          ' '                  | the origin attribute must not be empty
          http://users/v2      | the origin must not carry a path: '/v2' (use path_prefix)
          http://users//       | the origin must not carry a path: '//' (use path_prefix)
          http://users?a=b     | the origin must not carry a query (use query_params)
          http://users/?       | the origin must not carry a query (use query_params)
          http://users#top     | the origin must not carry a fragment
          http://joe@users     | the origin must not carry a user (use basic_auth)
          http://joe:x@users   | the origin must not carry a user (use basic_auth)
          http://joe:x@us_ers  | the origin must not carry a user (use basic_auth)
          http://@users        | the origin must not carry a user (use basic_auth)
          http://users:0       | port: 0 (expected: 1-65535)
          http://users:65536   | port: 65536 (expected: 1-65535)
          http://users:-1      | port: -1 (expected: 1-65535)
          http://users:-8080   | port: -8080 (expected: 1-65535)
          http://users:+80     | port: +80 (expected: 1-65535)
          http://users:web     | port: web (expected: 1-65535)
          http://users:99999999999 | port: 99999999999 (expected: 1-65535)
          ftp://users          | unsupported protocol scheme "ftp" (expected: http or https)
          couper://users       | unsupported protocol scheme "couper" (expected: http or https)
          ws://users           | unsupported protocol scheme "ws" (expected: http or https)
          """)
  void whatIsNoOriginIsRefused(String url, String message) {
    assertThatIllegalArgumentException().isThrownBy(() -> Origin.of(url)).withMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "users",
        "users:80",
        "/users",
        "//users",
        "http:users",
        "http:/users",
        "http:///v2",
        "http://foo%20bar",
        "http://.",
        "http://..",
        "http://a..b",
        "http://.a",
        "http://a_..b",
        "http://[fe80::1%25eth0]",
        "http://[fe80::1%eth0]",
      })
  void whatHasNoHostIsRefused(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Origin.of(url))
        .withMessage(NOT_ABSOLUTE + '"' + url + '"');
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://", "http://us ers", "http://[::1", "http://[::g]", "ht tp://a"})
  void whatIsNoUrlIsRefusedWithThePlace(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Origin.of(url))
        .withMessageMatching(NOT_ABSOLUTE + ".+ at character [0-9]+");
  }

  @Test
  void nameThatDnsCannotCarryIsRefused() {
    String label63 = "a".repeat(63);

    assertThat(Origin.of("http://" + label63 + ".b").host()).isEqualTo(label63 + ".b");
    assertThatIllegalArgumentException().isThrownBy(() -> Origin.of("http://" + label63 + "a.b"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Origin.of("http://" + (label63 + ".").repeat(4) + "b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "joe:tell-nobody@users",
        "//joe:tell-nobody@users",
        "https:joe:tell-nobody@users",
        "https:/joe:tell-nobody@users",
        "https://joe:tell-nobody@users",
        "https://joe:tell-nobody@us ers",
        "https://joe:tell-nobody@",
        "https://joe:tell-nobody@users:web",
        "ftp://joe:tell-nobody@users",
      })
  void passwordIsNotRepeated(String url) {
    assertThatThrownBy(() -> Origin.of(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("tell-nobody"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://users:80, users, http://users",
    "http://users:443, users:443, http://users:443",
    "https://users:443, users, https://users",
    "https://users:80, users:80, https://users:80",
    "http://[::1], [::1], http://[::1]",
    "http://[::1]:81, [::1]:81, http://[::1]:81",
  })
  void authorityNamesThePortOnlyWhereItIsNotTheSchemesOwn(
      String url, String authority, String text) {
    Origin origin = Origin.of(url);

    assertThat(origin.authority()).isEqualTo(authority);
    assertThat(origin).hasToString(text);
  }

  @Test
  void onlyHttpsIsEncrypted() {
    assertThat(Origin.of("https://users").tls()).isTrue();
    assertThat(Origin.of("http://users").tls()).isFalse();
  }

  @Property
  void everyOriginIsReadBackAndKnownToOkHttp(
      @ForAll("hosts") String host, @ForAll("ports") int port, @ForAll boolean tls) {
    Origin origin = Origin.of((tls ? "https://" : "http://") + host + ":" + port);

    assertThat(Origin.of(origin.toString())).isEqualTo(origin);
    HttpUrl url =
        new HttpUrl.Builder()
            .scheme(origin.scheme())
            .host(origin.host())
            .port(origin.port())
            .build();
    assertThat(url.host()).isEqualTo(origin.host());
    assertThat(url).hasToString(origin + "/");
  }

  /** RFC 1035 section 2.3.4, and underscores. */
  @Property
  void nameIsPartsOfAtMost63OfWhatDnsCarries(@ForAll("names") String name) {
    String least = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    boolean permitted =
        least.length() <= 253 && least.matches("([a-z0-9_-]{1,63}\\.)*[a-z0-9_-]{1,63}");

    if (permitted) {
      assertThat(Origin.of("http://" + name).host()).isEqualTo(least);
    } else {
      assertThatIllegalArgumentException().isThrownBy(() -> Origin.of("http://" + name));
    }
  }

  @Provide
  Arbitrary<String> names() {
    Arbitrary<String> part =
        Arbitraries.of(0, 1, 2, 62, 63, 64)
            .flatMap(n -> Arbitraries.strings().withChars("a9_-").ofLength(n));
    return part.list().ofMinSize(1).ofMaxSize(6).map(parts -> String.join(".", parts));
  }

  @Provide
  Arbitrary<String> hosts() {
    Arbitrary<String> label =
        Arbitraries.strings()
            .withChars("abcXYZ019")
            .ofMinLength(1)
            .ofMaxLength(5)
            .map(s -> "h" + s);
    Arbitrary<String> name = label.list().ofMinSize(1).ofMaxSize(3).map(l -> String.join(".", l));
    Arbitrary<Integer> octet = Arbitraries.integers().between(0, 255);
    Arbitrary<String> ipv4 = octet.list().ofSize(4).map(l -> "%d.%d.%d.%d".formatted(l.toArray()));
    return Arbitraries.oneOf(name, name.map(n -> n + "_x"), name.map(n -> n + "."), ipv4);
  }

  @Provide
  Arbitrary<Integer> ports() {
    return Arbitraries.integers().between(1, 65535);
  }

  @Property
  void anyTextIsEitherReadOrRefused(@ForAll("texts") String text) {
    try {
      Origin origin = Origin.of(text);
      assertThat(HttpUrl.parse(origin + "/")).as(text).isNotNull();
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageMatching("(?s).+");
    }
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> likely =
        Arbitraries.strings().withChars("ab1.:/@?#[]_-% \u00fc").ofMaxLength(15);
    return Arbitraries.oneOf(
        likely, likely.map(s -> "http://" + s), likely.map(s -> "https://[" + s + "]"));
  }
}
