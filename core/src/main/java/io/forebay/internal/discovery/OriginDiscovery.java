package io.forebay.internal.discovery;

import io.forebay.spec.Discovery;
import io.forebay.spec.Durations;
import io.forebay.spec.WeightedOrigin;
import io.forebay.spi.Clock;
import io.forebay.spi.OriginSource;
import io.forebay.spi.OriginSource.Listing;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one backend's list of origins up to date: ask, tell, pause, again. The clock only wakes; a
 * worker asks and tells. At most one lookup runs at a time, however long it takes. Thread-safe.
 */
public final class OriginDiscovery implements AutoCloseable {
  /** How long closing waits for what runs, once that is cut off. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final Duration AFTER_NO_WORKER = Duration.ofSeconds(1);

  private final String label;
  private final Discovery spec;
  private final OriginSource source;
  private final Clock clock;
  private final Executor workers;
  private final Telling telling;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progress = lock.newCondition();

  // Guarded by lock.
  private final Set<Thread> atWork = new HashSet<>();
  private Standing standing;
  private @Nullable Asking asking;
  private Clock.@Nullable Scheduled next;
  private boolean begun;
  private boolean closed;

  /**
   * Does nothing before {@link #start}.
   *
   * @param label the backend's, for the log
   * @param source what is asked; see {@link Sources}
   * @param workers where it is asked, and where {@code changed} is called
   * @param changed told the list whenever it is another than it was told last, never an empty one,
   *     outside locks, one at a time and in order; may block
   */
  public OriginDiscovery(
      String label,
      Discovery spec,
      OriginSource source,
      Clock clock,
      Executor workers,
      Consumer<List<WeightedOrigin>> changed) {
    this.label = label;
    this.spec = spec;
    this.source = source;
    this.clock = clock;
    this.workers = workers;
    this.telling = new Telling(label, changed);
    standing = Standing.start(spec, clock.nanoTime());
  }

  /** Looks the origins up for the first time, at once and on a worker, and then on. */
  public void start() {
    wake();
  }

  /** The list in force; empty before the first good answer. */
  public List<WeightedOrigin> origins() {
    return standing().inForce();
  }

  /** Why the last lookup failed; empty if it did not, or none has ended. */
  public Optional<String> failure() {
    return Optional.of(standing().failure()).filter(text -> !text.isEmpty());
  }

