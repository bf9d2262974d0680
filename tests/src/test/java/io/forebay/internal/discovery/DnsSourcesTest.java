package io.forebay.internal.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.discovery.DnsOrigin;
import io.forebay.discovery.DnsOrigin.Manner;
import io.forebay.internal.threads.Workers;
import io.forebay.spec.Discovery;
import io.forebay.spec.Discovery.Refresh;
import io.forebay.spec.Discovery.Srv;
import io.forebay.spec.SocketSpec.Addresses;
import io.forebay.spec.WeightedOrigin;
import io.forebay.spi.OriginSource;
import io.forebay.spi.OriginSource.Listing;
import io.forebay.testing.FakeClock;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lookups by a real server on the loopback. */
class DnsSourcesTest {
  private final DnsOrigin dns = DnsOrigin.start();
  private final DnsOrigin other = DnsOrigin.start();

  @AfterEach
  void stop() {
    dns.close();
    other.close();
  }

  private Discovery addresses(String url) {
    return Discovery.addresses(url).withNameservers(List.of(dns.address()));
  }

  private Discovery srv() {
    return Discovery.srv("_http._tcp.users.internal").withNameservers(List.of(dns.address()));
  }

  private static Discovery within(Duration timeout, Discovery spec) {
    Refresh usual = Refresh.DEFAULT;
    return spec.withRefresh(new Refresh(usual.min(), usual.max(), usual.usual(), timeout));
  }

  private static OriginSource source(Discovery spec) {
    return Sources.of(spec, Addresses.IPV4_FIRST, Map.of());
  }

  private static Listing find(Discovery spec) throws IOException {
    return source(spec).origins();
  }

  private static List<String> urls(Listing listing) {
    return listing.origins().stream().map(WeightedOrigin::toString).toList();
  }

  // ---- addresses

  @Test
  void everyAddressIsAnOriginSortedIpv4First() throws IOException {
    dns.holds(
        "users.internal. 60 A 10.0.0.200",
        "users.internal. 60 A 10.0.0.3",
        "users.internal. 20 AAAA 2001:db8::1",
        "others.internal. 1 A 10.9.9.9");
    Listing listing = find(addresses("https://users.internal:8443"));

    assertThat(urls(listing))
        .containsExactly(
            "https://10.0.0.3:8443",
            "https://10.0.0.200:8443",
            "https://[2001:db8:0:0:0:0:0:1]:8443");
    assertThat(listing.ttl()).contains(Duration.ofSeconds(20));
    assertThat(dns.questions()).containsExactly("users.internal. A", "users.internal. AAAA");
  }

  @ParameterizedTest
  @CsvSource({
    "IPV6_FIRST, '[http://[0:0:0:0:0:0:0:1], http://10.0.0.1]'",
    "IPV4_ONLY, [http://10.0.0.1]",
    "IPV6_ONLY, '[http://[0:0:0:0:0:0:0:1]]'"
  })
  void familiesAreThoseOfTheTransport(Addresses families, String expected) throws IOException {
    dns.holds("users.internal. 60 A 10.0.0.1", "users.internal. 60 AAAA ::1");
    Discovery spec = addresses("http://users.internal");

    assertThat(urls(Sources.of(spec, families, Map.of()).origins())).hasToString(expected);
  }

  @Test
  void literalIsItsOwnAddressAndNobodyIsAsked() throws IOException {
    assertThat(urls(find(addresses("http://10.0.0.1:81")))).containsExactly("http://10.0.0.1:81");
    assertThat(dns.questions()).isEmpty();
  }

