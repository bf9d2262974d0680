package io.forebay.simulation;

import io.forebay.internal.balance.Choice;
import io.forebay.internal.balance.Choice.Chosen;
import io.forebay.internal.balance.Tried;
import io.forebay.internal.limit.Breaker;
import io.forebay.internal.pool.PermitQueue;
import io.forebay.internal.retry.Attempt;
import io.forebay.simulation.Caller.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** One exchange: an idempotent request, its retries and its hedge. */
final class Call {
  private static final long ATTEMPT_LIMIT = Duration.ofSeconds(1).toNanos();
  private static final long PERMIT_LIMIT = Duration.ofMillis(250).toNanos();
  private static final long LIMIT = Duration.ofMillis(2_500).toNanos();

  private final Caller caller;
  private final World world;
  private final long start;
  private final Tried tried = new Tried();
  private final List<Try> underWay = new ArrayList<>();
  private int attempts;
  private boolean over;

  /** An attempt under way. */
  private final class Try {
    private final Member member;
    private final long ticket;
    private final long began = world.now();
    private boolean over;

    Try(Member member, long ticket) {
      this.member = member;
      this.ticket = ticket;
    }

    void send() {
      member.load.started(began);
      Reply reply = member.server.serve();
      boolean late = reply.hangs() || reply.nanos() > ATTEMPT_LIMIT;
      long time = late ? ATTEMPT_LIMIT : reply.nanos();
      if (!reply.hangs()) {
        // Works on, whether somebody waits or not.
        world.after(reply.nanos(), member.server::done);
      } else {
        world.after(ATTEMPT_LIMIT, member.server::done);
      }
      world.after(time, () -> end(late ? new Reply(Reply.HANGS, time) : reply));
    }

    private void end(Reply reply) {
      if (over) {
        return;
      }
      over = true;
      underWay.remove(this);
      count(reply);
      caller.places.release();
      finished(reply);
    }

    private void count(Reply reply) {
      long now = world.now();
      caller.learn(now - began, reply.status() <= 0 || reply.status() == 503);
      boolean blamed = reply.status() <= 0 || reply.status() >= 500;
      if (blamed) {
        member.load.failed(began, now);
        member.breaker.ifPresent(breaker -> breaker.failed(ticket, now - began));
      } else {
        member.load.succeeded(began, now);
        caller.latencies.record(now - began, now);
        member.breaker.ifPresent(breaker -> breaker.succeeded(ticket, now - began));
      }
      caller.report(member, reply);
    }

    void abandon() {
      over = true;
      member.load.abandoned(began);
      caller.places.release();
      member.breaker.ifPresent(breaker -> breaker.abandoned(ticket));
    }
  }

  Call(Caller caller) {
    this.caller = caller;
    world = caller.world;
    start = world.now();
  }

  void start() {
    world.seen.called(start);
    attempt();
    OptionalLong delay =
        caller.hedges.isPresent()
            ? caller.hedges.get().delay(true, world.now())
            : OptionalLong.empty();
    delay.ifPresent(nanos -> world.after(nanos, this::hedge));
  }

  private void hedge() {
    boolean slow = !over && attempts == 1 && !underWay.isEmpty();
    if (slow && caller.hedges.orElseThrow().tryHedge(caller.manners.retries().budget(), now())) {
      attempt();
    }
  }

  private long now() {
    return world.now();
  }

  /** Once there is a place; where their number is not limited there always is. */
  private void attempt() {
    Place place = new Place();
    place.asked = caller.places.join(place);
    if (place.asked.outcome() == PermitQueue.Outcome.WAITING) {
      world.after(PERMIT_LIMIT, place.asked::expire);
    } else {
      place.run();
    }
  }

  /** One of the places of the caller, which is asked for. */
  private final class Place implements Runnable {
    private PermitQueue.Waiter asked;

    @Override
    public void run() {
      boolean granted = asked.outcome() == PermitQueue.Outcome.GRANTED;
      if (granted && !over && send()) {
        return;
      }
      if (granted) {
        caller.places.release();
      }
      over |= underWay.isEmpty();
    }
  }

  /** Somebody who lets us in, or nobody at all: that is our own refusal, and ends the call. */
  private boolean send() {
    for (int i = 0; i < caller.members.size(); i++) {
      Choice choice = caller.choose(tried);
      if (!(choice instanceof Chosen chosen)) {
        break;
      }
      Member member = caller.members.get(chosen.number());
      tried.add(chosen.number());
      long ticket = member.breaker.isPresent() ? member.breaker.get().enter() : 0;
      if (ticket != Breaker.REFUSED) {
        attempts++;
        world.seen.attempted(start);
        Try next = new Try(member, ticket);
        underWay.add(next);
        next.send();
        return true;
      }
    }
    return false;
  }

  private void finished(Reply reply) {
    if (over) {
      return;
    }
    if (reply.good()) {
      over = true;
      underWay.forEach(Try::abandon);
      if (now() - start < LIMIT) {
        world.seen.succeeded(start, now() - start);
      }
      return;
    }
    if (!underWay.isEmpty()) {
      return; // The other one may do better.
    }
    Attempt ended = new Attempt(attempts, "GET", true, true, reply.ending());
    OptionalLong pause =
        caller.retries.pause(
            ended, LIMIT - (now() - start), caller.random.nextDouble(), Instant.EPOCH);
    if (pause.isPresent() && caller.budget.tryAcquire(caller.manners.retries().budget(), now())) {
      world.after(pause.getAsLong(), this::attempt);
    } else {
      over = true;
    }
  }
}
