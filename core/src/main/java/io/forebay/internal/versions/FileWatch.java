package io.forebay.internal.versions;

import io.forebay.BackendRegistry;
import io.forebay.InvalidVersionException;
import io.forebay.RegistryContent;
import io.forebay.RegistryVersion;
import io.forebay.RegistryWatch;
import io.forebay.internal.threads.Repeating;
import io.forebay.internal.threads.Workers;
import io.forebay.spi.Clock;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at files now and then, and puts in force what they say once they have not changed for a
 * while. Looking, reading and telling happen on a worker, one after the other; the clock's thread
 * never waits. Thread-safe.
 */
public final class FileWatch implements RegistryWatch {
  private static final Logger log = LoggerFactory.getLogger(FileWatch.class);

  private final Followed followed;
  private final Plan plan;
  private final Reader reader;
  private final Listener listener;
  private final Clock clock;
  private final Repeating looks;

  // Of the look that runs.
  private List<Stamp> seen = List.of();
  private List<Stamp> handled = List.of();
  private long seenAt;

  private volatile Optional<String> problem = Optional.empty();

  /**
   * Who follows the files.
   *
   * @param registry where they are put in force
   * @param check finds everything that speaks against a content
   * @param whenClosed hears that the watch is closed
   */
  public record Followed(
      BackendRegistry registry,
      Function<RegistryContent, List<String>> check,
      Consumer<FileWatch> whenClosed) {}

  private FileWatch(
      Followed followed,
      Plan plan,
      Reader reader,
      Listener listener,
      Clock clock,
      Executor worker) {
    this.followed = followed;
    this.plan = plan;
    this.reader = reader;
    this.listener = listener;
    this.clock = clock;
    looks = new Repeating(plan.interval(), this::look, clock, worker);
  }

  /** Starts to watch. */
  public static FileWatch start(
      Followed followed, Plan plan, Reader reader, Listener listener, Clock clock) {
    return start(followed, plan, reader, listener, clock, Workers.executor());
  }

  static FileWatch start(
      Followed followed,
      Plan plan,
      Reader reader,
      Listener listener,
      Clock clock,
      Executor worker) {
    FileWatch watch = new FileWatch(followed, plan, reader, listener, clock, worker);
    watch.looks.start();
    return watch;
  }

  private void look() {
    try {
      handle(Stamp.of(plan.files()));
    } catch (RuntimeException e) {
      log.error("registry: watching {} failed", plan.files(), e);
    }
  }

  private void handle(List<Stamp> now) {
    if (!now.equals(seen)) {
      seen = now;
      seenAt = clock.nanoTime();
    }
    boolean quiet = clock.nanoTime() - seenAt >= plan.quiet().toNanos();
    if (!quiet || seen.equals(handled)) {
      return;
    }
    try {
      RegistryContent content = reader.read();
      if (settled()) {
        putInForce(content);
      }
    } catch (IOException | IllegalArgumentException e) {
      if (settled()) {
        refused(why(e));
      }
    }
  }

  /** Whether they are still as they were seen; what was read while they changed is no reading. */
  private boolean settled() {
    boolean same = Stamp.of(plan.files()).equals(seen);
    if (same) {
      handled = seen;
    }
    return same;
  }

  /** What cannot be activated is not made a version, or bad files would push the others out. */
  private void putInForce(RegistryContent content) {
    BackendRegistry registry = followed.registry();
    if (content.equals(registry.active().content())) {
      problem = Optional.empty();
      return;
    }
    List<String> findings = followed.check().apply(content);
    if (!findings.isEmpty()) {
      refused(String.join("; ", findings));
    } else if (!looks.closed()) {
      try {
        String comment = "read from " + plan.files();
        activated(registry.activate(registry.draft().replaceAll(content).comment(comment)));
      } catch (InvalidVersionException e) {
        refused(String.join("; ", e.findings()));
      } catch (IllegalStateException e) {
        log.debug("registry: closed while {} were read", plan.files(), e);
      }
    }
  }

  private void activated(RegistryVersion version) {
    problem = Optional.empty();
    tell(to -> to.activated(version));
  }

  private void refused(String why) {
    if (problem.isPresent() && problem.get().equals(why)) {
      return;
    }
    problem = Optional.of(why);
    log.warn("registry: {} not put in force, what was active stays so: {}", plan.files(), why);
    tell(to -> to.refused(why));
  }

  private static String why(Exception e) {
    return e instanceof IOException
        ? "cannot be read: " + e.getClass().getSimpleName() + ": " + e.getMessage()
        : String.valueOf(e.getMessage());
  }

  private void tell(Consumer<Listener> news) {
    try {
      news.accept(listener);
    } catch (RuntimeException e) {
      log.error("registry: listener {} threw", listener.getClass().getName(), e);
    }
  }

  @Override
  public Optional<String> problem() {
    return problem;
  }

  @Override
  public void close() {
    looks.close();
    followed.whenClosed().accept(this);
  }

  /** The files. */
  @Override
  public String toString() {
    return "watch of " + plan.files();
  }
}
