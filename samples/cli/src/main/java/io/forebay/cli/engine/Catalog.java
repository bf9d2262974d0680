package io.forebay.cli.engine;

import io.forebay.Backend;
import io.forebay.BackendRegistry;
import io.forebay.Environment;
import io.forebay.InvalidBackendException;
import io.forebay.config.Definitions;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Discovery;
import io.forebay.spec.Origins;
import io.forebay.spi.Clock;
import io.forebay.spi.OriginSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;

/**
 * The backends of some definitions, opened only to be looked at: on a clock that stands still no
 * probe ever starts, so that no origin notices; names of origins may be looked up. Whoever opens it
 * closes it.
 */
public final class Catalog implements AutoCloseable {
  private final BackendRegistry registry;

  private Catalog(BackendRegistry registry) {
    this.registry = registry;
  }

  /**
   * Opens the backends.
   *
   * @throws InvalidBackendException with everything that was found
   */
  public static Catalog open(Definitions definitions) {
    Environment still = Environment.system().withClock(new StandingClock());
    for (BackendSpec spec : definitions.backends().values()) {
      if (spec.transport().origins() instanceof Origins.Discovered found
          && found.how().kind() instanceof Discovery.Custom custom) {
        still = still.withOriginSource(custom.source(), Catalog::nothing);
      }
    }
    return new Catalog(definitions.open(still));
  }

  /** What stands for a source that only the application has: waits until it is cut off. */
  private static OriginSource.Listing nothing() throws IOException {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new InterruptedIOException("closed");
  }

  /**
   * The definition behind a label, refinements applied.
   *
   * @throws InputException if the label is unknown
   * @throws InvalidBackendException if a backend cannot be opened
   */
  public static BackendSpec spec(Definitions definitions, String label) throws InputException {
    try (Catalog catalog = open(definitions)) {
      return catalog.backend(label).spec();
    }
  }

  /**
   * What a label stands for, for people, and where each value of it is said.
   *
   * @throws InputException if the label is unknown
   * @throws InvalidBackendException if a backend cannot be opened
   */
  public static String explain(Definitions definitions, String label) throws InputException {
    try (Catalog catalog = open(definitions)) {
      return catalog.backend(label).explain() + provenance(definitions, label);
    }
  }

  private static String provenance(Definitions definitions, String label) {
    StringBuilder text = new StringBuilder();
    definitions
        .provenance(label)
        .forEach((key, said) -> text.append(String.format(Locale.ROOT, "  %-30s %s%n", key, said)));
    return text.length() == 0 ? "" : "said at\n" + text;
  }

  private Backend backend(String label) throws InputException {
    try {
      return registry.backend(label);
    } catch (NoSuchElementException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    registry.close(Duration.ZERO);
  }

  /** Time passes, but nothing falls due. */
  private static final class StandingClock implements Clock {
    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public Scheduled schedule(Duration delay, Runnable task) {
      return () -> {};
    }
  }
}
