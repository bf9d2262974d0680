package io.forebay.internal.health;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.forebay.health.HealthOverride;
import io.forebay.health.HealthSpec;
import io.forebay.health.HealthState;
import io.forebay.health.ProbeResult;
import io.forebay.testing.FakeClock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** A first probe fails just as somebody says that the origin is healthy: who is told what? */
@JCStressTest
@Outcome(id = "HEALTHY, HEALTHY, 1", expect = ACCEPTABLE, desc = "what is in force was told last")
@Outcome(expect = FORBIDDEN, desc = "told of what is over, of nothing, or not of the probe")
@State
public class NewsRace {
  private static final HealthSpec SPEC = new HealthSpec.Builder().failureThreshold(1).build();

  private final FakeClock clock = new FakeClock();
  private final AtomicReference<HealthState> told = new AtomicReference<>();
  private final AtomicInteger probes = new AtomicInteger();
  private final HealthMonitor monitor =
      new HealthMonitor(
          "users", SPEC, new Failing(), clock, new ProbeThreads(1, Runnable::run), new Listener());

  public NewsRace() {
    monitor.start();
  }

  @Actor
  public void probe() {
    clock.runDue();
  }

  @Actor
  public void person() {
    monitor.override(HealthOverride.HEALTHY);
  }

  @Arbiter
  public void see(LLL_Result r) {
    HealthState last = told.get();
    r.r1 = monitor.state().status();
    r.r2 = last == null ? "nothing" : last.status();
    r.r3 = probes.get();
    monitor.close();
  }

  private final class Listener implements HealthListener {
    @Override
    public void probed(HealthState before, HealthState after) {
      probes.incrementAndGet();
    }

    @Override
    public void changed(HealthState news) {
      told.set(news);
    }
  }

  private static final class Failing implements Probe {
    @Override
    public Object subject() {
      return "the origin";
    }

    @Override
    public ProbeResult run() {
      return ProbeResult.failed("broken");
    }

    @Override
    public void close() {}
  }
}