  private Standing standing() {
    lock.lock();
    try {
      return standing;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the first lookup is over and its list, if any, has been told; a lookup that takes
   * longer than it may is over. Returns at once from then on, and after closing.
   *
   * @param patience the longest wait, on the system's time
   * @return whether there is a list
   */
  public boolean awaitFirst(Duration patience) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = patience.toNanos();
      while (!begun && !closed && left > 0) {
        left = progress.awaitNanos(left);
      }
      return !standing.inForce().isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    boolean started = false;
    try {
      workers.execute(this::work);
      started = true;
    } finally {
      if (!started) {
        plan(AFTER_NO_WORKER);
      }
    }
  }

  private void work() {
    Asking mine = takeTurn();
    boolean first = false;
    try {
      checkOverdue();
      if (mine != null) {
        plan(); // A lookup that hangs must not keep anybody in the list.
        ask(mine);
      }
      first = standing().begun();
      telling.tell(this::news);
    } finally {
      rest(first);
    }
  }

  /** The lookup to run now; null: none is due. */
  private @Nullable Asking takeTurn() {
    lock.lock();
    try {
      atWork.add(Thread.currentThread());
      long now = clock.nanoTime();
      standing = standing.at(now);
      if (closed || asking != null || !standing.membership().due(now)) {
        return null;
      }
      asking = new Asking(now + spec.refresh().timeout().toNanos());
      return asking;
    } finally {
      lock.unlock();
    }
  }

  private void checkOverdue() {
    Standing before;
    Standing after;
    lock.lock();
    try {
      long now = clock.nanoTime();
      if (closed || asking == null || !asking.becomesOverdue(now)) {
        return;
      }
      before = standing;
      String limit = Durations.format(spec.refresh().timeout());
      after = before.failed("no answer within " + limit, now, chance());
      standing = after;
    } finally {
      lock.unlock();
    }
    after.sayAfter(before, label);
  }

  private void ask(Asking mine) {
    @Nullable Listing answer = null;
    String problem = "the source ended with an error";
    try {
      answer = Objects.requireNonNull(source.origins(), "null (expected: a listing)");
      problem = "no origins";
    } catch (IOException | RuntimeException e) {
      problem = e.getMessage() == null ? e.getClass().getName() : e.getMessage();
    } finally {
      over(mine, answer, problem);
    }
  }

  private void over(Asking mine, @Nullable Listing answer, String problem) {
    Standing before;
    Standing after;
    lock.lock();
    try {
      asking = null;
      mine.forgetInterrupt();
      if (closed) {
        return;
      }
      before = standing;
      after = after(before, answer, mine.overdue() ? before.failure() : problem);
      standing = after;
    } finally {
      lock.unlock();
    }
    after.sayAfter(before, label);
  }

  private Standing after(Standing before, @Nullable Listing answer, String problem) {
    long now = clock.nanoTime();
    return answer == null || answer.origins().isEmpty()
        ? before.failed(problem, now, chance())
        : before.heard(answer, now, chance());
  }

  private static double chance() {
    return ThreadLocalRandom.current().nextDouble();
  }

  /** What is to be told; empty: nothing, now or ever. */
  private List<WeightedOrigin> news() {
    lock.lock();
    try {
      return closed ? List.of() : standing.inForce();
    } finally {
      lock.unlock();
    }
  }

  private void rest(boolean first) {
    lock.lock();
    try {
      atWork.remove(Thread.currentThread());
      begun |= first;
      progress.signalAll();
    } finally {
      lock.unlock();
    }
    plan();
  }

  private void plan() {
    lock.lock();
    try {
      long now = clock.nanoTime();
      OptionalLong at = wakeAt(now);
      if (at.isPresent()) {
        plan(Duration.ofNanos(Math.max(0, at.getAsLong() - now)));
      }
    } finally {
      lock.unlock();
    }
  }

  private OptionalLong wakeAt(long now) {
    OptionalLong leaves = standing.membership().nextLeaves();
    OptionalLong turn = OptionalLong.of(standing.membership().askAt());
    if (asking != null) {
      boolean watched = !asking.overdue() && !(source instanceof Severable);
      turn = watched ? OptionalLong.of(asking.overdueAt()) : OptionalLong.empty();
    }
    if (leaves.isEmpty() || turn.isEmpty()) {
      return leaves.isPresent() ? leaves : turn;
    }
    // Differences: the clock's nanoseconds may be negative, and wrap around.
    boolean leavesFirst = leaves.getAsLong() - now < turn.getAsLong() - now;
    return leavesFirst ? leaves : turn;
  }

  private void plan(Duration pause) {
    lock.lock();
    try {
      if (next != null) {
        next.cancel();
      }
      next = closed ? null : clock.schedule(pause, this::wake);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends the lookups, cutting off the one that runs, and waits until it and whoever is being told
   * are done, at most 1 s. Nothing is scheduled or told afterwards.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      plan(Duration.ZERO); // Closed: takes back what is scheduled.
      if (asking != null) {
        asking.interrupt();
      }
      progress.signalAll();
    } finally {
      lock.unlock();
    }
    if (source instanceof Severable own) {
      own.sever();
    }
    awaitRest();
  }

  private void awaitRest() {
    lock.lock();
    try {
      long left = PATIENCE_NANOS;
      while (left > 0 && othersAtWork()) {
        left = progress.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Who closes may be told at this moment. */
  private boolean othersAtWork() {
    return atWork.size() > (atWork.contains(Thread.currentThread()) ? 1 : 0);
  }
}
