package io.forebay.internal.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.forebay.spec.Origin;
import io.forebay.spec.ProxySpec;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyEnvironmentTest {

  private static String route(String origin, Map<String, String> environment) {
    return ProxyRoute.of(new ProxySpec.Environment(), Origin.of(origin), environment).toString();
  }

  /** {@code A=1;B=2}. */
  private static Map<String, String> variables(String text) {
    Map<String, String> variables = new HashMap<>();
    for (String pair : text.split(";", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        variables.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return variables;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // origin | environment | route
        "http://a.test  | ''                                             | direct",
        "http://a.test  | HTTP_PROXY=http://p:1                          | http://p:1",
        "http://a.test  | http_proxy=http://p:1                          | http://p:1",
        "http://a.test  | http_proxy=http://p:1;HTTP_PROXY=http://q:2    | http://p:1",
        "http://a.test  | http_proxy=;HTTP_PROXY=http://q:2              | http://q:2",
        "http://a.test  | HTTPS_PROXY=http://p:1                         | direct",
        "https://a.test | HTTP_PROXY=http://p:1                          | direct",
        "https://a.test | HTTPS_PROXY=http://p:1                         | http://p:1",
        "https://a.test | https_proxy=https://p                          | https://p:443",
        "https://a.test | ALL_PROXY=socks5://p                           | socks5://p:1080",
        "https://a.test | all_proxy=socks5h://p:9                        | socks5h://p:9",
        "https://a.test | HTTPS_PROXY=http://p:1;ALL_PROXY=socks5://q    | http://p:1",
        "http://a.test  | HTTP_PROXY=p:3128                              | http://p:3128",
        "http://a.test  | HTTP_PROXY=p                                   | http://p:80",
        "http://a.test  | HTTP_PROXY=http://u:s3cret@p:1                 | http://p:1",
        "http://a.test  | HTTP_PROXY=http://[::1]:1                      | http://[::1]:1",
        "http://a.test  | HTTP_PROXY=http://p:1;REQUEST_METHOD=GET       | direct",
        "http://a.test  | http_proxy=http://p:1;REQUEST_METHOD=GET       | http://p:1",
        "https://a.test | HTTPS_PROXY=http://p:1;REQUEST_METHOD=GET      | http://p:1",
        "http://a.test  | HTTP_PROXY=http://p:1;NO_PROXY=a.test          | direct",
        "http://a.test  | HTTP_PROXY=http://p:1;no_proxy=a.test          | direct",
        "http://a.test  | HTTP_PROXY=http://p:1;no_proxy=;NO_PROXY=a.test| direct",
        "http://a.test  | HTTP_PROXY=http://p:1;NO_PROXY=b.test          | http://p:1",
        "http://localhost      | HTTP_PROXY=http://p:1                   | direct",
        "http://localhost:8080 | HTTP_PROXY=http://p:1                   | direct",
        "http://127.0.0.1      | HTTP_PROXY=http://p:1                   | direct",
        "http://127.9.9.9      | HTTP_PROXY=http://p:1                   | direct",
        "http://[::1]:80       | HTTP_PROXY=http://p:1                   | direct",
        "http://localhost.test | HTTP_PROXY=http://p:1                   | http://p:1",
        "http://10.0.0.1       | HTTP_PROXY=http://p:1                   | http://p:1"
      })
  void environmentNamesTheProxy(String origin, String environment, String route) {
    assertThat(route(origin, variables(environment))).isEqualTo(route);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // NO_PROXY | origin | covered
        "*                     | http://a.test          | true",
        "*                     | http://192.0.2.1       | true",
        "''                    | http://a.test          | false",
        "','                   | http://a.test          | false",
        "a.test                | http://a.test          | true",
        "A.Test                | http://a.test          | true",
        "a.test.               | http://a.test          | true",
        "a.test                | http://b.a.test        | true",
        "a.test                | http://c.b.a.test      | true",
        "a.test                | http://ba.test         | false",
        "a.test                | http://a.test.example  | false",
        ".a.test               | http://a.test          | false",
        ".a.test               | http://b.a.test        | true",
        "*.a.test              | http://b.a.test        | true",
        "*.a.test              | http://a.test          | false",
        ".                     | http://a.test          | false",
        "a.test:80             | http://a.test          | true",
        "a.test:80             | http://b.a.test        | true",
        "a.test:443            | https://a.test         | true",
        "a.test:8080           | http://a.test:8080     | true",
        "a.test:8080           | http://a.test          | false",
        "a.test:x              | http://a.test          | false",
        "b.test,a.test         | http://a.test          | true",
        "b.test, a.test        | http://a.test          | true",
        "b.test a.test         | http://a.test          | true",
        "192.0.2.1             | http://192.0.2.1       | true",
        "192.0.2.1             | http://192.0.2.10      | false",
        "192.0.2.1:80          | http://192.0.2.1       | true",
        "192.0.2.1:81          | http://192.0.2.1       | false",
        "192.0.2.0/24          | http://192.0.2.200     | true",
        "192.0.2.0/24          | http://192.0.3.1       | false",
        "192.0.2.128/25        | http://192.0.2.127     | false",
        "0.0.0.0/0             | http://192.0.2.1       | true",
        "192.0.2.0/24          | http://a.test          | false",
        "192.0.2.0/33          | http://192.0.2.1       | false",
        "192.0.2.0/            | http://192.0.2.1       | false",
        "a.test/24             | http://a.test          | false",
        "2001:db8::1           | http://[2001:db8::1]   | true",
        "[2001:db8::1]         | http://[2001:db8::1]   | true",
        "[2001:db8::1]:80      | http://[2001:db8::1]   | true",
        "[2001:db8::1]:81      | http://[2001:db8::1]   | false",
        "2001:db8::/32         | http://[2001:db8:9::1] | true",
        "2001:db8::/32         | http://[2001:db9::1]   | false",
        "2.1                   | http://192.0.2.1       | false",
        ".2.1                  | http://192.0.2.1       | false"
      })
  void noProxyCovers(String list, String origin, boolean covered) {
    assertThat(new NoProxy(list).covers(Origin.of(origin))).isEqualTo(covered);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://u:s3cret@p", "http://u:s3cret@p:99999", "http://u:s3cret@", "://"})
  void badVariableIsNamedAndNotQuoted(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> route("https://a.test", Map.of("HTTPS_PROXY", value)))
        .withMessage(
            "HTTPS_PROXY: not understood (expected: http://, https://, socks5:// or socks5h:// with"
                + " host and port)")
        .withNoCause();
  }

  @Test
  void badVariableDoesNotMatterWhereItIsNotUsed() {
    Map<String, String> environment = Map.of("HTTPS_PROXY", "ftp://p");
    assertThat(route("http://a.test", environment)).isEqualTo("direct");
    assertThat(route("https://localhost", environment)).isEqualTo("direct");
  }

  @Test
  void directIgnoresTheEnvironment() {
    Origin origin = Origin.of("http://a.test");
    Map<String, String> environment = Map.of("HTTP_PROXY", "http://p:1");
    assertThat(ProxyRoute.of(ProxySpec.DIRECT, origin, environment).isDirect()).isTrue();
  }

  @Test
  void explicitProxyIgnoresNoProxy() {
    Origin origin = Origin.of("http://localhost");
    ProxyRoute route =
        ProxyRoute.of(ProxySpec.of("http://u:s3cret@p:1"), origin, Map.of("NO_PROXY", "*"));
    assertThat(route).hasToString("http://p:1");
    assertThat(route.isHttp()).isTrue();
  }
}
