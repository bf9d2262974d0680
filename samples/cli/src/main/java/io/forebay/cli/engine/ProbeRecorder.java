package io.forebay.cli.engine;

import io.forebay.BackendObserver;
import io.forebay.BackendRegistry;
import io.forebay.Environment;
import io.forebay.InvalidBackendException;
import io.forebay.health.HealthState;
import io.forebay.spec.BackendSpec;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Has backends checked, and hands the verdicts that come in on any thread to one, in order. Whoever
 * opens it closes it.
 */
public final class ProbeRecorder implements AutoCloseable {
  private final Ear ear = new Ear();
  private final BackendRegistry backends;
  private final long openedAt;

  private ProbeRecorder(Collection<BackendSpec> specs) {
    BackendRegistry.Builder registry =
        BackendRegistry.builder().environment(Environment.system().withObserver(ear));
    specs.forEach(registry::add);
    backends = registry.open();
    openedAt = System.nanoTime(); // Opening the first backend of a process takes its time.
  }

  /**
   * Starts the checks.
   *
   * @throws InvalidBackendException if a backend cannot be opened
   */
  public static ProbeRecorder open(Collection<BackendSpec> specs) {
    return new ProbeRecorder(specs);
  }

  /** Waits for the next verdict; empty once it has been open for this long. */
  public Optional<HealthTransition> next(Duration open) throws InterruptedException {
    long left = open.toNanos() - (System.nanoTime() - openedAt);
    return Optional.ofNullable(ear.heard.poll(Math.max(0, left), TimeUnit.NANOSECONDS));
  }

  /** Ends the checks. */
  @Override
  public void close() {
    backends.close();
  }

  /** Hears verdicts on any thread. */
  private static final class Ear implements BackendObserver {
    private final long startedAt = System.nanoTime();
    private final BlockingQueue<HealthTransition> heard = new LinkedBlockingQueue<>();

    @Override
    public void healthChanged(String label, String origin, HealthState state) {
      Duration at = Duration.ofNanos(System.nanoTime() - startedAt);
      heard.add(new HealthTransition(label, origin, state, at));
    }
  }
}
