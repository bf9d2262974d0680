package io.forebay.internal;

import io.forebay.Backend;
import io.forebay.Environment;
import io.forebay.internal.versions.Holds;
import io.forebay.spec.BackendSpec;
import io.forebay.spec.Origins;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The place of a backend in a registry, which its core takes when it is first used. It outlives the
 * versions that keep the backend. What is seldom used costs little more than its definition.
 *
 * <p>Who relies on it takes a hold first: so it is not retired while it is being opened. Closing it
 * is final, opened or not. Thread-safe.
 */
final class Slot {
  private final BackendSpec spec;
  private final Environment environment;
  private final Function<String, Backend> peers;
  private final Holds holds = new Holds();
  private final ReentrantLock lock = new ReentrantLock();

  // Written under lock.
  private volatile @Nullable BackendCore core;
  private volatile boolean closed;

  /** Of an unopened one; made on demand. */
  private volatile @Nullable Paths paths;

  /**
   * A place that nothing has taken yet.
   *
   * @param peers finds another backend of the same registry, which may be asked for tokens
   */
  Slot(BackendSpec spec, Environment environment, Function<String, Backend> peers) {
    this.spec = spec;
    this.environment = environment;
    this.peers = peers;
  }

  /**
   * Whether there is something to do before the first call: probes and lookups have to be warm, and
   * tokens and a contract lead to files that have to be read to be checked.
   */
  static boolean needsWarmth(BackendSpec spec) {
    return spec.health().isPresent()
        || spec.contract().isPresent()
        || !spec.tokens().isEmpty()
        || spec.transport().origins() instanceof Origins.Discovered;
  }

  BackendSpec spec() {
    return spec;
  }

  String label() {
    return spec.label();
  }

  /** Who relies on it. */
  Holds holds() {
    return holds;
  }

  // ---- opening

  /**
   * Makes the core; nothing of it is seen before {@link #start}.
   *
   * @throws IllegalArgumentException if that cannot be done; then nothing has changed
   */
  void prepare() {
    lock.lock();
    try {
      core = new BackendCore(spec, environment, peers);
    } finally {
      lock.unlock();
    }
  }

  /** It is in force from now on; what was prepared starts its checks. */
  void start() {
    BackendCore.warn(spec);
    BackendCore prepared = core;
    if (prepared != null) {
      prepared.open();
    }
  }

  /** The core, if it has been opened, closed or not; null: nobody has used it. */
  @Nullable BackendCore opened() {
    return core;
  }

  /**
   * The core, opened by the first who asks; who asks meanwhile waits for that one.
   *
   * @return null: it was closed before anybody asked
   * @throws SlotException if it cannot be opened, for example because of a file that has changed
   *     since it was checked. Who asks next tries again
   */
  @Nullable BackendCore core() {
    BackendCore known = core;
    return known == null ? open() : known;
  }

  private @Nullable BackendCore open() {
    lock.lock();
    try {
      if (core == null && !closed) {
        BackendCore made = new BackendCore(spec, environment, peers);
        made.open();
        core = made;
        paths = null; // Its own serve from now on.
      }
      return core;
    } catch (IllegalArgumentException e) {
      throw new SlotException(e);
    } finally {
      lock.unlock();
    }
  }

  // ---- what is known without opening it

  /** Whether it can take the place of a backend so defined: all but the manners is the same. */
  boolean serves(BackendSpec other) {
    return !closed && spec.equals(other.withExchange(spec.exchange()));
  }

  /**
   * What it needs before it serves on: a contract whose files have changed.
   *
   * @throws IllegalArgumentException if that cannot be read; then nothing has changed
   */
  Optional<Runnable> renewal() {
    BackendCore known = core;
    return known == null ? Optional.empty() : known.renewal();
  }

  /** The URLs of its requests. */
  Paths paths() {
    BackendCore known = core;
    if (known != null) {
      return known.paths();
    }
    Paths early = paths;
    if (early == null) {
      early = BackendCore.paths(spec);
      paths = early;
    }
    return early;
  }

  /** The longest total limit of any call through it; an hour stands for none. */
  Duration longestTotal() {
    BackendCore known = core;
    return known == null
        ? BackendCore.bounded(spec.exchange().timeouts().total())
        : known.longestTotal();
  }

  // ---- the end

  /** Closes what nobody has used; false if somebody has, and then nothing is closed. */
  boolean closeUnopened() {
    lock.lock();
    try {
      closed = closed || core == null;
      return core == null;
    } finally {
      lock.unlock();
    }
  }

  /** Closes it for good; waits for somebody who is opening it. */
  void close(Duration patience) {
    BackendCore last;
    lock.lock();
    try {
      closed = true;
      last = core;
    } finally {
      lock.unlock();
    }
    if (last != null) {
      last.close(patience);
    }
  }
}
