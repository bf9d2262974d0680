package io.forebay.testing;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Holds exchanges inside a {@link MisbehavingOrigin} until the test lets them go: concurrency
 * without sleeping. Thread-safe; nothing to close.
 *
 * <pre>{@code
 * Gate gate = new Gate();
 * origin.respond(Behaviour.hold(gate, Behaviour.ok("done")));
 * // … start three calls …
 * gate.awaitArrivals(3, Duration.ofSeconds(5)); // now three are in flight, for certain
 * gate.open();
 * }</pre>
 *
 * <p>One gate may serve several behaviours and origins. Closing an origin frees the exchanges it
 * holds, without an answer.
 */
public final class Gate {
  private final CompletableFuture<Void> opened = new CompletableFuture<>();
  private final Monitor monitor = new Monitor();

  /** Guarded by {@link #monitor}. */
  private int arrivals;

  /** A closed gate that nobody has reached. */
  public Gate() {}

  /** Lets every held exchange go, and every later one pass. It cannot be closed again. */
  public void open() {
    opened.complete(null);
  }

  /** How many exchanges have reached this gate, whether they still wait or not. */
  public int arrivals() {
    return monitor.read(() -> arrivals);
  }

  /**
   * Waits until at least {@code count} exchanges have reached this gate.
   *
   * @throws AssertionError if {@code limit} passes first, or the thread is interrupted
   * @throws IllegalArgumentException if {@code limit} is negative
   */
  public void awaitArrivals(int count, Duration limit) {
    monitor.await(
        () -> arrivals >= count,
        limit,
        () -> arrivals,
        () -> "gate: %d of %d arrivals".formatted(arrivals, count));
  }

  /** Counts one arrival; the result is done once the gate is open. */
  CompletableFuture<Void> arrive() {
    monitor.change(() -> arrivals++);
    return opened;
  }
}
