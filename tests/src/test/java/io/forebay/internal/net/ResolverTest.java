package io.forebay.internal.net;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forebay.spec.DnsSpec;
import io.forebay.spec.Origin;
import io.forebay.spec.ProxySpec;
import io.forebay.spec.SocketSpec;
import io.forebay.spec.SocketSpec.Addresses;
import io.forebay.spi.NameResolver;
import io.forebay.testing.FakeClock;
import io.forebay.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ResolverTest {
  private static final String A = "192.0.2.1";
  private static final String B = "192.0.2.2";
  private static final String C = "192.0.2.3";
  private static final String V6 = "2001:db8:0:0:0:0:0:1";

  private final FakeClock clock = new FakeClock();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile String[] answer = {A};
  private SocketSpec sockets = SocketSpec.DEFAULT;
  private DnsSpec dns = new DnsSpec(ofSeconds(30), false);

  @AfterEach
  void open() {
    gate.countDown();
  }

  /** Waits at the gate, then gives the answer; none is an unknown host. */
  private final NameResolver names =
      host -> {
        asked.incrementAndGet();
        try {
          gate.await();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
        List<InetAddress> found = new ArrayList<>();
        for (String address : answer) {
          found.add(InetAddress.getByName(address));
        }
        return found;
      };

  private Resolver resolver(String proxy) {
    Origin origin = Origin.of("http://origin.test");
    ProxyRoute route = ProxyRoute.of(ProxySpec.of(proxy), origin, Map.of());
    return new Resolver(origin, sockets, dns, route, names, clock::nanoTime);
  }

  private Resolver resolver() {
    return resolver("direct");
  }

  private void answers(String... addresses) {
    answer = addresses;
  }

  private static List<String> lookup(Resolver resolver) throws UnknownHostException {
    return texts(resolver.lookup("origin.test"));
  }

  private static List<String> texts(List<InetAddress> addresses) {
    return addresses.stream().map(InetAddress::getHostAddress).toList();
  }

  private static boolean current(Resolver resolver, String address) throws UnknownHostException {
    return resolver.stillCurrent(InetAddress.getByName(address));
  }

  @Test
  void answerIsUsedForItsTimeToLive() throws IOException {
    Resolver resolver = resolver();
    assertThat(lookup(resolver)).containsExactly(A);
    answers(B);
    clock.advance(ofSeconds(29));
    assertThat(lookup(resolver)).containsExactly(A);
    assertThat(asked).hasValue(1);
    clock.advance(ofSeconds(1));
    assertThat(lookup(resolver)).containsExactly(B);
    assertThat(asked).hasValue(2);
  }

  @Test
  void zeroAsksForEveryConnection() throws IOException {
    dns = new DnsSpec(ZERO, false);
    Resolver resolver = resolver();
    assertThat(lookup(resolver)).containsExactly(A);
    answers(B);
    assertThat(lookup(resolver)).containsExactly(B);
    assertThat(asked).hasValue(2);
  }

  @Test
  void hugeTimeToLiveIsLong() throws IOException {
    dns = new DnsSpec(Duration.ofDays(1_000_000), false);
    Resolver resolver = resolver();
    lookup(resolver);
    clock.advance(Duration.ofDays(300));
    lookup(resolver);
    assertThat(asked).hasValue(1);
  }

  @Test
  void namesAreKeptApart() throws IOException {
    Resolver resolver = resolver();
    lookup(resolver);
    answers(B);
    assertThat(texts(resolver.lookup("other.test"))).containsExactly(B);
    assertThat(lookup(resolver)).containsExactly(A);
  }

  @Test
  void onlySoManyNamesAreKept() throws IOException {
    Resolver resolver = resolver();
    for (int i = 0; i < 1_000; i++) {
      resolver.lookup("n" + i + ".test");
    }
    asked.set(0);
    resolver.lookup("n999.test");
    assertThat(asked).hasValue(0);
    resolver.lookup("n0.test");
    assertThat(asked).hasValue(1);
  }

  @Test
  void unknownNameIsAskedForAgain() throws IOException {
    Resolver resolver = resolver();
    answers();
    assertThatThrownBy(() -> lookup(resolver))
        .isInstanceOf(UnknownHostException.class)
        .hasMessage("origin.test");
    answers(A);
    assertThat(lookup(resolver)).containsExactly(A);
    assertThat(resolver.staleAnswers()).isZero();
  }

  @Test
  @DisplayName("D1 the last good answer is used when the resolver fails")
  void lastGoodAnswerIsUsedWhenTheResolverFails() throws IOException {
    Resolver resolver = resolver();
    lookup(resolver);
    answers();
    clock.advance(ofHours(1));
    assertThat(lookup(resolver)).containsExactly(A);
    assertThat(lookup(resolver)).containsExactly(A);
    assertThat(asked).hasValue(2);
    assertThat(resolver.staleAnswers()).isEqualTo(1);
    answers(B);
    clock.advance(ofSeconds(1));
    assertThat(lookup(resolver)).containsExactly(B);
  }

  @Test
  void lastGoodAnswerIsUsedWhenTheResolverIsSilent() throws IOException {
    Resolver resolver = resolver();
    lookup(resolver);
    clock.advance(ofSeconds(30));
    gate = new CountDownLatch(1);
    Attempt attempt = new Attempt(ofMillis(400));
    assertThat(attempt.during(() -> lookup(resolver))).containsExactly(A);
    assertThat(attempt.connectNanosLeft()).isPositive();
    clock.advance(ofSeconds(2));
    assertThat(lookup(resolver)).containsExactly(A);
    assertThat(asked).hasValue(2);
    assertThat(resolver.staleAnswers()).isEqualTo(2);
  }

  @Test
  void lateAnswerIsKept() throws IOException {
    Resolver resolver = resolver();
    gate = new CountDownLatch(1);
    Attempt attempt = new Attempt(ofMillis(100));
    assertThatThrownBy(() -> attempt.during(() -> lookup(resolver)))
        .isInstanceOf(UnknownHostException.class);
    gate.countDown();
    assertThat(lookup(resolver)).containsExactly(A);
    assertThat(asked).hasValue(1);
  }

  @Test
  void resolverThatBreaksIsAnUnknownHost() {
    Resolver resolver =
        new Resolver(
            Origin.of("http://origin.test"),
            sockets,
            dns,
            ProxyRoute.DIRECT,
            host -> {
              throw new StackOverflowError("somebody else's");
            },
            clock::nanoTime);
    assertThatThrownBy(() -> lookup(resolver))
        .isInstanceOf(UnknownHostException.class)
        .hasRootCauseInstanceOf(StackOverflowError.class);
  }

  @Test
  void allWhoAskTogetherShareOneLookup() throws Exception {
    Resolver resolver = resolver();
    gate = new CountDownLatch(1);
    List<Attempt> attempts = new ArrayList<>();
    List<List<String>> answers = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Attempt attempt = new Attempt(ofSeconds(20));
      attempts.add(attempt);
      threads.add(new Thread(() -> answers.add(unchecked(attempt, resolver))));
    }
    threads.forEach(Thread::start);
    Waiting.until("all wait", () -> attempts.stream().allMatch(Attempt::waits));
    assertThat(asked).hasValue(1);
    gate.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(answers).hasSize(20).containsOnly(List.of(A));
    assertThat(asked).hasValue(1);
    assertThat(attempts).noneMatch(Attempt::waits);
  }

  private static List<String> unchecked(Attempt attempt, Resolver resolver) {
    try {
      return attempt.during(() -> lookup(resolver));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The threads were sixteen once: as many names that hung stopped every lookup of the process. */
  @Test
  @DisplayName("D2 lookups that hang hold up no other backend")
  void lookupsOfBackendsWhoseResolverHangsHoldUpNoOther() throws IOException {
    gate = new CountDownLatch(1);
    for (int i = 0; i < 64; i++) {
      startLookup(resolver(), "origin.test");
    }
    Waiting.until("all hang", () -> asked.get() == 64);
    NameResolver quick = host -> List.of(InetAddress.getByName(B));
    Origin origin = Origin.of("http://origin.test");
    Resolver healthy =
        new Resolver(origin, sockets, dns, ProxyRoute.DIRECT, quick, clock::nanoTime);
    assertThat(new Attempt(ofSeconds(20)).during(() -> lookup(healthy))).containsExactly(B);
  }

  @Test
  void oneBackendLooksOnlySoManyNamesUpAtOnce() throws IOException {
    Resolver resolver = resolver();
    gate = new CountDownLatch(1);
    for (int i = 0; i < 20; i++) {
      startLookup(resolver, "n" + i + ".test");
    }
    Waiting.until("the first hang", () -> asked.get() == Resolver.MOST_LOOKUPS);
    Attempt attempt = new Attempt(ofMillis(200));
    assertThatThrownBy(() -> attempt.during(() -> lookup(resolver)))
        .isInstanceOf(UnknownHostException.class)
        .cause()
        .isInstanceOf(SocketTimeoutException.class)
        .hasMessage(
            "connect limit reached; 4 lookups of this backend are under way, the most at once");
    assertThat(asked).hasValue(Resolver.MOST_LOOKUPS);
    gate.countDown();
    Waiting.until("the others had their turn", () -> asked.get() == 21);
    assertThat(lookup(resolver)).containsExactly(A);
    assertThat(asked).hasValue(21);
  }

  /** Asks, and does not wait for the answer. */
  private static void startLookup(Resolver resolver, String host) {
    Attempt attempt = new Attempt(ofSeconds(20));
    attempt.cancel();
    assertThatThrownBy(() -> attempt.during(() -> resolver.lookup(host)))
        .hasCauseInstanceOf(CancellationException.class);
  }

  @Test
  void whoeverWaitsIsFreedAtTheConnectLimit() {
    Resolver resolver = resolver();
    gate = new CountDownLatch(1);
    Attempt attempt = new Attempt(ofMillis(200));
    Timed failed = Timed.failure(() -> attempt.during(() -> lookup(resolver))).took(ofMillis(200));
    assertThat(failed.failure())
        .isInstanceOf(UnknownHostException.class)
        .hasCauseInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void whoeverCancelsIsFreedAndTheOthersWaitOn() throws Exception {
    Resolver resolver = resolver();
    gate = new CountDownLatch(1);
    Attempt first = new Attempt(ofSeconds(20));
    Attempt second = new Attempt(ofSeconds(20));
    CompletableFuture<Throwable> cancelled =
        Background.failure(() -> first.during(() -> lookup(resolver)));
    CompletableFuture<List<String>> patient =
        Background.start(() -> second.during(() -> lookup(resolver)));
    Waiting.until("both wait", () -> first.waits() && second.waits());
    first.cancel();
    assertThat(cancelled.get())
        .isInstanceOf(UnknownHostException.class)
        .hasCauseInstanceOf(CancellationException.class);
    assertThat(patient).isNotDone();
    gate.countDown();
    assertThat(patient.get()).containsExactly(A);
  }

  @Test
  void cancelledBeforeIsFreedAtOnceThoughAnOldAnswerIsThere() throws IOException {
    Resolver resolver = resolver();
    lookup(resolver);
    clock.advance(ofSeconds(30));
    gate = new CountDownLatch(1);
    Attempt attempt = new Attempt(ofSeconds(20));
    attempt.cancel();
    assertThatThrownBy(() -> attempt.during(() -> lookup(resolver)))
        .hasCauseInstanceOf(CancellationException.class);
  }

  @Test
  void interruptedThreadIsFreedAndStaysInterrupted() {
    Resolver resolver = resolver();
    gate = new CountDownLatch(1);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> lookup(resolver)).isInstanceOf(UnknownHostException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void familiesAreOrderedAndChosen() throws IOException {
    answers(V6, A, B);
    assertThat(chosen(Addresses.IPV4_FIRST)).containsExactly(A, B, V6);
    assertThat(chosen(Addresses.IPV6_FIRST)).containsExactly(V6, A, B);
    assertThat(chosen(Addresses.IPV4_ONLY)).containsExactly(A, B);
    assertThat(chosen(Addresses.IPV6_ONLY)).containsExactly(V6);
  }

  private List<String> chosen(Addresses order) throws IOException {
    sockets = SocketSpec.DEFAULT.withAddresses(order);
    return lookup(resolver());
  }

  @Test
  void missingFamilyIsSaid() {
    assertThatThrownBy(() -> chosen(Addresses.IPV6_ONLY))
        .isInstanceOf(LookupException.class)
        .hasMessage("'origin.test' has no IPv6 address (ipv6: only)");
    answers(V6);
    assertThatThrownBy(() -> chosen(Addresses.IPV4_ONLY))
        .isInstanceOf(LookupException.class)
        .hasMessage("'origin.test' has no IPv4 address (ipv6: never)");
  }

  @Test
  void familyOfTheOriginDoesNotBindTheProxy() throws IOException {
    sockets = SocketSpec.DEFAULT.withAddresses(Addresses.IPV6_ONLY);
    answers(A, V6);
    assertThat(texts(resolver("http://proxy.test:1").lookup("proxy.test"))).containsExactly(V6, A);
  }

  @Test
  @DisplayName("D7 what is not public is left out")
  void whatIsNotPublicIsLeftOut() throws IOException {
    dns = new DnsSpec(ofSeconds(30), true);
    answers("10.0.0.1", "8.8.8.8", "169.254.169.254");
    assertThat(lookup(resolver())).containsExactly("8.8.8.8");
  }

  @Test
  void attemptIsToldHowManyAddressesThereAre() throws IOException {
    answers(A, B, C);
    Attempt attempt = new Attempt(ofSeconds(20));
    attempt.during(() -> lookup(resolver()));
    assertThat(List.of(attempt.nextAddress(), attempt.nextAddress(), attempt.nextAddress()))
        .containsExactly(3, 2, 1);
  }

  @Test
  @DisplayName("D6 only so many addresses are dialled")
  void onlySoManyAddressesAreDialled() throws IOException {
    String[] many = new String[1_000];
    for (int i = 0; i < many.length; i++) {
      many[i] = "198.51." + i / 250 + "." + i % 250;
    }
    answers(many);
    Resolver resolver = resolver();
    assertThat(lookup(resolver)).hasSize(Resolver.MOST_DIALLED);
    assertThat(current(resolver, many[999])).isTrue();
  }

  @Test
  void nameLeftToTheProxyIsNotLookedUp() throws IOException {
    Resolver resolver = resolver("socks5h://127.0.0.1:1");
    InetAddress placeholder = resolver.lookup("origin.test").get(0);
    assertThat(placeholder).hasToString("origin.test/0.0.0.0");
    assertThat(resolver.stillCurrent(placeholder)).isTrue();
    assertThat(asked).hasValue(0);
  }

  @Test
  void addressThatIsGoneIsNotCurrent() throws IOException {
    answers(A, B);
    Resolver resolver = resolver();
    assertThat(current(resolver, C)).isTrue();
    lookup(resolver);
    answers(B, C);
    gate = new CountDownLatch(1);
    clock.advance(ofSeconds(30));
    assertThat(current(resolver, A)).isTrue();
    gate.countDown();
    Waiting.until("it is asked in the background", () -> lacks(resolver, A));
    assertThat(current(resolver, B)).isTrue();
    assertThat(current(resolver, C)).isTrue();
    assertThat(asked).hasValue(2);
  }

  private static boolean lacks(Resolver resolver, String address) {
    try {
      return !current(resolver, address);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void failedResolverRetiresNothing() throws IOException {
    Resolver resolver = resolver();
    lookup(resolver);
    answers();
    clock.advance(ofSeconds(30));
    lookup(resolver);
    assertThat(current(resolver, A)).isTrue();
  }

  @Test
  void zeroIsNotAskedForConnectionsThatExist() throws IOException {
    dns = new DnsSpec(ZERO, false);
    Resolver resolver = resolver();
    lookup(resolver);
    clock.advance(ofSeconds(30));
    assertThat(current(resolver, A)).isTrue();
    assertThat(asked).hasValue(1);
  }

  @Test
  @DisplayName("D3 rotating answers retire nothing once that is seen")
  void rotatingAnswersRetireNothingOnceThatIsSeen() throws IOException {
    Resolver resolver = resolver();
    for (String next : List.of(A, B, C, A)) {
      answers(next);
      lookup(resolver);
      clock.advance(ofSeconds(30));
    }
    answers(B);
    lookup(resolver);
    assertThat(current(resolver, A)).isTrue();
    assertThat(current(resolver, B)).isTrue();
    assertThat(current(resolver, C)).isTrue();
    for (int i = 0; i < 11; i++) {
      clock.advance(ofSeconds(30));
      lookup(resolver);
    }
    assertThat(current(resolver, A)).isFalse();
    assertThat(current(resolver, B)).isTrue();
  }

  @Test
  void addressesOfAnHttpProxyAreWatchedInPlaceOfTheOrigins() throws IOException {
    Resolver resolver = resolver("http://proxy.test:1");
    resolver.lookup("proxy.test");
    assertThat(current(resolver, A)).isTrue();
    assertThat(current(resolver, B)).isFalse();
  }

  @Test
  void literalsAreAlwaysCurrent() throws IOException {
    Origin origin = Origin.of("http://192.0.2.9");
    ProxyRoute route = ProxyRoute.of(ProxySpec.of("socks5://proxy.test"), origin, Map.of());
    Resolver resolver = new Resolver(origin, sockets, dns, route, names, clock::nanoTime);
    resolver.proxyAddresses("proxy.test");
    assertThat(current(resolver, "192.0.2.9")).isTrue();
  }
}
