package io.forebay.cli.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class OrderedWindowTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final OrderedWindow window = new OrderedWindow();

  /** Behind a slow first one there is room for so many. */
  private final CountDownLatch full = new CountDownLatch(999);

  private final AtomicInteger started = new AtomicInteger();
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  @Test
  void resultsLeaveInTheOrderOfTheirRequests() throws IOException {
    List<CompletableFuture<byte[]>> results = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      CompletableFuture<byte[]> result = new CompletableFuture<>();
      results.add(result);
      window.add(1, () -> result);
    }
    window.end(null);

    results.get(2).complete(bytes("2"));
    results.get(1).complete(bytes("1"));
    results.get(0).complete(bytes("0"));

    assertThat(window.take()).contains(bytes("0"));
    assertThat(window.take()).contains(bytes("1"));
    assertThat(window.take()).contains(bytes("2"));
    assertThat(window.take()).isEmpty();
  }

  @Test
  void slowFirstResultHoldsBackWhatFollows() throws Exception {
    CompletableFuture<byte[]> slow = new CompletableFuture<>();
    started.incrementAndGet();
    window.add(1, () -> slow);
    CompletableFuture<Void> adding =
        CompletableFuture.runAsync(
            () -> addMany(2_000, 1, () -> CompletableFuture.completedFuture(bytes("done"))));

    assertThat(full.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    slow.complete(bytes("slow"));
    takeMany(2_001);

    assertThat(adding).succeedsWithin(LIMIT);
    assertThat(most.get()).isEqualTo(1_000);
  }

  @Test
  void largeRequestsFillItSooner() throws Exception {
    BlockingQueue<CompletableFuture<byte[]>> running = new LinkedBlockingQueue<>();
    CompletableFuture<Void> adding =
        CompletableFuture.runAsync(() -> addMany(5, 40 << 20, () -> begin(running)));

    for (int i = 0; i < 5; i++) {
      CompletableFuture<byte[]> first = running.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThat(running).isEmpty();
      taken.incrementAndGet(); // From its completion on it makes room, taken or not.
      first.complete(bytes("done"));
      assertThat(window.take()).isPresent();
    }

    assertThat(adding).succeedsWithin(LIMIT);
    assertThat(most.get()).isEqualTo(1);
  }

  private static CompletableFuture<byte[]> begin(BlockingQueue<CompletableFuture<byte[]>> running) {
    CompletableFuture<byte[]> result = new CompletableFuture<>();
    running.add(result);
    return result;
  }

  @Test
  void reasonForTheEndIsHeardAfterTheLastResult() throws IOException {
    window.add(1, () -> CompletableFuture.completedFuture(bytes("a")));
    window.end(new IOException("gone"));

    assertThat(window.take()).contains(bytes("a"));
    assertThatThrownBy(window::take).isInstanceOf(IOException.class).hasMessage("gone");
  }

  @Test
  void nothingStartsOnceNobodyTakes() {
    window.close();

    assertThat(window.add(1, () -> fail("started"))).isFalse();
  }

  private void addMany(int count, int weight, Supplier<CompletableFuture<byte[]>> start) {
    for (int i = 0; i < count; i++) {
      window.add(
          weight,
          () -> {
            int held = started.incrementAndGet() - taken.get();
            most.accumulateAndGet(held, Math::max);
            full.countDown();
            return start.get();
          });
    }
    window.end(null);
  }

  private void takeMany(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      taken.incrementAndGet();
      assertThat(window.take()).isPresent();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
