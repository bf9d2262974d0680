package io.forebay.config.internal.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.config.DefinitionException;
import io.forebay.config.internal.tree.Findings;
import io.forebay.config.internal.tree.Node;
import io.forebay.config.internal.tree.Source;
import io.forebay.config.internal.tree.TreeReader;
import io.forebay.spec.Discovery;
import io.forebay.spec.Discovery.Custom;
import io.forebay.spec.Discovery.Refresh;
import io.forebay.spec.Discovery.Srv;
import io.forebay.spec.Origin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscoveryKeysTest {
  private static final Place PLACE = Place.top("origins");

  private static Discovery read(String yaml) {
    Findings findings = new Findings("test.yaml");
    Node root = TreeReader.read(Source.of(yaml, "test.yaml"), findings).orElseThrow();
    Scope scope =
        new Scope(
            findings,
            List.of(new References(name -> Optional.empty(), Path.of(".").toAbsolutePath())));
    Optional<Discovery> read = DiscoveryKeys.DISCOVERY.read(root, PLACE, scope);
    findings.throwIfAny();
    return read.orElseThrow();
  }

  private static Object written(Discovery spec) {
    return DiscoveryKeys.DISCOVERY.write(spec, PLACE, new Referring());
  }

  @Test
  void srvNameIsEnough() {
    Discovery spec = read("{srv: _http._tcp.users.internal}");

    assertThat(spec).isEqualTo(Discovery.srv("_http._tcp.users.internal"));
    assertThat(written(spec)).isEqualTo(Map.of("srv", "_http._tcp.users.internal"));
  }

  @Test
  void dnsIsTheAddressesOfAName() {
    Discovery spec = read("{dns: 'http://users.internal:8080', probation: 0}");

    assertThat(spec)
        .isEqualTo(Discovery.addresses("http://users.internal:8080").withProbation(Duration.ZERO));
    assertThat(written(spec))
        .isEqualTo(Map.of("dns", "http://users.internal:8080", "probation", "0s"));
  }

  @Test
  void everyKeyIsReadAndWritten() {
    Discovery spec =
        Discovery.of(new Srv("users", "https"))
            .withProbation(Duration.ofMinutes(1))
            .withNameservers(List.of("10.0.0.1", "[::1]:5353"))
            .withRefresh(
                new Refresh(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(20),
                    Duration.ofMillis(500)));

    assertThat(
            read(
                """
                srv: users
                scheme: https
                min_refresh: 2s
                max_refresh: 1m
                refresh: 20s
                timeout: 500ms
                probation: 1m
                nameservers: [10.0.0.1, "[::1]:5353"]
                """))
        .isEqualTo(spec);
    assertThat(written(spec))
        .isEqualTo(
            Map.of(
                "srv", "users",
                "scheme", "https",
                "min_refresh", "2s",
                "max_refresh", "1m",
                "refresh", "20s",
                "timeout", "500ms",
                "probation", "1m",
                "nameservers", List.of("10.0.0.1", "[::1]:5353")));
  }

  @Test
  void sourceHasAUrlThatStandsForItsOrigins() {
    Discovery spec = read("{source: table, url: 'https://users'}");

    assertThat(spec).isEqualTo(Discovery.of(new Custom("table", Origin.of("https://users"))));
    assertThat(written(spec)).isEqualTo(Map.of("source", "table", "url", "https://users"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{probation: 1s} | origins: nothing to look up (expected: one of srv, dns and source)",
        "{srv: a, dns: 'http://b'} | origins: srv and dns (expected: one of srv, dns and source)",
        "{dns: 'http://b', scheme: http} | origins: scheme without srv",
        "{srv: a, url: 'http://b'} | origins: url without source",
        "{source: a} | origins: source without url (expected: the URL that stands for its origins)",
        "{srv: 'a:80'} | origins.srv: 'a:80' (expected: a name such as _http._tcp.users.internal)",
        "{srv: a, scheme: ftp} | origins.scheme: expected http or https but was text",
        "{srv: a, timeout: 0} | origins.timeout: 0s (expected: above zero)",
        "{srv: a, min_refresh: 1h} | origins: max_refresh: 5m (expected: at least min_refresh, 1h)",
        "{srv: a, nameservers: dns} | origins.nameservers: 'dns' (expected: an IP address, with or without a port)",
        "{srv: a, nameservers: ['::1', x]} | origins.nameservers[1]: 'x' (expected: an IP address",
        "{source: a, url: 'http://b', nameservers: '::1'} | origins: nameservers: along with source",
        "{srv: a, provation: 1s} | origins: unknown key 'provation' (did you mean 'probation'?)",
      })
  void whatDoesNotGoTogetherIsAFinding(String yaml, String problem) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining(problem);
  }
}
