package io.forebay.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.forebay.spec.Material;
import io.forebay.spec.Origin;
import io.forebay.spec.TlsSpec;
import io.forebay.spec.TrustSpec;
import io.forebay.testing.FakeClock;
import io.forebay.testing.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsWatcherTest {
  @TempDir Path folder;
  private final FakeClock clock = new FakeClock();
  private final AtomicInteger swaps = new AtomicInteger();
  private Path ca;

  @BeforeEach
  void writeFile() {
    ca = TlsKit.write(folder.resolve("ca.pem"), TlsKit.ROOT.certificatePem());
  }

  @Test
  void changeIsTakenUpAtTheNextLook() {
    OriginTls tls = open(spec());
    try (TlsWatcher watcher = watch(tls)) {
      clock.advance(Duration.ofSeconds(20));
      assertThat(swaps).hasValue(0);
      TlsKit.write(ca, TlsKit.OTHER_ROOT.certificatePem());
      clock.advance(Duration.ofMillis(4_999));
      assertThat(swaps).hasValue(0);
      clock.advance(Duration.ofMillis(1));
      assertThat(swaps).hasValue(1);
      assertThat(tls.generation()).isEqualTo(2);
      clock.advance(Duration.ofSeconds(20));
      assertThat(swaps).hasValue(1);
    }
  }

  @Test
  void badFileEndsNothing() {
    try (TlsWatcher watcher = watch(open(spec()));
        Logged log = new Logged(SecureTls.class)) {
      TlsKit.write(ca, "garbage");
      clock.advance(Duration.ofSeconds(20));
      assertThat(swaps).hasValue(0);
      assertThat(log.at(Level.WARNING)).hasSize(1);
      TlsKit.write(ca, TlsKit.OTHER_ROOT.certificatePem());
      clock.advance(TlsWatcher.INTERVAL);
      assertThat(swaps).hasValue(1);
    }
  }

  @Test
  void refusedFilesAreToldOnceForEachContent() {
    List<String> refused = new ArrayList<>();
    TlsWatcher.Listener listener =
        new TlsWatcher.Listener() {
          @Override
          public void swapped() {
            swaps.incrementAndGet();
          }

          @Override
          public void refused(String problem) {
            refused.add(problem);
          }
        };
    try (TlsWatcher watcher = TlsWatcher.watch(open(spec()), clock, listener, Runnable::run)) {
      for (String content : List.of("garbage", "garbage", "other", root(), "other", "other")) {
        TlsKit.write(ca, content);
        clock.advance(TlsWatcher.INTERVAL);
      }
      assertThat(refused).hasSize(3).allMatch(problem -> problem.startsWith("tls.ca"));
      assertThat(swaps).hasValue(0);
    }
  }

  private static String root() {
    return TlsKit.ROOT.certificatePem();
  }

  @Test
  void failingListenerEndsNothing() {
    try (Logged log = new Logged(TlsWatcher.class);
        TlsWatcher watcher =
            TlsWatcher.watch(
                open(spec()),
                clock,
                () -> {
                  swaps.incrementAndGet();
                  throw new IllegalStateException("oops");
                },
                Runnable::run)) {
      TlsKit.write(ca, TlsKit.OTHER_ROOT.certificatePem());
      clock.advance(TlsWatcher.INTERVAL);
      TlsKit.write(ca, TlsKit.ROOT.certificatePem());
      clock.advance(TlsWatcher.INTERVAL);
      assertThat(swaps).hasValue(2);
      assertThat(log.at(Level.SEVERE)).hasSize(2);
    }
  }

  @Test
  void nothingIsScheduledWhereThereIsNothingToWatch() {
    TlsSpec inline = TlsKit.trusting(TlsKit.ROOT);
    for (TlsSpec spec : List.of(TlsSpec.DEFAULT, inline, spec().withReload(false))) {
      watch(open(spec)).close();
      assertThat(clock.scheduled()).isZero();
    }
    watch(OriginTls.open("users", Origin.of("http://localhost"), spec(), false));
    assertThat(clock.scheduled()).isZero();
  }

  @Test
  void closingTakesTheScheduledLookBack() {
    TlsWatcher watcher = watch(open(spec()));
    assertThat(clock.scheduled()).isEqualTo(1);
    watcher.close();
    watcher.close();
    assertThat(clock.scheduled()).isZero();
  }

  @Test
  void lookAfterClosingTellsNobodyAndSchedulesNothing() {
    Queue<Runnable> work = new ArrayDeque<>();
    TlsWatcher watcher = TlsWatcher.watch(open(spec()), clock, swaps::incrementAndGet, work::add);
    clock.advance(TlsWatcher.INTERVAL);
    TlsKit.write(ca, TlsKit.OTHER_ROOT.certificatePem());
    watcher.close();
    work.remove().run();
    assertThat(swaps).hasValue(0);
    assertThat(clock.scheduled()).isZero();
  }

  @Test
  void oneLookAtATime() {
    Queue<Runnable> work = new ArrayDeque<>();
    try (TlsWatcher watcher =
        TlsWatcher.watch(open(spec()), clock, swaps::incrementAndGet, work::add)) {
      clock.advance(Duration.ofMinutes(1));
      assertThat(work).hasSize(1);
      assertThat(clock.scheduled()).isZero();
      work.remove().run();
      assertThat(clock.scheduled()).isEqualTo(1);
    }
  }

  @Test
  void lookingHappensOnAWorker() {
    AtomicReference<Thread> worker = new AtomicReference<>();
    try (TlsWatcher watcher =
        TlsWatcher.watch(open(spec()), clock, () -> worker.set(Thread.currentThread()))) {
      TlsKit.write(ca, TlsKit.OTHER_ROOT.certificatePem());
      clock.advance(TlsWatcher.INTERVAL);
      Waiting.until("the change is told", () -> worker.get() != null);
      assertThat(worker.get()).isNotSameAs(Thread.currentThread());
      Waiting.until("the next look is scheduled", () -> clock.scheduled() == 1);
    }
  }

  private TlsWatcher watch(OriginTls tls) {
    return TlsWatcher.watch(tls, clock, swaps::incrementAndGet, Runnable::run);
  }

  private TlsSpec spec() {
    return TlsSpec.DEFAULT.withTrust(TrustSpec.DEFAULT.withCa(List.of(Material.file(ca))));
  }

  private static OriginTls open(TlsSpec spec) {
    return OriginTls.open("users", Origin.of("https://localhost"), spec, false);
  }
}
