package io.forebay.internal.health;

import io.forebay.health.HealthOverride;
import io.forebay.health.HealthSpec;
import io.forebay.health.HealthState;
import io.forebay.spi.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The health of one origin of one backend: the verdict of its check, which it may share with
 * others, and what people say over it. Thread-safe; {@link #start} and {@link #close} are called
 * once, in this order.
 */
public final class HealthMonitor {
  private static final Logger log = LoggerFactory.getLogger(HealthMonitor.class);

  private final String label;
  private final HealthSpec spec;
  private final Clock clock;
  private final ProbeThreads threads;
  private final HealthListener listener;
  private final HealthReference reference;
  private final Check.Member member;
  private final AtomicInteger telling = new AtomicInteger();
  private HealthState told; // Belongs to who is telling.
  private volatile @Nullable Check check;
  private volatile boolean closed;

  /**
   * A monitor that does nothing before {@link #start}.
   *
   * @param probe is closed by {@link #close}
   */
  public HealthMonitor(
      String label,
      HealthSpec spec,
      Probe probe,
      Clock clock,
      ProbeThreads threads,
      HealthListener listener) {
    this.label = label;
    this.spec = spec;
    this.clock = clock;
    this.threads = threads;
    this.listener = listener;
    reference = new HealthReference(spec.start());
    told = spec.start();
    member = new Membership(probe);
  }

  /** Probes for the first time, at once, and then on. */
  public void start() {
    start(0, 1);
  }

  /**
   * Probes for the first time in its turn among origins that start together, and then on. Where
   * another monitor has begun the same check and shares it, that one's verdict is taken over.
   *
   * @param place which of them this is, 0 to {@code of} - 1; the first one starts at once
   * @param of how many start
   */
  public void start(int place, int of) {
    spec.warnings().forEach(warning -> log.warn("{}: health: {}", label, warning));
    Check joined =
        spec.shareKey()
            .map(
                key ->
                    SharedChecks.acquire(key, clock, label, spec, member.probe(), this::ownCheck))
            .orElseGet(this::ownCheck);
    check = joined;
    joined.join(member, spec.schedule().first(place, of));
    tell(); // What was taken over may be news.
  }

  private Check ownCheck() {
    return new Check(label, spec, clock, threads);
  }

  /** What is in force. */
  public HealthState state() {
    return reference.get();
  }

  /**
   * Says something over what the probes say; they go on, here and for those who share the check.
   * Before {@link #start} too.
   *
   * @return the state since
   */
  public HealthState override(HealthOverride said) {
    HealthState after = reference.said(said).after();
    tell();
    return after;
  }

  /** Ends the checks, cutting off the probe that runs, and waits until it is gone. */
  public void close() {
    closed = true;
    Check joined = check;
    if (joined == null) {
      member.probe().close();
      return;
    }
    joined.leave(member);
    spec.shareKey().ifPresent(key -> SharedChecks.release(key, clock, joined));
  }

  /** Tells what is news since the last time; if somebody is telling, it is left to that thread. */
  private void tell() {
    if (telling.getAndIncrement() > 0) {
      return;
    }
    int seen = 1;
    while (seen > 0) {
      HealthState now = reference.get();
      if (now.isNewsAfter(told) && !closed) {
        write(now);
        safely(() -> listener.changed(now));
      }
      told = now;
      seen = telling.addAndGet(-seen);
    }
  }

  private void write(HealthState news) {
    switch (news.status()) {
      case HEALTHY -> log.info("{}: new health state: healthy", label);
      case FAILING -> log.warn("{}: new health state: failing: {}", label, news.error());
      case UNHEALTHY -> log.error("{}: new health state: unhealthy: {}", label, news.error());
    }
  }

  private void safely(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException | Error e) {
      log.warn("{}: health listener {} failed", label, listener.getClass().getName(), e);
    }
  }

  /** What the check sees of a monitor. */
  private final class Membership implements Check.Member {
    private final Probe probe;

    Membership(Probe probe) {
      this.probe = probe;
    }

    @Override
    public Probe probe() {
      return probe;
    }

    @Override
    public void adopt(HealthState verdict) {
      reference.judged(verdict);
    }

    @Override
    public void judged(HealthState verdict) {
      if (closed) {
        return;
      }
      HealthReference.Move move = reference.judged(verdict);
      safely(() -> listener.probed(move.before(), move.after()));
      tell();
    }
  }
}
