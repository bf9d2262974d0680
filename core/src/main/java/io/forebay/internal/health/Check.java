package io.forebay.internal.health;

import io.forebay.health.HealthSpec;
import io.forebay.health.HealthState;
import io.forebay.health.ProbeResult;
import io.forebay.health.ProbeSchedule;
import io.forebay.spi.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running check, and the members it is run for: probe, judge, tell, pause, again. It runs while
 * it has members, by the probe of the one who has been there longest. The clock only starts probes;
 * a worker runs them, never two at a time.
 */
final class Check {
  private static final Logger log = LoggerFactory.getLogger(Check.class);

  /** For whom it is run. */
  interface Member {
    /** Asks the origin; while this member is asked to. */
    Probe probe();

    /** The verdict so far. Called under a lock: takes it over and does no more. */
    void adopt(HealthState verdict);

    /** A probe led to this verdict. */
    void judged(HealthState verdict);
  }

  private final String label;
  private final HealthSpec spec;
  private final ProbeSchedule schedule;
  private final Clock clock;
  private final ProbeThreads threads;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rested = lock.newCondition();

  // Guarded by lock.
  private final List<Member> members = new ArrayList<>();
  private HealthState verdict;
  private boolean passed;
  private @Nullable Member prober;
  private @Nullable Thread asking; // The prober's, once it has one.
  private Clock.@Nullable Scheduled next;
  private long plans; // How many there were; only the last one counts.
  private long due;

  /** A check without members, named in logs like its first one. */
  Check(String label, HealthSpec spec, Clock clock, ProbeThreads threads) {
    this.label = label;
    this.spec = spec;
    this.clock = clock;
    this.threads = threads;
    schedule = spec.schedule();
    verdict = spec.start();
  }

  /** Takes a member in. The first one's first probe comes after the pause, and then on. */
  void join(Member member, Duration pause) {
    lock.lock();
    try {
      members.add(member);
      member.adopt(verdict);
      if (members.size() == 1 && prober == null) {
        plan(pause);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets a member go, cutting off its probe if it runs, and waits until that is gone. */
  void leave(Member member) {
    lock.lock();
    try {
      members.remove(member);
      if (members.isEmpty() && next != null) {
        next.cancel();
        plans++; // It may have come due already.
      }
    } finally {
      lock.unlock();
    }
    member.probe().close();
    awaitRest(member);
  }

  private void awaitRest(Member member) {
    lock.lock();
    try {
      long left = schedule.timeout().toNanos();
      while (runs(member) && left > 0) {
        left = rested.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Whether its probe runs, and not on the very thread that asks. Under the lock. */
  private boolean runs(Member member) {
    return member.equals(prober) && asking != null && !asking.equals(Thread.currentThread());
  }

  /** Under the lock. */
  private void plan(Duration pause) {
    due = clock.nanoTime() + pause.toNanos();
    plans++;
    long plan = plans;
    next = clock.schedule(pause, () -> due(plan));
  }

  private void due(long plan) {
    Member asked;
    boolean good;
    lock.lock();
    try {
      if (plan != plans) {
        return;
      }
      Duration spread = schedule.catchUp(due, clock.nanoTime(), chance());
      if (!spread.isZero()) {
        plan(spread);
        return;
      }
      asked = members.get(0);
      prober = asked;
      good = passed;
    } finally {
      lock.unlock();
    }
    hand(asked, good);
  }

  private static double chance() {
    return ThreadLocalRandom.current().nextDouble();
  }

  private void hand(Member asked, boolean good) {
    boolean handed = false;
    try {
      threads.execute(good, () -> probeOnce(asked));
      handed = true;
    } finally {
      if (!handed) {
        rest(asked, null); // No thread to be had: that says nothing of the origin.
      }
    }
  }

  private void probeOnce(Member asked) {
    @Nullable ProbeResult result = null;
    try {
      if (begin(asked)) {
        result = ask(asked);
        judge(asked, result);
      }
    } finally {
      rest(asked, result);
    }
  }

  /** Whether the member is still there, now that its turn has come. */
  private boolean begin(Member asked) {
    lock.lock();
    try {
      asking = Thread.currentThread();
      return members.contains(asked);
    } finally {
      lock.unlock();
    }
  }

  /** What the probe found; null: nothing, because it was our process that stood still. */
  private @Nullable ProbeResult ask(Member asked) {
    long started = clock.nanoTime();
    ProbeResult result;
    try {
      result = asked.probe().run();
    } catch (RuntimeException | Error e) {
      log.warn("{}: a probe failed", label, e);
      result = ProbeResult.failed("probe failed: " + e.getClass().getSimpleName());
    }
    boolean ours =
        result instanceof ProbeResult.Failed && schedule.stoodStill(started, clock.nanoTime());
    return ours ? null : result;
  }

  private void judge(Member asked, @Nullable ProbeResult result) {
    HealthState after;
    List<Member> told;
    lock.lock();
    try {
      if (result == null || !members.contains(asked)) {
        return; // Leaving cuts a running probe off: that is no verdict.
      }
      after = spec.after(verdict, result);
      verdict = after;
      told = List.copyOf(members);
    } finally {
      lock.unlock();
    }
    for (Member member : told) {
      member.judged(after);
    }
  }

  private void rest(Member asked, @Nullable ProbeResult result) {
    lock.lock();
    try {
      prober = null;
      asking = null;
      passed = result instanceof ProbeResult.Passed;
      rested.signalAll();
      if (!members.isEmpty()) {
        boolean left = !members.contains(asked);
        plan(left ? Duration.ZERO : schedule.after(verdict, chance()));
      }
    } finally {
      lock.unlock();
    }
  }
}
