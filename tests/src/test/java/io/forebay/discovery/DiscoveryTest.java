package io.forebay.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.Environment;
import io.forebay.spec.Discovery;
import io.forebay.spec.Discovery.Custom;
import io.forebay.spec.Discovery.Refresh;
import io.forebay.spec.Discovery.Srv;
import io.forebay.spec.Origin;
import io.forebay.spec.Origins;
import io.forebay.spi.OriginSource;
import io.forebay.spi.OriginSource.Listing;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiscoveryTest {
  private static final Discovery USERS = Discovery.addresses("http://users.internal:8080");

  @Test
  void templateStandsForAllOrigins() {
    Origins origins = new Origins.Discovered(USERS);

    assertThat(origins.first()).isEqualTo(Origin.of("http://users.internal:8080"));
    assertThat(origins.lone()).isFalse();
    assertThat(origins).hasToString("http://users.internal:8080");
  }

  @ParameterizedTest
  @CsvSource({
    "_http._tcp.users.internal, _http._tcp.users.internal, users.internal",
    "_HTTP._tcp.Users.internal., _http._tcp.users.internal, users.internal",
    "users.service.consul, users.service.consul, users.service.consul",
    "_http._tcp.users, _http._tcp.users, users",
  })
  void srvNameIsNormalised(String text, String name, String host) {
    Srv srv = new Srv(text, "https");

    assertThat(srv.name()).isEqualTo(name);
    assertThat(srv.template()).isEqualTo(new Origin("https", host, 443));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "http://users",
        "users:80",
        "users/x",
        "10.0.0.1",
        "[::1]",
        "_http._tcp",
        "a b",
        "u@users"
      })
  void whatIsNoSrvNameIsRefused(String text) {
    assertThatThrownBy(() -> Discovery.srv(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("srv: '" + text + "' (expected: a name such as _http._tcp.users.internal)");
  }

  @Test
  void schemeIsHttpOrHttps() {
    assertThatThrownBy(() -> new Srv("users", "ftp"))
        .hasMessage("unsupported protocol scheme \"ftp\" (expected: http or https)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.1", "10.0.0.1:53", "::1", "2001:db8::53", "[2001:db8::53]:5353", "[::1]"})
  void nameserversAreLiterals(String server) {
    assertThat(USERS.withNameservers(List.of(server)).nameservers()).containsExactly(server);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "dns.internal",
        "10.0.0.256",
        "10.0.0.1:",
        "10.0.0.1:x",
        "10.0.0.1:0",
        "[::1",
        "10.0.0",
        "::1%eth0"
      })
  void whatIsNoLiteralIsRefusedAsNameserver(String server) {
    assertThatThrownBy(() -> USERS.withNameservers(List.of(server)))
        .hasMessage(
            "nameservers: '" + server + "' (expected: an IP address, with or without a port)");
  }

  @Test
  void nameserversAreOfNoUseToASourceOfOnesOwn() {
    Discovery custom = Discovery.of(new Custom("table", Origin.of("http://users")));

    assertThatThrownBy(() -> custom.withNameservers(List.of("::1")))
        .hasMessage("nameservers: source 'table' does not ask them");
  }

  @Test
  void timesAreChecked() {
    Duration second = Duration.ofSeconds(1);

    assertThatThrownBy(() -> USERS.withProbation(Duration.ofSeconds(-1)))
        .hasMessage("probation: -1s (expected: 0 to 8760h)");
    assertThatThrownBy(() -> new Refresh(Duration.ZERO, second, second, second))
        .hasMessage("min_refresh: 0s (expected: above zero, at most 8760h)");
    assertThatThrownBy(() -> new Refresh(second, second, second, Duration.ZERO))
        .hasMessage("timeout: 0s (expected: above zero, at most 8760h)");
    assertThatThrownBy(() -> new Refresh(second.multipliedBy(2), second, second, second))
        .hasMessage("max_refresh: 1s (expected: at least min_refresh, 2s)");
  }

  @Test
  void sourceNeedsAName() {
    assertThatThrownBy(() -> new Custom(" ", Origin.of("http://users")))
        .hasMessage("source: blank (expected: the name of a source)");
  }

  @Test
  void listingRefusesANegativeTimeToLive() {
    assertThatThrownBy(() -> Listing.of(List.of(), Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void environmentKnowsSourcesByName() {
    OriginSource table = () -> Listing.of(List.of());
    Environment environment =
        Environment.system().withOriginSource("table", table).withNames(name -> List.of());

    assertThat(environment.originSources()).containsOnlyKeys("table").containsValue(table);
    assertThat(Environment.system().originSources()).isEmpty();
  }
}