  @Test
  void nameIsAbsolute() {
    dns.holds("users.internal. 60 A 10.0.0.1");

    assertThatThrownBy(() -> find(addresses("http://users")))
        .isInstanceOf(IOException.class)
        .hasMessage("no such name: users");
    assertThat(dns.questions()).containsExactly("users. A");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ANSWER", "ALIAS_ONLY"})
  void aliasesAreFollowedAndLimitTheTimeToLive(Manner manner) throws IOException {
    dns.does(manner)
        .holds(
            "users.internal. 60 CNAME a.internal.",
            "a.internal. 7 CNAME b.internal.",
            "b.internal. 60 A 10.0.0.1");
    Discovery spec = addresses("http://users.internal");
    Listing listing = Sources.of(spec, Addresses.IPV4_ONLY, Map.of()).origins();

    assertThat(urls(listing)).containsExactly("http://10.0.0.1");
    assertThat(listing.ttl()).contains(Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ANSWER", "ALIAS_ONLY"})
  void d9AliasesInALoopAreRefused(Manner manner) {
    dns.does(manner)
        .holds("users.internal. 60 CNAME a.internal.", "a.internal. 60 CNAME users.internal.");

    assertThatThrownBy(() -> find(addresses("http://users.internal")))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("users.internal is an alias in a loop");
  }

  @Test
  void aliasOfNothingIsNoSuchName() {
    dns.holds("users.internal. 60 CNAME gone.internal.");

    assertThatThrownBy(() -> find(addresses("http://users.internal")))
        .hasMessage("no such name: gone.internal");
  }

  // ---- servers that misbehave

  @ParameterizedTest
  @CsvSource({
    "NXDOMAIN, no such name: users.internal",
    "EMPTY, users.internal has no address",
    "SERVFAIL, users.internal AAAA: SERVFAIL from 127.0.0.1:",
    "REFUSED, users.internal AAAA: REFUSED from 127.0.0.1:",
    "CUT, users.internal AAAA: the connection ended after",
  })
  void d1d9WhatIsNoAnswerFails(Manner manner, String problem) {
    dns.does(manner).holds("users.internal. 60 A 10.0.0.1", "users.internal. 60 AAAA ::1");

    assertThatThrownBy(() -> find(addresses("http://users.internal")))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SILENT", "JUNK"})
  void d2d9SilenceAndJunkEndWithTheLimit(Manner manner) {
    dns.does(manner).holds("users.internal. 60 A 10.0.0.1");
    Discovery spec = within(Duration.ofMillis(400), addresses("http://users.internal"));
    long start = System.nanoTime();

    assertThatThrownBy(() -> find(spec))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("users.internal AAAA: no answer from 127.0.0.1:");
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(390), Duration.ofMillis(2_400));
  }

  @Test
  void d9TruncatedAnswerComesOverTcp() throws IOException {
    dns.does(Manner.TRUNCATED)
        .holds(
            IntStream.range(0, 1_000)
                .mapToObj(i -> "users.internal. 60 A 10.0." + i / 250 + "." + i % 250)
                .toArray(String[]::new));
    Discovery spec = addresses("http://users.internal");

    assertThat(Sources.of(spec, Addresses.IPV4_ONLY, Map.of()).origins().origins()).hasSize(1_000);
    assertThat(dns.overTcp()).isEqualTo(1);
  }

  @Test
  void d9WhatAnybodyMaySendIsIgnored() throws IOException {
    dns.does(Manner.JUNK_FIRST).holds("users.internal. 60 A 10.0.0.1");

    assertThat(urls(find(addresses("http://users.internal")))).containsExactly("http://10.0.0.1");
  }

  @Test
  void serverThatChokesOnEdnsIsAskedWithout() throws IOException {
    dns.does(Manner.NO_EDNS).holds("users.internal. 60 A 10.0.0.1");

    assertThat(urls(find(addresses("http://users.internal")))).containsExactly("http://10.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SERVFAIL", "REFUSED", "SILENT", "JUNK"})
  void d1d2NextServerIsAsked(Manner manner) throws IOException {
    dns.does(manner);
    other.holds("users.internal. 60 A 10.0.0.1");
    Discovery spec =
        within(Duration.ofSeconds(4), addresses("http://users.internal"))
            .withNameservers(List.of(dns.address(), other.address()));

    assertThat(urls(find(spec))).containsExactly("http://10.0.0.1");
  }

  @Test
  void noSuchNameIsBelievedOfTheFirstServer() {
    dns.does(Manner.NXDOMAIN);
    other.holds("users.internal. 60 A 10.0.0.1");
    Discovery spec =
        addresses("http://users.internal").withNameservers(List.of(dns.address(), other.address()));

    assertThatThrownBy(() -> find(spec)).hasMessage("no such name: users.internal");
    assertThat(other.questions()).isEmpty();
  }

  @Test
  void serverThatIsGoneIsPassedOver() throws IOException {
    String gone = dns.address();
    dns.close();
    other.holds("users.internal. 60 A 10.0.0.1");
    Discovery spec =
        addresses("http://users.internal").withNameservers(List.of(gone, other.address()));

    assertThat(urls(find(spec))).containsExactly("http://10.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SERVFAIL", "SILENT"})
  void familyThatFailsKeepsTheAddressesThatItHad(Manner manner) throws IOException {
    dns.holds("users.internal. 60 A 10.0.0.1", "users.internal. 60 AAAA ::1");
    OriginSource source = source(within(Duration.ofSeconds(2), addresses("http://users.internal")));
    Listing both = source.origins();
    dns.does("A", manner);

    assertThat(source.origins()).isEqualTo(both);
    dns.does("A", Manner.EMPTY);
    assertThat(urls(source.origins())).containsExactly("http://[0:0:0:0:0:0:0:1]");
  }

  @Test
  void familyThatNeverAnsweredIsDoneWithout() throws IOException {
    dns.holds("users.internal. 60 A 10.0.0.1").does("AAAA", Manner.SERVFAIL);

    assertThat(urls(find(addresses("http://users.internal")))).containsExactly("http://10.0.0.1");
  }

  // ---- SRV

  @Test
  void k029SrvRecordsOfTheLowestPriorityBecomeOrigins() throws IOException {
    dns.holds(
        "_http._tcp.users.internal. 30 SRV 1 2 90 foo.internal.",
        "_http._tcp.users.internal. 40 SRV 1 4 81 users-1.internal.",
        "_http._tcp.users.internal. 50 SRV 2 10 82 users-1.internal.",
        "_http._tcp.users.internal. 50 SRV 1 0 83 users-1.internal.");
    Listing listing = find(srv());

    assertThat(urls(listing))
        .containsExactly("http://users-1.internal:81 weight 2", "http://foo.internal:90");
    assertThat(listing.ttl()).contains(Duration.ofSeconds(30));
    assertThat(dns.questions()).containsExactly("_http._tcp.users.internal. SRV");
  }

  @Test
  void schemeIsTheSpecs() throws IOException {
    dns.holds("users.internal. 30 SRV 0 0 443 a.internal.");
    Discovery spec =
        Discovery.of(new Srv("users.internal", "https")).withNameservers(List.of(dns.address()));

    assertThat(urls(find(spec))).containsExactly("https://a.internal");
  }

  @Test
  void serviceThatIsDecidedlyNotThereIsAFailure() {
    dns.holds("_http._tcp.users.internal. 30 SRV 0 0 0 .");

    assertThatThrownBy(() -> find(srv()))
        .hasMessage("_http._tcp.users.internal has no usable SRV record (of 1 records)");
  }

  @Test
  void k031SrvLookupThatFailsIsAFailure() {
    dns.does(Manner.SERVFAIL);

    assertThatThrownBy(() -> find(srv())).isInstanceOf(IOException.class);
  }

  // ---- custom

  @Test
  void unknownSourceIsRefusedWithThoseThatAreKnown() {
    Discovery spec = Discovery.of(new Discovery.Custom("tabel", srv().kind().template()));

    assertThatThrownBy(() -> Sources.of(spec, Addresses.IPV4_FIRST, Map.of("table", new Script())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("origins: the environment has no source 'tabel' (expected: one of [table])");
  }

  // ---- the whole

  @Test
  void d3d4OriginsFollowAServerThatLosesHalfAndComesBack() {
    FakeClock clock = new FakeClock();
    List<List<WeightedOrigin>> told = new CopyOnWriteArrayList<>();
    String[] lines =
        IntStream.range(0, 6)
            .mapToObj(i -> "users.internal. 0 A 10.0.0." + i)
            .toArray(String[]::new);
    dns.holds(lines);
    Discovery spec = addresses("http://users.internal");
    OriginSource source = Sources.of(spec, Addresses.IPV4_ONLY, Map.of());
    try (OriginDiscovery discovery =
        new OriginDiscovery("users", spec, source, clock, Runnable::run, told::add)) {
      discovery.start();
      dns.does(Manner.HALF);
      for (int i = 0; i < 20; i++) {
        clock.advance(Duration.ofSeconds(1));
        assertThat(discovery.origins()).hasSize(6);
      }
      dns.does(Manner.SERVFAIL);
      clock.advance(Duration.ofSeconds(1));
      assertThat(discovery.failure()).isPresent();
      assertThat(discovery.origins()).hasSize(6);
      dns.does(Manner.ANSWER).holds(lines[0]);
      clock.advance(Duration.ofSeconds(40));
      assertThat(discovery.origins()).hasSize(1);
      assertThat(discovery.failure()).isEmpty();
    }
  }

  @Test
  void closingCutsALookupOff() {
    dns.does(Manner.SILENT);
    Discovery spec = within(Duration.ofMinutes(1), srv());
    OriginDiscovery discovery =
        new OriginDiscovery(
            "users", spec, source(spec), new FakeClock(), Workers.executor(), list -> {});
    discovery.start();
    Waiting.until("asked", () -> !dns.questions().isEmpty());

    discovery.close(); // The leak check sees a thread that still waits.

    assertThat(discovery.failure()).isEmpty();
  }

  @Test
  void severedSourceAnswersNoMore() {
    dns.holds("users.internal. 60 A 10.0.0.1");
    OriginSource source = source(addresses("http://users.internal"));
    ((Severable) source).sever();

    assertThatThrownBy(source::origins).hasMessage("closed");
    assertThat(dns.questions()).isEmpty();
  }

  @Test
  void systemHasServers() {
    assertThat(NameServers.of(List.of()).current()).isNotEmpty();
  }

  @Test
  void serversAreReadInEverySpelling() {
    assertThat(
            NameServers.of(
                    List.of("10.0.0.1", "10.0.0.1:5353", "::1", "2001:db8::53", "[::1]:5353"))
                .current())
        .extracting(server -> server.getAddress().getHostAddress() + " " + server.getPort())
        .containsExactly(
            "10.0.0.1 53",
            "10.0.0.1 5353",
            "0:0:0:0:0:0:0:1 53",
            "2001:db8:0:0:0:0:0:53 53",
            "0:0:0:0:0:0:0:1 5353");
  }
}
